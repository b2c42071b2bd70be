"""How a request ends when nobody answers, when it goes elsewhere, and how it is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending.actions import requests
from erfara.lending.actions.meetings import LAST_DAYS, stop_meeting
from erfara.lending.letters import tell_borrower
from erfara.lending.models import EndReason, LoanRequest

# So long one press takes a request up again that ended because nobody answered.
MAY_COME_BACK = timedelta(days=30)


@action
def remind_to_clarify(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """Halfway to the day: once. After it: until when the request goes on."""
    lock(request)
    request.refresh_from_db()
    day = clock.local_day(at)
    late = request.clarify_by is not None and request.clarify_by < day
    done = request.ends_on is not None if late else request.clarify_reminded_at is not None
    if request.state != "unclear" or done:
        raise Stale()
    request.clarify_reminded_at = at
    if late:
        request.ends_on = day + LAST_DAYS
    request.save(update_fields=["clarify_reminded_at", "ends_on"])
    audit.record("loan_request.clarify_reminded", about=request, by=by, at=at, facts={"last": late})
    tell_borrower(request, "clearer_reminder", at, occasion=at.isoformat())
    return request


@action
def lapse(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """End a request whose borrower has not answered, though told until when."""
    lock(request)
    stop_meeting(request, by, at)
    return move(
        request, "lapse", by=by, at=at,
        reason=gettext("We have not heard from you, so we have let the request rest here."),
        facts={"end_reason": EndReason.NO_RESPONSE},
        fields={"end_reason": EndReason.NO_RESPONSE, "ended_at": at, "meeting_at": None},
    )  # fmt: skip


def may_come_back(request: LoanRequest, at: datetime) -> bool:
    """Whether the borrower may take up again by one press what ended without an answer."""
    return (
        request.end_reason == EndReason.NO_RESPONSE
        and request.ended_at is not None
        and at <= request.ended_at + MAY_COME_BACK
        and not LoanRequest.objects.filter(again_of=request).exists()
    )


@action
def take_up_again(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """The borrower comes back: what was written comes in again, as a request of its own.

    What has ended stays ended, so that figures and history tell what happened.
    """
    lock(request)
    known = LoanRequest.objects.filter(again_of=request).first()
    if known is not None:
        unchanged()
        return known
    if not may_come_back(request, at):
        raise Refused(_("This can't be taken up again here. Write a new request instead."))
    again = requests.receive(
        programme=request.programme, unit=request.unit, contact=request.contact,
        wishes={name: getattr(request, name) for name in requests.WISHES},
        taken_down=False, by=by, at=at,
    )  # fmt: skip
    again.again_of = request
    again.save(update_fields=["again_of"])
    audit.record("loan_request.taken_up_again", about=request, by=by, at=at, facts={"no": again.no})
    return again


@action
def pass_on(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """The request goes on in another library, with the borrower's yes."""
    stop_meeting(request, by, at)
    return move(
        request, "pass_on", by=by, at=at, facts={"end_reason": EndReason.PASSED_ON},
        fields={"end_reason": EndReason.PASSED_ON, "ended_at": at},
    )  # fmt: skip
