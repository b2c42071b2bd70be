"""Workplaces that wait for a lead, lists to be looked through, and who does what."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared, among
from erfara.organisations.models import Programme, unit_label
from erfara.peersupport.duties import queries as duties
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.workplaces import queries
from erfara.workflows.today.rows import NOW, Row, covers, first_of, when_wanted

# What a row says of a workplace, from whatever leads to it: the columns of `There`.
_CALLED = ("id", "no", "unit__organisation__name", "unit__name")
_THERE = tuple(f"workplace__{name}" for name in _CALLED)
_PLACES = Prepared(
    lambda programme: (
        queries.waiting(programme)
        .select_related(None)
        .values_list(*_CALLED, "state", "answer_by", "created_at")
    )
)
_ROUNDS = Prepared(
    lambda programme: (
        queries.rounds_waiting(programme)
        .select_related(None)
        .values_list(*_THERE, "state", "due_on", "filled_at", "created_at")
    )
)
_MATRICES = Prepared(
    lambda programme: (
        duties.waiting(programme)
        .select_related(None)
        .values_list(*_THERE, "state", "answer_by", "created_at")
    )
)
_WISHES = Prepared(
    lambda programme: (
        duties.answers_waiting(programme)
        .filter(state="wants_change")
        .select_related(None)
        .values_list(*(f"matrix__{name}" for name in _THERE), "id", "answered_at", "created_at")
    )
)
# Most of them are reached by mail, and are no row: as little as can be is read of each.
_ASKED = Prepared(
    lambda programme: (
        duties.answers_waiting(programme)
        .filter(state="asked")
        .select_related(None)
        .values_list("matrix_id", "person_id")
    )
)
_OF_MATRICES = Prepared(
    lambda matrices: (
        DutyMatrix.objects.filter(among("id", matrices))
        .order_by("created_at", "id")
        .values_list(*_THERE, "answer_by")
    )
)

PLACE = _("{workplace}")
STEPS = {
    "interested": ("workplace_hand", _("It has raised its hand. Get in touch.")),
    "unanswered": ("workplace_silent", _("Nobody has answered the offer. Phone.")),
    "wants_out": ("workplace_out", _("It does not want to go on. Talk with them first.")),
}
NOBODY = _("Nobody there reads what is written. Ask who takes over.")


class There(NamedTuple):
    """The workplace that a row is about."""

    pk: UUID
    no: int
    organisation: str
    unit: str


def _row(
    step: str, there: There, pk: UUID, why: str | Promise, since: date, group: str,
    *kinds: tuple[str, str],
) -> Row:  # fmt: skip
    values = {"workplace": unit_label(there.organisation, there.unit)}
    return Row(step, pk, there.no, why, since, group, None, values, covers(*kinds), PLACE)


def places(programme: Programme, at: datetime) -> list[Row]:
    """Raised hands, unanswered offers, those that want out, and where nobody is left."""
    found = []
    for row in first_of(_PLACES, programme=programme.pk):
        there, state, answer_by, created = There(*row[:4]), *row[4:]
        since = local_day(created)
        if state in STEPS:
            step, why = STEPS[state]
            if state == "unanswered":
                since = answer_by or since
            found.append(_row(step, there, there.pk, why, since, NOW, ("workplace", state)))
        else:
            found.append(_row("workplace_nobody", there, there.pk, NOBODY, since, NOW))
    return found


def lists(programme: Programme, at: datetime) -> list[Row]:
    """Lists to be looked through, and those that were not done in time."""
    found = []
    for row in first_of(_ROUNDS, programme=programme.pk):
        there, state, due, filled, created = There(*row[:4]), *row[4:]
        if state == "late":
            step, since = "readiness_late", due
            why = _("The list was not done in time. Phone and hear what is in the way.")
        else:
            step, since = "readiness_look", local_day(filled or created)
            why = _("All on the list is written down. Look it through.")
        found.append(_row(step, there, there.pk, why, since, NOW, ("readiness", state)))
    return found


def matrices(programme: Programme, at: datetime) -> list[Row]:
    """Who does what: to be written and sent, or not said yes to in time."""
    found = []
    for row in first_of(_MATRICES, programme=programme.pk):
        there, state, answer_by, created = There(*row[:4]), *row[4:]
        since = local_day(created)
        if state == "late":
            step, since = "duties_late", answer_by or since
            why = _("Somebody has not said yes to who does what in time.")
        else:
            step = "duties_write"
            why = _("Read through who does what, and send it to all parties.")
        found.append(_row(step, there, there.pk, why, since, NOW, ("duty_matrix", state)))
    return found


def answers(programme: Programme, at: datetime) -> list[Row]:
    """What a party wants changed, and who is to be phoned."""
    why, day = _("A party wants something changed in who does what."), local_day(at)
    kind = ("duty_answer", "wants_change")
    found = [
        _row("duties_wish", There(*there), pk, why, local_day(answered or created), NOW, kind)
        for *there, pk, answered, created in first_of(_WISHES, programme=programme.pk)
    ]
    asked = first_of(_ASKED, times=5, programme=programme.pk)
    reached = vault.index_holders({person for _matrix, person in asked}, "email") if asked else {}
    matrices = {matrix for matrix, person in asked if person not in reached}
    phone = _("Somebody has no e-mail, and is to be called about who does what.")
    for *there, last in _OF_MATRICES.rows(matrices=matrices):
        place = There(*there)
        group = when_wanted(last, day)
        found.append(_row("duties_phone", place, place.pk, phone, last or day, group))
    return found


def rows(programme: Programme, at: datetime) -> list[Row]:
    """All of it. A constant number of queries."""
    return [
        *places(programme, at), *lists(programme, at), *matrices(programme, at),
        *answers(programme, at),
    ]  # fmt: skip
