"""An occasion from the day before to how it went, across lending and payment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.lending.actions import attending, occasions
from erfara.lending.actions.agreements import live_of
from erfara.lending.models import Loan, Occasion
from erfara.lending.occasion_queries import to_ask_day_before
from erfara.workflows import lend
from erfara.workflows.timekeeping import quietly

# Nobody gets a message about tomorrow in the middle of the night.
NOT_BEFORE_HOUR = 8


def may_be_last(occasion: Occasion) -> bool:
    """Whether nothing but this one is planned, and the team was complete: the loan can end."""
    others = occasion.loan.occasions.filter(state="planned").exclude(pk=occasion.pk)
    return occasion.loan.request.state == "ended" and not others.exists()


def is_agreed(loan: Loan) -> bool:
    """Whether nothing has to be said about the agreement when the loan has been held."""
    agreement = live_of(loan)
    return agreement is None or agreement.state in ("agreed", "without")


@action
def note_how_it_went(
    *,
    occasion: Occasion,
    absent: Collection[UUID],
    last: bool,
    without_agreement: str = "",
    by: Actor,
    at: datetime,
) -> Occasion:
    """It was held, and who did not come. With the last one the loan has been carried out."""
    occasions.hold_occasion(occasion=occasion, absent=absent, by=by, at=at)
    if last:
        lend.carry_out(loan=occasion.loan, without_agreement=without_agreement, by=by, at=at)
    return occasion


def ask_still_coming(at: datetime) -> int:
    """The day before: are you still coming? Each is asked once about each time."""
    if timezone.localtime(at).hour < NOT_BEFORE_HOUR:
        return 0
    tomorrow = clock.local_day(at) + timedelta(days=1)
    return sum(
        quietly(
            attending.ask_still_coming, occasion=occasion,
            by=Actor.system(occasion.programme_id), at=at,
        )
        for occasion in to_ask_day_before(*clock.day_span(tomorrow))
    )  # fmt: skip


def register() -> None:
    """Tell the worker."""
    register_job("ask_still_coming", timedelta(minutes=30), ask_still_coming)
