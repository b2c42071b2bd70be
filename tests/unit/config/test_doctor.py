"""The doctor: all is well, and then one thing at a time isn't."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from erfara.config import cli, doctor
from erfara.foundation import backup, clock, heartbeat, vault
from erfara.foundation.actors import Actor
from erfara.foundation.models import AuditEvent, JobRun, OutboxMessage
from erfara.foundation.vault import keys
from tests.unit.foundation.databases import empty_databases, on_disk

__all__ = ["empty_databases", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.sqlite,
]
TENANT = uuid4()
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def home(tmp_path, settings, monkeypatch, on_disk):
    """An installation in which all is well."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    settings.ENV = replace(
        settings.ENV, home=folder, key_file=folder / "keys.json",
        backup_key_file=folder / "backup-key.json", backup_data=folder / "backup" / "data",
        backup_keys=folder / "backup" / "keys",
    )  # fmt: skip
    keys.create_key_file(folder / "keys.json")
    backup.create_backup_key(folder / "backup-key.json")
    monkeypatch.setattr(heartbeat, "_noted", {})
    # The templates of a test run are stricter than Django thinks right.
    monkeypatch.setattr("django.core.checks.run_checks", list)
    heartbeat.note("outbox", clock.now())
    person()
    backup.back_up(at=clock.now())
    return folder


def person():
    made = uuid4()
    vault.store(
        tenant_id=TENANT, person_id=made, blob="identity", values={"name": "Ylva"}, at=clock.now()
    )
    return made


def message(**values) -> None:
    now = clock.now()
    row = {"not_before": now - timedelta(hours=2), "message_id": "<a@b>", **values}
    OutboxMessage.objects.create(
        created_at=now, tenant_id=TENANT, kind="hello", about_kind="x", about_id=uuid4(),
        to_kind="person", to_id=uuid4(), **row,
    )  # fmt: skip


