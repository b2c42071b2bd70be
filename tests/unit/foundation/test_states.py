"""State tables: what they refuse to be, and who may move what."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from erfara.compensation.models import Compensation
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import AuditEvent
from erfara.foundation.models.base import StatefulModel
from erfara.foundation.states import TABLES, State, StateTable, move, moves
from erfara.lending.models import Feedback, FollowUp, Inquiry, Loan, Occasion, Participation
from tests import factories as make
from tests.factories import AT

COORDINATOR = Role.COORDINATOR
# Documents that stay as long as their programme, put away or not. Nobody waits for one.
KEPT = {"scenario"}


def table(*states: State, **more: Any) -> StateTable:
    transitions = more.pop("transitions")
    try:
        return StateTable("trial", initial="a", states=states, transitions=transitions)
    finally:
        TABLES.pop("trial", None)


def test_a_state_that_nobody_can_leave_must_say_that_it_is_final() -> None:
    with pytest.raises(ValueError, match="never left"):
        table(State("a", "A", COORDINATOR), State("b", "B"),
              transitions=[moves("go", "a", "b", "Go", "Went", COORDINATOR)])  # fmt: skip


def test_who_has_to_act_must_be_able_to() -> None:
    with pytest.raises(ValueError, match="pen holder"):
        table(State("a", "A", Role.PERSON), State("b", "B", final=True),
              transitions=[moves("go", "a", "b", "Go", "Went", COORDINATOR)])  # fmt: skip


def test_a_final_state_is_never_left() -> None:
    with pytest.raises(ValueError, match="final"):
        table(State("a", "A", final=True), State("b", "B", final=True),
              transitions=[moves("go", "a", "b", "Go", "Went", COORDINATOR)])  # fmt: skip


def test_a_move_to_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="no state"):
        table(State("a", "A", COORDINATOR),
              transitions=[moves("go", "a", "z", "Go", "Went", COORDINATOR)])  # fmt: skip


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_state_can_be_reached(name: str) -> None:
    known = TABLES[name]
    reached: set[str] = {known.initial}
    before: set[str] = set()
    while reached != before:
        before = set(reached)
        reached |= {t.target for t in known.transitions.values() if set(t.source) & before}
    assert reached == set(known.states)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_state_leads_to_an_end(name: str) -> None:
    known = TABLES[name]
    if name in KEPT:
        assert not any(s.pen or s.final for s in known.states.values())
        return
    ending = {s.value for s in known.states.values() if s.final}
    before: set[str] = set()
    while ending != before:
        before = set(ending)
        ending |= {s for t in known.transitions.values() if t.target in before for s in t.source}
    assert ending == set(known.states)


@pytest.mark.django_db(databases=["default", "keystore"])
def test_every_table_holds_for_every_state_move_and_role() -> None:
    """The whole matrix: what isn't in the table changes nothing and is not logged.

    On real rows where lending makes them; on a row that was never saved for the other tables, since
    what is refused never gets as far as looking for it.
    """
    library = make.programme()
    loan = make.carried_out(make.team(make.loan_request(library), 2))
    other = make.loan_request(library)
    rows: dict[str, Any] = {
        "programme": library,
        "contributor": make.contributor(library),
        "loan_request": other,
        "inquiry": Inquiry.objects.filter(programme=library).order_by("id")[0],
        "loan": loan,
        "participation": Participation.objects.filter(programme=library).order_by("id")[0],
        "occasion": Occasion.objects.filter(programme=library).order_by("id")[0],
        "follow_up": FollowUp.objects.filter(programme=library).order_by("id")[0],
        "feedback": Feedback.objects.filter(programme=library).order_by("id")[0],
        "compensation": Compensation.objects.filter(programme=library).order_by("id")[0],
    }
    for model in apps.get_models():
        if issubclass(model, StatefulModel) and model.table.name not in rows:
            kind: Any = model
            rows[model.table.name] = kind(id=make.any_id(), programme=library)
    assert set(rows) == set(TABLES)
    cells = 0
    events = AuditEvent.objects.count()
    for name, row in rows.items():
        for state in row.table.states:
            for transition in row.table.transitions.values():
                for role in Role:
                    cells += 1
                    if state in transition.source and role in transition.pens:
                        assert row.table.may(transition.name, state, role)
                        continue
                    row.state = row._loaded_state = state
                    with pytest.raises(Refused):
                        move(row, transition.name, by=Actor(role, None), at=AT, reason="därför")
                    assert row.state == state, (name, state, transition.name, role)
    assert AuditEvent.objects.count() == events
    assert cells > 6000


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_state_is_changed_by_move_and_nothing_else() -> None:
    request = make.loan_request(make.programme())
    request.state = "ended"
    with pytest.raises(TypeError, match=r"states\.move"):
        request.save()
    with pytest.raises(TypeError, match="starts as"):
        Loan(request=request, programme=request.programme, state="closed", created_at=AT).save()


@pytest.mark.django_db(databases=["default", "keystore"])
def test_a_reason_is_asked_for_where_the_table_says_so() -> None:
    library = make.programme()
    by = Actor(Role.ADMINISTRATOR, library.pk)
    with pytest.raises(Refused, match="varför"):
        move(library, "pause", by=by, at=AT, reason="  ")
    library.refresh_from_db()
    assert library.state == "running"
