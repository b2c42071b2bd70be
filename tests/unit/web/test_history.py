"""A history says what happened in words, whatever was written down."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import erfara
from erfara.foundation.models import AuditEvent
from erfara.foundation.states import TABLES
from erfara.organisations.models import Programme
from erfara.web import history

SOURCE = Path(erfara.__file__).parent
NAME = re.compile(r"^[a-z_]+\.[a-z_]+$")

# What is recorded about things whose history no page shows.
NOWHERE = {
    "assessment", "cohort", "course_session", "course_template", "draw", "enrolment", "ethics",
    "goal", "group_member", "index", "information_day", "local_word", "membership",
    "organisation", "party", "peer_setup", "print_list", "proposal", "public_message",
    "register_import", "sought", "unit", "user",
}  # fmt: skip


def recorded() -> Iterator[str]:
    """The names of all events that are written down; `*` where a name is put together."""
    for path in SOURCE.rglob("*.py"):
        if "audit.record" not in (text := path.read_text()):
            continue
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef):
                yield from _recorded_in(function)


def _recorded_in(function: ast.FunctionDef) -> Iterator[str]:
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("audit.record")):
            continue
        first = call.args[0]
        if isinstance(first, ast.JoinedStr):
            yield "".join(
                str(getattr(v, "value", "*")) if isinstance(v, ast.Constant) else "*"
                for v in first.values
            )
            continue
        # A name that was chosen above: all that it can be.
        for one in ast.walk(function if isinstance(first, ast.Name) else first):
            if isinstance(one, ast.Constant) and NAME.match(str(one.value)):
                yield str(one.value)


def test_every_event_that_a_history_can_show_has_words() -> None:
    names = set(recorded())
    assert {"loan.search_ended", "consent.given", "occasion.*"} <= names, "They are found."
    moves = {f"{name}.{move}" for name, table in TABLES.items() for move in table.transitions}
    known = {*history.EVENTS, *history.COUNTED, *moves}
    shown = {one for one in names if "*" not in one and one.partition(".")[0] not in NOWHERE}
    assert sorted(shown - known) == []
    # Nothing is excused that isn't there, or has words after all.
    assert {one.partition(".")[0] for one in names} >= NOWHERE


def test_a_number_is_said_as_one_or_several() -> None:
    def said(event: str, **facts: object) -> str:
        row = AuditEvent(
            event=event, facts=facts, at=datetime(2026, 11, 1, tzinfo=UTC), by_role="system",
            about_id=uuid4(),
        )  # fmt: skip
        return history.sentences([row], Programme(shows_staff_names=False))[0].text

    assert said("loan.team_settled", people=1).endswith("en person")
    assert said("loan.team_settled", people=3).endswith("3 personer")
    assert "3 december 2026" in said("loan.looks_on", until="2026-12-03").replace("\u00a0", " ")
    assert said("day_mark.swept", number=4).endswith("4")
