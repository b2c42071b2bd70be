"""First meetings that are offered, and what goes between libraries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending import meeting_queries, passing_queries
from erfara.organisations.models import Programme, unit_label
from erfara.workflows.today.requests import Asked, stands_for
from erfara.workflows.today.rows import LATER, NOW, Row, about_request, covers, first_of

# The columns of a request that a row is about: those of `There`.
THERE = ("request_id", *about_request("request__"), "request__state")
_MEETINGS = Prepared(
    lambda programme: (
        meeting_queries.open_meetings(programme)
        .select_related(None)
        .values_list(
            *THERE, "pk", "state", "ends_on", "answer_by", "created_at"
        )
    )
)  # fmt: skip
_PASSED = Prepared(
    lambda programme: (
        passing_queries.waiting(programme)
        .select_related(None)
        .values_list(
            *THERE, "state", "outcome", "answer_by", "created_at", "to_programme__name",
            "pk",
        )
    )
)  # fmt: skip
_TAKEN_BACK = Prepared(
    lambda programme: (
        passing_queries.taken_back(programme)
        .select_related(None)
        .values_list(
            "received__loan__id", *about_request("received__"), "ended_at", "created_at",
            "programme__name",
        )
    )
)  # fmt: skip

# A request that stands here waits for an answer, so its own row would say the same again.
WAITS = ("received", "unclear")
# Request → how those chosen or asked about it stand.
People = Mapping[UUID, Asked]


class There(NamedTuple):
    """The request that a row is about."""

    pk: UUID
    no: int
    organisation: str
    name: str
    state: str

    @property
    def unit(self) -> str:
        return unit_label(self.organisation, self.name)


def _instead(request: There, people: People) -> list[tuple[str, str]]:
    """What the request's own row would be about, which a row here stands instead of."""
    return stands_for(request.state, people.get(request.pk)) if request.state in WAITS else []


def _of_meeting(row: tuple[Any, ...], day: date, people: People) -> Row:
    request, pk, state, ends_on, answer_by, created = There(*row[:5]), *row[5:]
    kinds = [("meeting", state), *_instead(request, people)]
    about, group = pk, NOW
    if state == "declined":
        step, about, last = "other_times", request.pk, local_day(created)
        why = _("No time has suited. Offer other ones.")
    elif ends_on is not None:
        step, last = "answer_meeting", ends_on
        why = _("Nobody has chosen a time. Call, or let it end by itself.")
    else:
        step, group, last = "answer_meeting", LATER, answer_by or day
        why = _("Times for a first meeting are offered.")
    return Row(step, about, request.no, why, last, group, request.unit, {}, covers(*kinds))


_BACK = {
    "refused": _("{name}: the answer was no to passing it on."),
    "silent": _("{name}: no answer came about passing it on."),
    "closed": _("{name} takes in no requests any more."),
    "declined": _("{name} can't lend anybody this time."),
    "fewer": _("{name} sends fewer people than was said."),
    "late": _("{name} has found people, but you no longer look."),
}


def _of_passing(row: tuple[Any, ...], people: People) -> Row | None:
    request, state, outcome, answer_by, created, name, pk = There(*row[:5]), *row[5:]
    kinds = [("passed_on", state)]
    since, group = local_day(created), LATER
    if state in {"back", "changed"}:
        why, group = _BACK[outcome], NOW
    elif state == "asked":
        why = _("Has been asked whether it may be passed on to {name}.")
        since = answer_by or since
        kinds += _instead(request, people)
    elif state == "helping":
        why = _("{name} looks for people.")
    else:
        return None
    return Row(
        "passed_on", request.pk, request.no, why, since, group, request.unit, {"name": name},
        covers(*kinds), pressed=pk,
    )  # fmt: skip


def waiting(programme: Programme, day: date, people: People) -> tuple[list[Row], set[UUID]]:
    """The rows, and the requests that need no row of their own beside these."""
    meetings = first_of(_MEETINGS, programme=programme.pk)
    threads = first_of(_PASSED, programme=programme.pk)
    rows = [_of_meeting(row, day, people) for row in meetings]
    rows += [made for row in threads if (made := _of_passing(row, people)) is not None]
    waited_for = [*meetings, *(row for row in threads if row[5] == "asked")]
    return rows, {row[0] for row in waited_for if row[4] in WAITS}


_NOT_PLANNED = Prepared(
    lambda programme, at: passing_queries.not_planned_here(programme, at).values_list(
        "received__loan__id", *about_request("received__"), "created_at", "programme__name"
    )
)


def times_there(programme: Programme, at: datetime) -> list[Row]:
    """Loans here whose people are wanted at a time that could not be planned by itself."""
    return [
        Row(
            "loan", loan, no, _("{name} has planned a time that isn't planned here. Plan it."),
            local_day(created), NOW, unit_label(organisation, unit), {"name": name}, frozenset(),
        )
        for loan, no, organisation, unit, created, name in first_of(
            _NOT_PLANNED, programme=programme.pk, at=at
        )
    ]  # fmt: skip


def cancelled_there(programme: Programme) -> list[Row]:
    """Loans here whose borrower is another library that has cancelled."""
    return [
        Row(
            "loan", loan, no, _("{name} no longer needs anybody. Cancel the loan here too."),
            local_day(ended or created), NOW, unit_label(organisation, unit), {"name": name},
            frozenset(),
        )
        for loan, no, organisation, unit, ended, created, name in first_of(
            _TAKEN_BACK, programme=programme.pk
        )
    ]  # fmt: skip
