"""The `erfara` command: what it answers, and with which exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from erfara.config import cli, env
from erfara.foundation.errors import Refused
from erfara.foundation.models import AuditEvent

ROOT = Path(__file__).resolve().parents[3]
both = pytest.mark.django_db(databases=["default", "keystore"])


def erfara(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ERFARA_")}
    return subprocess.run(
        [sys.executable, "-m", "erfara", *words],
        cwd=ROOT,
        env={**kept, **settings},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    "words", [[], ["nothing"], ["stats"], ["serve", "--port", "many"], ["serve", "--port", "0"]]
)
def test_a_wrong_call_ends_with_2(words: list[str], capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path) -> None:
    said = erfara("keys", ERFARA_MODE="prodction", ERFARA_HOME=str(tmp_path))
    assert said.returncode == 2
    assert said.stderr.strip() == (
        "ERFARA_MODE is 'prodction': write development, test, demo or production."
    )


def test_a_setting_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(env.ConfigurationError, match="ERFARA_MOOD is no setting"):
        env.read({"ERFARA_MOOD": "good"})


def test_keys_are_made_once(tmp_path) -> None:
    key_file = tmp_path / "safe" / "keys.json"
    settings = {"ERFARA_HOME": str(tmp_path), "ERFARA_KEY_FILE": str(key_file)}
    assert erfara("keys", **settings).returncode == 0
    made = key_file.read_bytes()
    assert key_file.stat().st_mode & 0o077 == 0
    assert erfara("keys", **settings).returncode == 0
    assert key_file.read_bytes() == made


@both
def test_an_unknown_library_is_a_wrong_call(capsys) -> None:
    assert cli.main(["stats", "--library", "atlantis", "--json"]) == cli.BAD_CALL
    said = capsys.readouterr()
    assert said.out == ""
    assert "There is no library 'atlantis'." in said.err


def test_with_json_stdout_is_json_alone(capsys) -> None:
    cli._print_result({"by_year": {"2019": {"requests": 1}}, "rate": 0.5}, as_json=True)
    assert json.loads(capsys.readouterr().out) == {
        "by_year": {"2019": {"requests": 1}},
        "rate": 0.5,
    }


def test_a_refusal_ends_with_1_and_its_words(monkeypatch, capsys) -> None:
    def refuse(options: object) -> int:
        raise Refused("The register is not open.")

    monkeypatch.setattr(cli, "keys", refuse)
    assert cli.main(["keys"]) == cli.BAD_DATA
    assert capsys.readouterr().err == "The register is not open.\n"


@both
def test_the_first_operator_is_made_from_the_command_line(capsys) -> None:
    from erfara.accounts.models import User

    assert cli.main(["operator", "Drift@Example.se", "--name", "Drift Påhittad"]) == 0
    link = capsys.readouterr().out.strip()
    user = User.objects.get(email="drift@example.se")
    assert user.is_operator
    assert "/konto/inbjudan/" in link
    assert AuditEvent.objects.filter(event="user.made_operator").count() == 1

    # Once more: a new link, and nobody is made anew.
    assert cli.main(["operator", "drift@example.se"]) == 0
    assert capsys.readouterr().out.strip() not in {"", link}
    assert User.objects.count() == 1


@both
def test_an_operator_who_signs_in_already_gets_no_link(capsys) -> None:
    from erfara.accounts.models import User

    user = User.objects.create_user("anna@example.se", "Anna", "a long password of hers")
    assert cli.main(["operator", "anna@example.se"]) == 0
    assert capsys.readouterr().out == ""
    user.refresh_from_db()
    assert user.is_operator


def test_an_operator_needs_an_address(capsys) -> None:
    assert cli.main(["operator", "anna"]) == 2
    assert "write it like" in capsys.readouterr().err