def bare(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def damage(folder: Path) -> None:
    path = next(folder.glob("erfara-data-*"))
    path.write_bytes(path.read_bytes()[:-1])


def rename(folder: Path, days: float) -> None:
    """As if a backup had been made some days ago."""
    (path,) = folder.glob("erfara-[dk]*-*")
    part = path.name.split("-")[1]
    stamp = (clock.now() - timedelta(days=days)).strftime("%Y%m%dT%H%M%S%fZ")
    path.rename(folder / f"erfara-{part}-{stamp}.backup")


def add_old(folder: Path, days: float) -> None:
    stamp = (clock.now() - timedelta(days=days)).strftime("%Y%m%dT%H%M%S%fZ")
    (folder / f"erfara-keys-{stamp}.backup").touch()


def other_keys(home: Path) -> None:
    (home / "keys.json").unlink()
    keys.create_key_file(home / "keys.json")


def same_id_other_key(home: Path) -> None:
    said = json.loads((home / "keys.json").read_text())
    said["keks"][0]["key"] = json.loads((home / "backup-key.json").read_text())["key"]
    (home / "keys.json").write_text(json.dumps(said))


def later() -> None:
    AuditEvent.objects.create(
        created_at=clock.now(), at=clock.now(), event="tested", about_kind="x", about_id=uuid4(),
        by_role=Actor.system().role, sequence=int((clock.now().timestamp() + 300) * 1e9),
    )  # fmt: skip


def lose_key() -> None:
    from erfara.foundation.models.vault import DataKey

    DataKey.objects.all().delete()


WRONG = {
    "key file gone": (lambda home, _m: (home / "keys.json").unlink(), "keys bad"),
    "another key file": (lambda home, _m: other_keys(home), "keys bad"),
    "a wrong key of the right name": (lambda home, _m: same_id_other_key(home), "keys bad"),
    "a person's key lost": (lambda _h, _m: lose_key(), "keys bad"),
    "key file open to all": (lambda home, _m: (home / "keys.json").chmod(0o644), "keys warning"),
    "database not migrated": (
        lambda _h, m: m.setattr(backup, "pending", lambda alias: ["a.0002"]),
        "databases bad",
    ),
    "database too new": (
        lambda _h, m: m.setattr(backup, "from_the_future", lambda names: ["a.0009"]),
        "databases bad",
    ),
    "mail stuck": (lambda _h, _m: message(), "mail bad"),
    "mail failed": (lambda _h, _m: message(state="failed"), "mail warning"),
    "worker silent": (
        lambda _h, m: m.setattr(heartbeat, "SILENT_AFTER", timedelta(0)),
        "worker bad",
    ),
    "a job fails": (
        lambda _h, _m: heartbeat.note("vault", clock.now(), "ValueError"),
        "worker bad",
    ),
    "no backup key": (lambda home, _m: (home / "backup-key.json").unlink(), "backups warning"),
    "no backup": (lambda home, _m: bare(home / "backup" / "data"), "backups warning"),
    "backup old": (lambda home, _m: rename(home / "backup" / "keys", 2), "backups warning"),
    "backup missed": (lambda home, _m: rename(home / "backup" / "data", 4), "backups bad"),
    "backup damaged": (lambda home, _m: damage(home / "backup" / "data"), "backups bad"),
    "key backup kept too long": (
        lambda home, _m: add_old(home / "backup" / "keys", 15),
        "backups bad",
    ),
    "keys changed since": (lambda _h, _m: vault.rotate(clock.now()), "backups warning"),
    "clock set back": (lambda _h, _m: later(), "clock bad"),
    "disk nearly full": (
        lambda _h, m: m.setattr(shutil, "disk_usage", lambda path: Usage(9, 9, 100_000_000)),
        "disk bad",
    ),
    "home open to all": (lambda home, _m: home.chmod(0o755), "disk warning"),
}


def levels() -> set[str]:
    return {f"{one.name} {one.level}" for one in doctor.examine() if one.level != doctor.GOOD}


def test_all_is_well(home):
    found = doctor.examine()
    assert {one.level for one in found} == {doctor.GOOD}, [one.said for one in found]
    assert {one.name for one in found} == {name for name, _look in doctor.CHECKS}
    assert not any(one.do for one in found)


@pytest.mark.parametrize("what", WRONG)
def test_one_thing_is_wrong(home, monkeypatch, what):
    spoil, expected = WRONG[what]
    spoil(home, monkeypatch)
    assert levels() == {expected}
    assert all(one.do for one in doctor.examine() if one.level != doctor.GOOD)


def test_the_worker_that_never_ran(home):
    JobRun.objects.all().delete()
    assert levels() == {"worker bad"}


def test_in_production_it_is_stricter(home, settings, monkeypatch):
    settings.ENV = replace(settings.ENV, mode="production", base_url="https://erfara.example.se")
    monkeypatch.setattr(doctor, "SMTP", settings.EMAIL_BACKEND)
    os.chmod(home / "keys.json", 0o640)  # noqa: PTH101
    bare(home / "backup" / "keys")
    assert {"configuration bad", "keys bad", "backups bad"} <= levels()


def test_a_mail_server_that_is_not_there(home, monkeypatch, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    monkeypatch.setattr(doctor, "SMTP", settings.EMAIL_BACKEND)
    assert levels() == {"mail bad"}


def test_the_command_speaks_both_languages_and_tells_by_its_status(home, capsys):
    assert cli.main(["doctor", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["well"] is True
    assert set(said["checks"][0]) == {"name", "level", "said", "do"}
    assert {row["name"] for row in said["checks"]} == {name for name, _look in doctor.CHECKS}
    (home / "keys.json").unlink()
    damage(home / "backup" / "data")
    assert cli.main(["doctor", "--language", "sv"]) == 1
    out = capsys.readouterr().out
    assert "fel" in out
    assert "Nyckelfilen" in out
    assert "kopior  " in out
    assert "är skadad" in out
    assert re.search(r"\d,\d GB", out)
    assert not re.search(r"databases|backups|is damaged|\d\.\d GB", out)
    (home / "backup-key.json").unlink()
    cli.main(["doctor", "--language", "sv"])
    assert "backup-key.json finns inte" in capsys.readouterr().out
    cli.main(["doctor"])
    out = capsys.readouterr().out
    assert "is not there" in out
    assert re.search(r"\d\.\d GB", out)


def test_settings_that_cannot_be_used_are_a_finding(capsys, monkeypatch):
    def stop():
        raise cli.BadCall("ERFARA_MODE is 'x'.")

    monkeypatch.setattr(cli, "_django", stop)
    assert cli.main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["checks"][0]["level"] == "bad"


def test_nothing_is_made_by_looking(home, settings, monkeypatch):
    from erfara.foundation.backup import restoring

    nowhere = home / "new"
    with (
        restoring.pointed_at("default", nowhere / "a.sqlite3"),
        restoring.pointed_at("keystore", nowhere / "b.sqlite3"),
    ):
        assert {"databases bad", "worker bad"} <= levels()
    assert not nowhere.exists()


def test_a_message_that_waits_for_its_hour_is_no_trouble(home):
    message(not_before=clock.now() + timedelta(hours=5))
    assert levels() == set()
