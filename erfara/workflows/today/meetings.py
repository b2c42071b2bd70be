"""First meetings that are offered, and what goes between libraries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import local_day
from erfara.foundation.prepared import Prepared
from erfara.lending import meeting_queries, passing_queries
from erfara.lending.models import LoanRequest, Meeting, PassedOn
from erfara.organisations.models import Programme
from erfara.workflows.today.requests import Asked, stands_for
from erfara.workflows.today.rows import LATER, LIMIT, NOW, Row, about_request, covers

_MEETINGS = Prepared(
    lambda programme: meeting_queries.open_meetings(programme).only(
        "state", "ends_on", "answer_by", "created_at", "request__state",
        *about_request("request__"),
    )[: LIMIT + 1]
)  # fmt: skip
_PASSED = Prepared(
    lambda programme: passing_queries.waiting(programme).only(
        "state", "outcome", "answer_by", "created_at", "to_programme__name", "request__state",
        *about_request("request__"),
    )[: LIMIT + 1]
)  # fmt: skip
_TAKEN_BACK = Prepared(
    lambda programme: passing_queries.taken_back(programme).only(
        "ended_at", "created_at", "programme__name", "received__loan__id",
        *about_request("received__"),
    )[: LIMIT + 1]
)  # fmt: skip

# A request that stands here waits for an answer, so its own row would say the same again.
WAITS = ("received", "unclear")
# Request → how those chosen or asked about it stand.
People = Mapping[UUID, Asked]


def _instead(request: LoanRequest, people: People) -> list[tuple[str, str]]:
    """What the request's own row would be about, which a row here stands instead of."""
    if request.state not in WAITS:
        return []
    return stands_for(request, people.get(request.pk, Asked(request)))


def _of_meeting(row: Meeting, day: date, people: People) -> Row:
    request = row.request
    kinds = [("meeting", row.state), *_instead(request, people)]
    if row.state == "declined":
        step, why, since, group = (
            "other_times", _("No time has suited. Offer other ones."), row.created_at, NOW
        )  # fmt: skip
        last = local_day(since)
    elif row.ends_on is not None:
        step, group, last = "answer_meeting", NOW, row.ends_on
        why = _("Nobody has chosen a time. Call, or let it end by itself.")
    else:
        step, group, last = "answer_meeting", LATER, row.answer_by or day
        why = _("Times for a first meeting are offered.")
    about = request.pk if step == "other_times" else row.pk
    return Row(
        step, about, request.no, why, last, group, str(request.unit), {}, covers(*kinds)
    )  # fmt: skip


_BACK = {
    "refused": _("{name}: the answer was no to passing it on."),
    "silent": _("{name}: no answer came about passing it on."),
    "closed": _("{name} takes in no requests any more."),
    "declined": _("{name} can't lend anybody this time."),
    "fewer": _("{name} sends fewer people than was said."),
    "late": _("{name} has found people, but you no longer look."),
}


def _of_passing(row: PassedOn, people: People) -> Row | None:
    request, kinds = row.request, [("passed_on", row.state)]
    since, group = local_day(row.created_at), LATER
    if row.state in {"back", "changed"}:
        why, group = _BACK[row.outcome], NOW
    elif row.state == "asked":
        why = _("Has been asked whether it may be passed on to {name}.")
        since = row.answer_by or since
        kinds += _instead(request, people)
    elif row.state == "helping":
        why = _("{name} looks for people.")
    else:
        return None
    return Row(
        "passed_on", request.pk, request.no, why, since, group, str(request.unit),
        {"name": row.to_programme.name}, covers(*kinds),
    )  # fmt: skip


def waiting(programme: Programme, day: date, people: People) -> tuple[list[Row], set[UUID]]:
    """The rows, and the requests that need no row of their own beside these."""
    meetings = _MEETINGS.objects(Meeting, programme=programme.pk)
    threads = _PASSED.objects(PassedOn, programme=programme.pk)
    rows = [_of_meeting(row, day, people) for row in meetings]
    rows += [made for row in threads if (made := _of_passing(row, people)) is not None]
    waited_for = [row.request for row in meetings]
    waited_for += [row.request for row in threads if row.state == "asked"]
    return rows, {request.pk for request in waited_for if request.state in WAITS}


def cancelled_there(programme: Programme) -> list[Row]:
    """Loans here whose borrower is another library that has cancelled."""
    return [_cancelled(row) for row in _TAKEN_BACK.objects(PassedOn, programme=programme.pk)]


def _cancelled(row: PassedOn) -> Row:
    received: LoanRequest = row.received  # type: ignore[assignment]  # the query asks for it
    since = local_day(row.ended_at or row.created_at)
    return Row(
        "loan", received.loan.pk, received.no,
        _("{name} has cancelled. Cancel the loan here too."), since, NOW,
        str(received.unit), {"name": row.programme.name}, frozenset(),
    )  # fmt: skip
