"""What a loan that went all the way still has before it when it has been held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from erfara.compensation import actions as pay
from erfara.compensation.queries import payments
from erfara.foundation import clock
from erfara.lending.actions import owed
from erfara.lending.models import Feedback, Loan
from erfara.workflows import lend
from erfara.workflows.demonstration import times

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County


Said = Mapping[str, Any]


def talk_with_all(county: County, loan: Loan, days_ago: int, borrower: Said, each: Said) -> None:
    """What the borrower said afterwards on the phone, and what each who took part did."""
    for row in loan.follow_ups.order_by("id"):
        lend.follow_up(
            follow_up=row, values=borrower if row.participation_id is None else each,
            channel="phone", by=county.by, at=county.days(-days_ago),
        )  # fmt: skip


def tell_all(county: County, owing: Feedback, days_ago: int, text: str) -> None:
    """What came of it, sent to everybody and read to everybody."""
    at = county.days(-days_ago)
    owed.send_feedback(feedback=owing, text=text, by=county.by, at=at)
    for delivery in owing.deliveries.order_by("id"):
        owed.note_reached(delivery=delivery, how="phone", by=county.by, at=at)


def pay_all(county: County, loan: Loan, days_ago: int) -> None:
    """All that was agreed is paid."""
    at = county.days(-days_ago)
    for payment in payments(loan).filter(state="agreed"):
        pay.pay(compensation=payment, on=clock.local_day(at), by=county.by, at=at)


@transaction.atomic
def finish(county: County, loan: Loan, days_ago: int, summary: str, led_to: str) -> Loan:
    """Followed up with everybody, told what it led to, paid and closed: `days_ago` and after."""
    talk_with_all(
        county, loan, days_ago,
        {"content": "very", "developed": "yes", "paid": "yes", "level": "service",
         "ladder": "influence", **times.BORROWER_HOURS},
        {"felt": "good", "again": "yes", "ladder": "influence", **times.PERSON_HOURS},
    )  # fmt: skip
    times.coordinators_hours(county, loan, county.days(-days_ago))
    for owing in loan.feedback.order_by("kind"):
        tell_all(county, owing, days_ago, led_to if owing.kind == "borrower" else summary)
    pay_all(county, loan, days_ago)
    loan.refresh_from_db()
    return lend.close(loan=loan, by=county.by, at=county.days(-days_ago) + timedelta(days=5))
