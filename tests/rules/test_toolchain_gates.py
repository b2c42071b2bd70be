"""The gates over the tools themselves bite: a host, a lock, the import contract, the check."""

from __future__ import annotations

import tomllib
import types

import pytest

from tools import check
from tools.gates import hosts, import_contract, locked, vault_door

HASHED = "django==5.2.19 \\\n    --hash=sha256:00\n"


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://" + "pypi" + ".org/simple",
        '  "resolved": "https://example.org/a.tgz",',
        "see /wo" + "rk/main/run",
        "HOME=/ro" + "ot/somewhere",
    ],
)
def test_a_host_or_a_folder_of_one_machine_is_found(line: str) -> None:
    assert len(hosts.offences(f"good\n{line}\n", "a.txt")) == 1


@pytest.mark.parametrize("line", ["/arbete/sormland/", "https://example.org", "~/.pyenv/versions"])
def test_an_ordinary_address_is_let_through(line: str) -> None:
    assert hosts.offences(line, "a.txt") == []


def test_a_pin_without_a_hash_is_found() -> None:
    assert locked.unhashed(HASHED, "base.txt") == []
    assert len(locked.unhashed(HASHED + "granian==2.8\n", "base.txt")) == 1


def test_what_is_asked_for_and_not_locked_is_found(tmp_path) -> None:
    (tmp_path / "base.in").write_text("django~=5.2\ngranian[all]~=2.8  # why\n-c other.txt\n")
    for name in ("base", "dev"):
        (tmp_path / f"{name}.txt").write_text(HASHED)
    (tmp_path / "dev.in").write_text("-r base.in\n")
    assert [line.split(": ")[1][:20] for line in locked.python_lines(tmp_path)] == [
        "granian is asked for"
    ]


def test_another_version_in_tests_than_in_service_is_found(tmp_path) -> None:
    for name, version in (("base", "5.2.19"), ("dev", "5.2.18")):
        (tmp_path / f"{name}.in").write_text("django\n")
        (tmp_path / f"{name}.txt").write_text(HASHED.replace("5.2.19", version))
    assert locked.python_lines(tmp_path) == [
        (
            "requirements/dev.txt: django is not the version that serves. "
            "Recompile requirements/ (CONTRIBUTING.md says how)."
        )
    ]


def test_an_import_upwards_is_named_with_its_line() -> None:
    report = "- erfara.people.actions -> erfara.lending.models (l.12)\n"
    assert import_contract.offences(report) == [
        (
            "erfara.people.actions -> erfara.lending.models (line 12): goes upwards. Move what is "
            "needed downwards, or call both from erfara.workflows."
        )
    ]


def test_the_import_contract_turns_red_for_an_import_upwards(tmp_path) -> None:
    (tmp_path / "erfara").mkdir()
    toml = tomllib.loads((check.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # A layer in parentheses is to come; every other must be there.
    for contract in toml["tool"]["importlinter"]["contracts"]:
        (container,) = contract["containers"]
        for name in (layer for layer in contract["layers"] if not layer.startswith("(")):
            folder = tmp_path.joinpath(*container.split("."), name)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").write_text("")
    (tmp_path / "erfara" / "peersupport" / "__init__.py").write_text("")
    (tmp_path / "erfara" / "__init__.py").write_text("")
    (tmp_path / "pyproject.toml").write_text(
        (check.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert import_contract.run(tmp_path) == []
    (tmp_path / "erfara" / "people" / "__init__.py").write_text("import erfara.lending\n")
    assert len(import_contract.run(tmp_path)) == 1
    (tmp_path / "erfara" / "unplaced").mkdir()
    (tmp_path / "erfara" / "unplaced" / "__init__.py").write_text("")
    (tmp_path / "erfara" / "people" / "__init__.py").write_text("")
    assert len(import_contract.run(tmp_path)) == 1


def test_a_gate_that_breaks_down_has_failed() -> None:
    def run() -> list[str]:
        raise ValueError("no such table")

    gate = types.ModuleType("gate")
    gate.__file__ = "tools/gates/gate.py"
    gate.run = run  # type: ignore[attr-defined]
    assert len(check.judge(gate)) == 1


def test_every_gate_has_a_name_of_its_own() -> None:
    assert len(check.gates()) == len([p for p in check.GATES.glob("*.py") if p.stem[0] != "_"])


@pytest.mark.parametrize(
    "line",
    [
        "from erfara.foundation.models import SealedBlob",
        "from erfara.foundation.models.vault import AccessRow",
        "import erfara.foundation.models.vault",
        "from erfara.foundation.vault.door import _unwrap",
    ],
)
def test_a_way_past_the_vault_s_door_is_found(line: str) -> None:
    assert len(vault_door.offences(line, "people/queries.py")) == 1


def test_reading_for_the_index_is_for_the_search_alone() -> None:
    line = "vault.read_for_index(person_ids=[])"
    assert len(vault_door.offences(line, "erfara/web/coordinator/people.py")) == 1
    assert vault_door.offences(line, "erfara/workflows/finding/entries.py") == []


@pytest.mark.parametrize(
    "line",
    ["from erfara.foundation import vault", "from erfara.foundation.vault import keys, open"],
)
def test_the_door_itself_is_let_through(line: str) -> None:
    assert vault_door.offences(line, "people/queries.py") == []
