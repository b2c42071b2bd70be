"""Backup, restore and migrate by the command: what they say, and with which exit status."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from erfara.config import cli, env, installation, operations, serving
from erfara.foundation import backup
from erfara.foundation import worker as run_worker
from erfara.foundation.backup import schema
from tests.unit.foundation.databases import empty_databases, on_disk

__all__ = ["empty_databases", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.sqlite,
]


@pytest.fixture
def home(tmp_path, settings, on_disk) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    settings.ENV = replace(
        settings.ENV, home=folder, backup_key_file=folder / "backup-key.json",
        backup_data=folder / "backup" / "data", backup_keys=folder / "backup" / "keys",
    )  # fmt: skip
    return folder


@pytest.fixture
def migrated(monkeypatch) -> list[int]:
    """How many archives there were at each migration; one change is waiting."""
    seen: list[int] = []
    monkeypatch.setattr(backup, "pending", lambda alias: ["foundation.0009_more"])
    monkeypatch.setattr(installation, "migrate", lambda verbosity=0: seen.append(len(archives())))
    return seen


def archives() -> list[Path]:
    found = [backup.archives(part, backup.folder_of(part)) for part in backup.PARTS]
    return [path for one in found for path in one]


def test_migrating_makes_a_backup_first(home, migrated, capsys):
    assert cli.main(["migrate"]) == 0
    assert migrated == [2]
    assert "A backup comes first." in capsys.readouterr().err
    assert cli.main(["migrate", "--without-backup"]) == 0
    assert migrated == [2, 2]


def test_nothing_is_migrated_when_no_backup_can_be_made(home, migrated, settings, capsys):
    settings.ENV = replace(settings.ENV, mode="production")
    assert cli.main(["migrate"]) == 1
    assert "erfara keys" in capsys.readouterr().err
    assert migrated == []


def test_a_database_from_the_future_is_left_alone(home, migrated, monkeypatch, capsys):
    monkeypatch.setattr(schema, "applied", lambda alias: ["people.0999_later"])
    assert cli.main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "newer than this version of Erfara: it has had people.0999_later" in said
    assert said.count("\n") == 1
    assert (migrated, archives()) == ([], [])


@pytest.mark.parametrize("word", ["serve", "worker"])
def test_nothing_is_served_from_a_database_from_the_future(home, monkeypatch, capsys, word):
    started: list[object] = []
    monkeypatch.setenv("PORT", "8000")  # `serve` writes its own

    def serve(host: str, port: int) -> int:
        started.append(port)
        return 0

    monkeypatch.setattr(serving, "serve", serve)
    monkeypatch.setattr(run_worker, "run_forever", lambda stop: started.append(stop))
    monkeypatch.setattr(signal, "signal", lambda number, end: None)
    assert cli.main([word]) == 0
    assert len(started) == 1
    monkeypatch.setattr(schema, "applied", lambda alias: ["people.0999_later"])
    assert cli.main([word]) == 1
    said = capsys.readouterr().err
    assert "newer than this version of Erfara: it has had people.0999_later" in said
    assert "Nothing was started." in said
    assert len(started) == 1


def test_nothing_to_migrate(home, monkeypatch, capsys):
    monkeypatch.setattr(backup, "pending", lambda alias: [])
    assert cli.main(["migrate"]) == 0
    assert "up to date" in capsys.readouterr().err
    assert archives() == []


def test_backup_and_restore_speak_and_end_as_they_should(home, capsys):
    assert cli.main(["backup", "--json"]) == 1  # no key
    assert capsys.readouterr().out == ""
    backup.create_backup_key(home / "backup-key.json")
    assert cli.main(["backup", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["backups"]
    files = [row["file"] for row in said]
    assert [row["part"] for row in said] == ["data", "keys"]
    assert cli.main(["backup", "--only", "keys", "--to", str(home / "stick")]) == 0
    assert capsys.readouterr().out.strip().startswith(str(home / "stick" / "keys"))

    assert cli.main(["restore", *files, "--check"]) == 0
    assert cli.main(["restore", *files, "--into", "here"]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert cli.main(["restore", *files, "--into", "here", "--overwrite", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["erased_again"] == 0
    with pytest.raises(SystemExit) as ended:
        cli.main(["restore", *files])
    assert ended.value.code == 2  # into where?
    Path(files[0]).write_bytes(Path(files[0]).read_bytes()[:-1])
    assert cli.main(["restore", *files, "--into", "here", "--overwrite"]) == 1
    assert "damaged" in capsys.readouterr().err.splitlines()[-1]


def test_another_home_keeps_the_keys_of_this_one(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("ERFARA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ERFARA_HOME", str(tmp_path / "here"))
    monkeypatch.setenv("ERFARA_DATABASE_URL", "postgresql://a@b/c")
    for name in ("KEY_FILE", "BACKUP_KEY_FILE", "SECRET_KEY_FILE", "KEYSTORE_URL"):
        monkeypatch.setenv(f"ERFARA_{name}", "")  # so that they are put back afterwards
    operations.point_home_at(tmp_path / "there")
    read = env.read()
    assert (read.home, read.database_url) == (tmp_path / "there", "")
    assert read.key_file == tmp_path / "here" / "keys.json"
    assert read.backup_key_file == tmp_path / "here" / "backup-key.json"
