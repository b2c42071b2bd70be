"""What a form says of payment to begin with: what is agreed already, or what rates give."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, Compensation
from erfara.compensation.queries import newest_fee
from erfara.compensation.rates import (
    Suggestion,
    hours_said,
    in_kronor,
    price_bases,
    rates_on,
    suggest,
)
from erfara.foundation import clock
from erfara.lending.models import Assignment, Loan
from erfara.lending.pay_said import promised
from erfara.organisations.models import Programme
from erfara.organisations.words import say
from erfara.web import people_say


def suggested(programme: Programme, assignment: Assignment, on: date) -> Suggestion | None:
    """What the programme's rates give for a meeting as it is planned."""
    return suggest(programme, form=assignment.form, hours=hours_said(assignment.length), on=on)


def first_pay(
    programme: Programme, assignment: Assignment, loan: Loan | None, on: date
) -> dict[str, Any]:
    """Amount in kronor (None: nothing to go by), basis and payer.

    What the others in the team get comes first: those who do the same are paid the same. But what
    the question promised is what she said yes to: nothing less is proposed.
    """
    found = _by_the_others_or_rates(programme, assignment, loan, on)
    promise = promised(assignment.payment)
    if promise is not None and (found["amount"] is None or found["amount"] < promise):
        found |= {"amount": promise, "basis": Compensation.Basis.LUMP}
    return found


def _by_the_others_or_rates(
    programme: Programme, assignment: Assignment, loan: Loan | None, on: date
) -> dict[str, Any]:
    payer = assignment.payer or programme.payer
    same = newest_fee(loan) if loan is not None else None
    if same is not None:
        return {"amount": same.amount, "basis": same.basis, "payer": same.payer}
    hint = suggested(programme, assignment, on)
    if hint is not None:
        return {"amount": hint.amount, "basis": hint.basis, "payer": payer}
    return {"amount": None, "basis": Compensation.Basis.LUMP, "payer": payer}


def for_assignment(request: Any, assignment: Assignment) -> dict[str, Any]:
    """What the form of an assignment is told of the programme: its smallest team, and the payment
    that its rates give or, where they give none, the rates themselves."""
    proposed = _payment_said(request, assignment)
    return {
        "smallest": request.programme.smallest_team, "proposed": proposed,
        "rates": "" if proposed else _rates_said(request),
    }  # fmt: skip


def _payment_said(request: Any, assignment: Assignment) -> str:
    """What rates give each one for a meeting like this, to stand where nobody has written it.

    Empty when something is written, or the rates say nothing about such a meeting.
    """
    if assignment.payment.strip():
        return ""
    hint = suggested(request.programme, assignment, clock.local_day(request.at))
    return say(_("{sum} each"), sum=people_say.kronor(hint.amount)) if hint else ""


def _rates_said(request: Any) -> str:
    """The rates of the day in a line, beside the field where the payment is written."""
    today = clock.local_day(request.at)
    bases = price_bases(request.programme)
    sums = [
        (rate, in_kronor(rate, today, bases))
        for rate in rates_on(request.programme, today)
        if rate.what not in Claim.Kind.values
    ]
    each = [f"{say(r.get_what_display())} {people_say.kronor(s)}" for r, s in sums if s is not None]
    return say(_("Your rates: {rates}."), rates=", ".join(each)) if each else ""
