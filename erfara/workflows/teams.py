"""Deciding about several who have said yes at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.lending.actions import inquiries
from erfara.lending.models import Inquiry, LoanRequest, Participation
from erfara.lending.policies import lock_asking
from erfara.workflows import lend


@action
def decide_team(
    *,
    request: LoanRequest,
    confirm: Collection[Inquiry],
    wait: Collection[Inquiry],
    amount: Decimal | None = None,
    basis: str = "lump",
    payer: str = "",
    most: int | None = None,
    by: Actor,
    at: datetime,
) -> list[Participation]:
    """Confirm some of those who have said yes, with what each gets, and put others on the waiting
    list. All of it or nothing: of two coordinators the second sees what the first has done.

    `most`: refused when the team would be larger than that.
    """
    lock_asking(request)
    confirmed = [
        lend.confirm(
            inquiry=inquiry, amount=amount, basis=basis, payer=payer, most=most, by=by, at=at
        )
        for inquiry in confirm
    ]
    for inquiry in wait:
        inquiries.wait(inquiry=inquiry, by=by, at=at)
    if not confirm and not wait:
        unchanged()
    return confirmed
