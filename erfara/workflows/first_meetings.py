"""What happens to first meetings and clearer assignments because time passes.

Both go the same way: a reminder halfway to the last day, one the day after it that says when the
request ends, and then the end. Nothing of it happens where a coordinator has gone on meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Stale
from erfara.foundation.states import lock
from erfara.foundation.worker import register_job
from erfara.lending import meeting_queries as queries
from erfara.lending.actions import ends, meetings, requests
from erfara.lending.models import LoanRequest
from erfara.lending.policies import may_change
from erfara.workflows import lend, lent
from erfara.workflows.passing import pass_on_in_time
from erfara.workflows.timekeeping import quietly


def _halfway(first: date, last: date, day: date) -> bool:
    """Whether it is time for the reminder between two days; never on the first."""
    return first < day and first + (last - first) / 2 <= day


@action
def write_meeting(
    *,
    request: LoanRequest,
    notes: str,
    agreed: Mapping[str, str],
    assignment: Mapping[str, Any],
    held_on: date | None,
    terms_accepted: bool,
    seen: tuple[int | None, str | None] = (None, None),
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """What is said and agreed at the first meeting, and what of the assignment is clear by that.

    `held_on` None keeps a draft; with a day the meeting has been held. `seen`: the number of the
    notes and the version of the assignment that the page showed.
    """
    if held_on is None:
        lock(request)
        if not may_change(request):
            raise Stale()
    # What is agreed at a meeting that has been held is written with that.
    kept = agreed if held_on is None else {}
    meetings.keep_notes(request=request, notes=notes, agreed=kept, seen=seen[0], by=by, at=at)
    if assignment:
        requests.change_assignment(request=request, values=assignment, seen=seen[1], by=by, at=at)
    if held_on is not None:
        requests.specify(
            request=request, held_on=held_on, agreed=agreed, terms_accepted=terms_accepted,
            by=by, at=at,
        )  # fmt: skip
    return request


def remind_of_meetings(at: datetime) -> int:
    """Remind borrowers the day before they meet a coordinator."""
    tomorrow = clock.local_day(at) + timedelta(days=1)
    return sum(
        quietly(
            meetings.remind_day_before, meeting=row, by=Actor.system(row.programme_id), at=at
        )
        for row in queries.booked_on(tomorrow, at)
    )  # fmt: skip


def chase_choices(at: datetime) -> int:
    """Times that are offered: remind, say until when, and end what nobody answers."""
    count, day = 0, clock.local_day(at)
    for row in queries.offered():
        by = Actor.system(row.programme_id)
        last, first = row.answer_by or day, row.offered_on or clock.local_day(row.created_at)
        if row.ends_on is not None:
            if row.ends_on < day:
                count += quietly(lend.let_lapse, request=row.request, by=by, at=at)
        elif last < day or (row.reminded_at is None and _halfway(first, last, day)):
            count += quietly(meetings.remind_of_offer, meeting=row, by=by, at=at)
    return count


def chase_clearer(at: datetime) -> int:
    """Clearer assignments: remind, say until when, and end what nobody answers."""
    count, day = 0, clock.local_day(at)
    for row in queries.unclear():
        by = Actor.system(row.programme_id)
        last, first = row.clarify_by or day, row.clarify_asked_on or day
        if row.ends_on is not None:
            if row.ends_on < day:
                count += quietly(lend.let_lapse, request=row, by=by, at=at)
        elif last < day or (row.clarify_reminded_at is None and _halfway(first, last, day)):
            count += quietly(ends.remind_to_clarify, request=row, by=by, at=at)
    return count


def register() -> None:
    """Tell the worker."""
    register_job("remind_of_meetings", timedelta(hours=1), remind_of_meetings)
    register_job("chase_choices", timedelta(hours=1), chase_choices)
    register_job("chase_clearer", timedelta(hours=1), chase_clearer)
    register_job("pass_on_in_time", timedelta(minutes=15), pass_on_in_time)
    register_job("keep_lent_in_time", timedelta(minutes=15), lent.keep_in_time)
