"""What follows in one library from what happens in another. Called wherever a loan moves on.

Each side acts for itself: what is written in a programme is written as that programme's own.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from erfara.foundation import audit
from erfara.foundation.actors import Actor, Role
from erfara.lending.actions import inquiries, passing, requests
from erfara.lending.models import EndReason, Loan, LoanRequest, PassedOn
from erfara.lending.passing_queries import came_from, coming


def request_moved(request: LoanRequest, by: Actor, at: datetime) -> None:
    """A request has ended, or its loan or team has changed: whatever follows from it elsewhere."""
    loan = Loan.objects.filter(request=request).first()
    if request.is_over and (loan is None or loan.state == "cancelled"):
        asker_ended(request, by, at)
    passed = came_from(request)
    if passed is not None and passed.kind == PassedOn.Kind.HELP:
        keep_in_step(passed, at)


def keep_in_step(passed: PassedOn, at: datetime) -> None:
    """Bring the asking loan in step with the lending one. Safe to repeat."""
    if passed.state not in passing.HELPING:
        return
    number, over = coming(passed)
    passing.follow(
        passed=passed, coming=number, over=over, by=Actor.system(passed.programme_id), at=at
    )


def asker_ended(request: LoanRequest, by: Actor, at: datetime) -> None:
    """A request has ended, or its loan is cancelled: nobody is asked or awaited any more."""
    for passed in PassedOn.objects.filter(request=request, state__in=passing.OPEN):
        take_back(passed, by, at)


def take_back(passed: PassedOn, by: Actor, at: datetime) -> None:
    """End a thread, and what it has begun on the other side, as far as that has come.

    Where people are confirmed already, that library's coordinators cancel: it stands on their day.
    """
    passing.stop(passed=passed, by=by, at=at)
    received = passed.received
    if received is None or passed.kind != PassedOn.Kind.HELP:
        return
    received.refresh_from_db()
    loan = Loan.objects.filter(request=received).first()
    if loan is not None and not loan.is_over:
        there = Actor.system(received.programme_id)
        audit.record("loan.not_needed", about=loan, by=there, at=at)  # and so it is on their day
        return
    if received.is_over:
        return
    borrower = Actor(Role.BORROWER, received.programme_id, received.contact_id)
    requests.end(
        request=received, end_reason=EndReason.WITHDRAWN, by=borrower, at=at,
        words=gettext("Those who asked no longer need people for this."),
    )  # fmt: skip
    inquiries.tell_everybody(request=received, by=borrower, at=at)
