"""Somebody in the place of one who has left: found by phone or by message, or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock
from erfara.foundation.worker import register_job
from erfara.lending.actions import inquiries, replacing
from erfara.lending.models import Inquiry, Participation
from erfara.lending.replacing_queries import searches_over, short_deadlines_passed
from erfara.people.policies import why_not_asked
from erfara.people.queries import live_purposes
from erfara.workflows import lend
from erfara.workflows.timekeeping import quietly

# What somebody has to have said before she can be confirmed in another's place.
SAID_YES = ("yes", "waiting", "late")


@action
def comes_instead(
    *,
    inquiry: Inquiry,
    amount: Decimal | None = None,
    basis: str = "lump",
    payer: str = "",
    by: Actor,
    at: datetime,
) -> Participation:
    """A coordinator has phoned, and she comes: her yes is noted and she is confirmed at once."""
    contributor = inquiry.contributor
    lock(contributor)  # a consent that is taken back comes before this, or after it
    purposes = live_purposes([contributor.person_id])[contributor.person_id]
    if reason := why_not_asked(contributor, purposes, clock.local_day(at)):
        raise Refused(_("This person can't be asked: {reason}."), reason=reason)
    inquiry.refresh_from_db(fields=["state"])
    if inquiry.state not in SAID_YES:
        inquiries.answer(inquiry=inquiry, answer="yes", by=by, at=at)
    return lend.confirm(inquiry=inquiry, amount=amount, basis=basis, payer=payer, by=by, at=at)


@action
def cannot_come(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """A coordinator has phoned, and she can't this time. She stands on no list any more."""
    inquiry.refresh_from_db(fields=["state"])
    if inquiry.state in {"waiting", "late", "told"}:
        return inquiries.leave_list(inquiry=inquiry, by=by, at=at)
    return inquiries.answer(inquiry=inquiry, answer="no", by=by, at=at)


def end_in_time(at: datetime) -> int:
    """Close questions at short notice whose last moment has passed, and searches whose last day
    has."""
    count = 0
    for inquiry in short_deadlines_passed(at):
        count += quietly(
            inquiries.pass_deadline, inquiry=inquiry, by=Actor.system(inquiry.programme_id), at=at
        )
    for loan in searches_over(clock.local_day(at)):
        count += quietly(
            replacing.pass_search, loan=loan, by=Actor.system(loan.programme_id), at=at
        )
    return count


def register() -> None:
    """Tell the worker. Often: somebody may be needed within hours."""
    register_job("end_short_notice", timedelta(minutes=5), end_in_time)
