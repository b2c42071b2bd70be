"""Agreements where they touch payment and taking part, and what time does with them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from erfara.compensation.queries import fees
from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.lending import agreement_queries as queries
from erfara.lending.actions import acceptances, agreements
from erfara.lending.actions.agreements import Pay
from erfara.lending.models import Acceptance, Agreement, Loan
from erfara.workflows import lend
from erfara.workflows.timekeeping import quietly


def pays(loan: Loan) -> dict[UUID, Pay]:
    """What each who takes part gets, as it stands now; those who declined it get nothing."""
    return {
        row.participation_id: Pay(row.amount, row.basis, row.payer)
        for row in fees(loan)
        if row.state not in {"declined", "cancelled"}
    }


@action
def send(*, agreement: Agreement, accept_by: date, by: Actor, at: datetime) -> Agreement:
    """Ask both sides, each with what she gets."""
    return agreements.send_agreement(
        agreement=agreement, accept_by=accept_by, pays=pays(agreement.loan), by=by, at=at
    )


@action
def assess(
    *, answer: Acceptance, suitable: bool, reason: str, by: Actor, at: datetime
) -> Acceptance:
    """Say what a declaration means. Whoever it makes unsuitable takes no part in this loan."""
    acceptances.assess(answer=answer, suitable=suitable, reason=reason, by=by, at=at)
    part = answer.participation
    if not suitable and part is not None and part.state == "confirmed":
        lend.withdraw_from_loan(participation=part, by=by, at=at)
    return answer


def keep_up(at: datetime) -> int:
    """Remind once, halfway to the last day; hand those that are late to a coordinator."""
    count, today = 0, clock.local_day(at)
    for row in queries.to_remind(today):
        sent = clock.local_day(row.sent_at or at)
        last = row.accept_by or today
        if sent < today and sent + timedelta(days=(last - sent).days // 2) <= today:
            count += quietly(
                agreements.remind_of_agreement, agreement=row,
                by=Actor.system(row.programme_id), at=at,
            )  # fmt: skip
    for row in queries.too_late(today):
        count += quietly(
            agreements.pass_deadline, agreement=row, by=Actor.system(row.programme_id), at=at
        )
    return count


def register() -> None:
    """Tell the worker."""
    register_job("agreements", timedelta(hours=1), keep_up)
