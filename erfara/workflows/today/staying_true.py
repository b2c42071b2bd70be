"""What keeps the register true: whom to phone, who has rested long, which trainings end."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people import silence_queries as queries
from erfara.people.duplicates import pairs
from erfara.people.models import Contributor, Silence, Training
from erfara.people.queries import reached_by_message
from erfara.workflows.today.rows import LATER, LIMIT, NOW, WEEK, Row, when_wanted

# A query with a day in it that is reckoned with: the last day, not the day itself.
_CALLS = Prepared(
    lambda programme: (
        queries.asked_and_waiting(programme)
        .select_related(None)
        .select_related("contributor")[: 5 * LIMIT]
    )
)
_RESTED = Prepared(
    lambda programme, last: (
        queries.rested_since(programme, last)
        .select_related(None)
        .select_related("contributor")[: LIMIT + 1]
    )
)
_TRAININGS = Prepared(
    lambda programme, first, last: queries.trainings_between(programme, first, last)[: LIMIT + 1]
)


def _row(step: str, contributor: Contributor, why: str | Promise, since: date, group: str) -> Row:
    return Row(
        step, contributor.pk, contributor.number, why, since, group, None,
        {"no": contributor.number}, frozenset(), _("Number {no} in the register"),
    )  # fmt: skip


def calls(programme: Programme, day: date) -> list[Row]:
    """Those whom no letter reaches: a row for each to be phoned."""
    rows = _CALLS.objects(Silence, programme=programme.pk)
    if not rows:
        return []
    mailed = reached_by_message([row.contributor.person_id for row in rows])
    found = []
    for row in rows:
        if row.contributor.person_id in mailed:
            continue
        if row.goes_on is not None:
            why, last = _("Call before the details are erased."), row.goes_on
        else:
            why = _("Call and ask whether they still want to be asked.")
            last = row.asked_on + queries.RESTS_AFTER + queries.GRACE_BY_PHONE
        found.append(_row("still", row.contributor, why, last, when_wanted(last, day)))
    return found[: LIMIT + 1]


def to_let_go(programme: Programme, day: date) -> list[Row]:
    """Those who have rested for a year."""
    return [
        _row("let_go", row.contributor, _("Has rested for a year. Are the details to be erased?"),
             (row.rested_on or row.asked_on) + queries.RESTS_FOR, NOW)
        for row in _RESTED.objects(Silence, programme=programme.pk, last=day - queries.RESTS_FOR)
    ]  # fmt: skip


def trainings(programme: Programme, day: date) -> list[Row]:
    """Trainings that end within a month, or have just ended."""
    return [
        _row(
            "training", row.contributor,
            _("A training ends. Ask whether it is to be renewed.")
            if (row.valid_until or day) >= day
            else _("A training has ended, and no longer counts as a merit."),
            row.valid_until or day, LATER,
        )
        for row in _TRAININGS.objects(
            Training, programme=programme.pk, first=day - queries.SAID_AFTER,
            last=day + queries.SAID_BEFORE,
        )
    ]  # fmt: skip


def duplicates(programme: Programme, day: date) -> list[Row]:
    """One row for all who may be written down twice."""
    found = len(pairs(programme))
    if not found:
        return []
    why = ngettext_lazy(
        "Two entries look like one person. Look at them.",
        "{count} pairs of entries look like one person. Look at them.", found,
    )  # fmt: skip
    return [
        Row("duplicates", programme.pk, found, why, day, WEEK, None, {"count": found},
            frozenset(), _("Written down twice?"))
    ]  # fmt: skip
