"""What keeps the register true: whom to phone, who has rested long, which trainings end."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.people import silence_queries as queries
from erfara.people.duplicates import pairs
from erfara.people.queries import reached_by_message
from erfara.workflows.today.rows import LATER, NOW, WEEK, Row, first_of, when_wanted

_PERSON = ("contributor_id", "contributor__number")
# A query with a day in it that is reckoned with: the last day, not the day itself.
_CALLS = Prepared(
    lambda programme: (
        queries.asked_and_waiting(programme)
        .select_related(None)
        .values_list(*_PERSON, "contributor__person_id", "asked_on", "goes_on")
    )
)
_RESTED = Prepared(
    lambda programme, last: (
        queries.rested_since(programme, last)
        .select_related(None)
        .values_list(*_PERSON, "rested_on", "asked_on")
    )
)
_TRAININGS = Prepared(
    lambda programme, first, last: (
        queries.trainings_between(programme, first, last)
        .select_related(None)
        .values_list(*_PERSON, "valid_until")
    )
)


def _row(
    step: str, pk: UUID, number: int, why: str | Promise, since: date, group: str
) -> Row:  # fmt: skip
    return Row(
        step, pk, number, why, since, group, None, {"no": number}, frozenset(),
        _("Number {no} in the register"),
    )  # fmt: skip


def calls(programme: Programme, day: date) -> list[Row]:
    """Those whom no letter reaches: a row for each to be phoned."""
    rows = first_of(_CALLS, times=5, programme=programme.pk)
    mailed = reached_by_message([row[2] for row in rows]) if rows else set()
    found = []
    for pk, number, person, asked_on, goes_on in rows:
        if person in mailed:
            continue
        if goes_on is not None:
            why, last = _("Call before the details are erased."), goes_on
        else:
            why = _("Call and ask whether they still want to be asked.")
            last = asked_on + queries.RESTS_AFTER + queries.GRACE_BY_PHONE
        found.append(_row("still", pk, number, why, last, when_wanted(last, day)))
    return found


def to_let_go(programme: Programme, day: date) -> list[Row]:
    """Those who have rested for a year."""
    rows = first_of(_RESTED, programme=programme.pk, last=day - queries.RESTS_FOR)
    return [
        _row("let_go", pk, number, _("Has rested for a year. Are the details to be erased?"),
             (rested or asked) + queries.RESTS_FOR, NOW)
        for pk, number, rested, asked in rows
    ]  # fmt: skip


def trainings(programme: Programme, day: date) -> list[Row]:
    """Trainings that end within a month, or have just ended."""
    rows = first_of(
        _TRAININGS, programme=programme.pk, first=day - queries.SAID_AFTER,
        last=day + queries.SAID_BEFORE,
    )  # fmt: skip
    return [
        _row("training", pk, number,
             _("A training ends. Ask whether it is to be renewed.") if until >= day
             else _("A training has ended, and no longer counts as a merit."),
             until, LATER)
        for pk, number, until in rows
    ]  # fmt: skip


def duplicates(programme: Programme, day: date) -> list[Row]:
    """One row for all who may be written down twice."""
    found = len(pairs(programme))
    if not found:
        return []
    why = plural_lazy(
        "Two entries look like one person. Look at them.",
        "{count} pairs of entries look like one person. Look at them.", found,
    )  # fmt: skip
    return [
        Row("duplicates", programme.pk, found, why, day, WEEK, None, {"count": found},
            frozenset(), _("Written down twice?"))
    ]  # fmt: skip
