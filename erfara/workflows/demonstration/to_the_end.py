"""What a loan that went all the way still has before it when it has been held."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from erfara.compensation import actions as pay
from erfara.compensation.queries import payments
from erfara.foundation import clock
from erfara.lending.actions import owed
from erfara.lending.models import Loan
from erfara.workflows import lend
from erfara.workflows.demonstration import times

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


@transaction.atomic
def finish(county: County, loan: Loan, days_ago: int, summary: str, led_to: str) -> Loan:
    """Followed up with everybody, told what it led to, paid and closed: `days_ago` and after."""
    by, at = county.by, county.days(-days_ago)
    for row in loan.follow_ups.order_by("id"):
        values = (
            {"content": "very", "developed": "yes", "paid": "yes", "level": "service",
             "ladder": "influence", **times.BORROWER_HOURS}
            if row.participation_id is None
            else {"felt": "good", "again": "yes", "ladder": "influence", **times.PERSON_HOURS}
        )  # fmt: skip
        lend.follow_up(follow_up=row, values=values, channel="phone", by=by, at=at)
    times.coordinators_hours(county, loan, at)
    for owing in loan.feedback.order_by("kind"):
        text = led_to if owing.kind == "borrower" else summary
        owed.send_feedback(feedback=owing, text=text, by=by, at=at)
        for delivery in owing.deliveries.order_by("id"):
            owed.note_reached(delivery=delivery, how="phone", by=by, at=at)
    for payment in payments(loan):
        pay.pay(compensation=payment, on=clock.local_day(at), by=by, at=at)
    loan.refresh_from_db()
    return lend.close(loan=loan, by=by, at=at + timedelta(days=5))
