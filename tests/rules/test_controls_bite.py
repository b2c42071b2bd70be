"""Taking a control away turns a test red.

For each control: the check that guards it passes as things are, and reports when a twin of the
control that lets everything through stands in its place. The checks are those that the ordinary
tests run (tests/integration, tools/gates), not copies.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest

from erfara.foundation import outbox
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import send
from erfara.foundation.vault import log, policy
from erfara.lending import access
from erfara.lending.models import Loan
from erfara.web import middleware
from erfara.web.roles_table import TABLE
from tests.integration import matrix, openings
from tests.integration.peers import gathered
from tests.integration.test_roles import VIEWERS
from tests.integration.world import DATABASES, World
from tests.unit.foundation.mail import AT, letters, put
from tools.gates import docs_in_step, import_contract, vault_door
from tools.repository import ROOT

__all__ = ["letters"]
pytestmark = pytest.mark.django_db(databases=DATABASES)


@pytest.fixture(scope="module")
def world(library_world):
    return library_world


def walked(world: World, route: str) -> list[str]:
    """What `test_roles` says about one address."""
    return matrix.walk(world, matrix.cells(route, VIEWERS))


# --- the table of roles, the gate that reads it, the doors behind it -----------------------------


def test_a_row_taken_away_is_seen(world):
    assert matrix.rows_and_routes() == docs_in_step.run() == []
    with patch.dict(TABLE):
        del TABLE["coordinator:loan"]
        assert matrix.rows_and_routes() == ["coordinator:loan has no row"]
        assert docs_in_step.run() != []
        # Until somebody sees it, nobody gets in.
        path = f"/arbete/{world.own.programme.slug}/lan/{world.own.things['loan team'].pk}/"
        assert world.ask(world.viewers["coordinator"], "GET", path).status_code == 403


@pytest.mark.parametrize("more", [Role.STEERING, Role.ADMINISTRATOR, Role.PUBLIC])
def test_a_row_that_lets_in_more_is_seen(world, monkeypatch, more):
    route = "coordinator:people"
    assert matrix.audiences() == []
    assert walked(world, route) == []
    monkeypatch.setitem(TABLE, route, replace(TABLE[route], roles=TABLE[route].roles | {more}))
    assert len(matrix.audiences()) == 1
    assert docs_in_step.run() != []


def test_a_row_that_takes_more_methods_is_seen(monkeypatch):
    route = "coordinator:close_loan"
    assert docs_in_step.run() == []
    row = TABLE[route]
    monkeypatch.setitem(TABLE, route, replace(row, methods=row.methods | {"GET"}))
    assert docs_in_step.run() != []


def test_a_gate_that_asks_nobody_is_seen(world, monkeypatch):
    route = "coordinator:requests"
    assert walked(world, route) == []

    def everybody_is_a_coordinator(request: Any, row: Any, kwargs: Any) -> Actor:
        request.roles = {Role.COORDINATOR}
        return Actor(Role.COORDINATOR, request.programme.pk, None)

    monkeypatch.setattr(middleware, "_viewer", everybody_is_a_coordinator)
    assert len(walked(world, route)) >= 20


def test_a_door_that_looks_at_no_programme_is_seen(world, monkeypatch):
    route = "coordinator:loan"
    assert walked(world, route) == []
    monkeypatch.setattr(
        access, "loan_for",
        lambda viewer, programme, pk: Loan.objects.select_related(
            "request__assignment", "request__unit__organisation", "request__contact", "programme"
        ).get(pk=pk),
    )  # fmt: skip
    found = walked(world, route)
    assert any(str(matrix.Relation.SMUGGLED) in line for line in found)


# --- the vault -----------------------------------------------------------------------------------


def test_a_policy_that_always_says_yes_is_seen(world, monkeypatch):
    assert openings.surprises(world) == []
    for name, purpose in policy.purposes().items():
        monkeypatch.setitem(policy._purposes, name, replace(purpose, allows=lambda *asked: True))
    found = openings.surprises(world)
    assert len(found) >= 100
    assert any(line.startswith("register by steering") for line in found)


@pytest.mark.parametrize("kind", [matrix.LIBRARY, matrix.PEER_SUPPORT])
def test_one_policy_that_always_says_yes_is_seen(kind, worlds, monkeypatch):
    known = policy.purposes()
    of_peers = set(gathered("openings"))
    for name in sorted(
        set(known) & of_peers if kind == matrix.PEER_SUPPORT else set(known) - of_peers
    ):
        with monkeypatch.context() as alone:
            alone.setitem(policy._purposes, name, replace(known[name], allows=lambda *asked: True))
            found = openings.surprises(worlds[kind], about=name)
            assert any(line.startswith(name) for line in found), name


def test_an_opening_without_a_row_is_seen(world, monkeypatch):
    _who, use = openings.right_uses(world)["register"]
    assert openings.unlogged(world, use) == []
    monkeypatch.setattr(log, "write", lambda people, **shared: None)
    assert "0 rows for 2 people" in openings.unlogged(world, use)
    # And the pages of the matrix say so too.
    assert any("unseen" in line for line in walked(world, "coordinator:person"))


def test_a_way_past_the_door_is_seen(tmp_path):
    assert vault_door.run() == []
    assert vault_door.offences("from erfara.foundation.models import SealedBlob", "web/x.py")


# --- the outbox's lock ---------------------------------------------------------------------------


class Twice:
    """A mail server's line, during whose first letter another worker comes by."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def open(self) -> None: ...

    def close(self) -> None: ...

    def send_messages(self, mails: list[Any]) -> int:
        first = not self.sent
        self.sent += [mail.extra_headers["Message-ID"] for mail in mails]
        if first:
            outbox.deliver_due(AT)
        return len(mails)


def sent_twice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two workers, three messages: the Message-IDs that left more than once, or never."""
    OutboxMessage.objects.all().delete()
    line = Twice()
    monkeypatch.setattr(send, "get_connection", lambda: line)
    messages = [put() for _number in range(3)]
    outbox.deliver_due(AT)
    return [m.message_id for m in messages if line.sent.count(m.message_id) != 1]


@pytest.mark.usefixtures("letters")
def test_a_lock_that_isn_t_there_is_seen(monkeypatch):
    assert sent_twice(monkeypatch) == []
    monkeypatch.setattr(send, "_claim", lambda message, worker, at: True)
    assert len(sent_twice(monkeypatch)) == 3


# --- imports go downwards ------------------------------------------------------------------------


def test_an_import_upwards_is_seen(tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(
        ROOT / "erfara", tmp_path / "erfara",
        ignore=shutil.ignore_patterns("static", "templates", "locale", "migrations", "__pycache__"),
    )  # fmt: skip
    assert import_contract.run(tmp_path) == []
    lower = tmp_path / "erfara" / "people" / "policies.py"
    lower.write_text(lower.read_text() + "\nfrom erfara.lending.models import Loan\n")
    found = import_contract.run(tmp_path)
    assert any("erfara.people.policies" in line for line in found)
