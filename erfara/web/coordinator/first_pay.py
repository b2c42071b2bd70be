"""What stands in the form when somebody is confirmed: what is agreed, or what rates give."""

from __future__ import annotations

from datetime import date
from typing import Any

from erfara.compensation.models import Compensation
from erfara.compensation.queries import newest_fee
from erfara.compensation.rates import hours_said, suggest
from erfara.lending.models import Assignment, Loan
from erfara.organisations.models import Programme


def first_pay(
    programme: Programme, assignment: Assignment, loan: Loan | None, on: date
) -> dict[str, Any]:
    """Amount in kronor (None: nothing to go by), basis and payer.

    What the others in the team get comes first: those who do the same are paid the same.
    """
    payer = assignment.payer or programme.payer
    same = newest_fee(loan) if loan is not None else None
    if same is not None:
        return {"amount": same.amount, "basis": same.basis, "payer": same.payer}
    hint = suggest(programme, form=assignment.form, hours=hours_said(assignment.length), on=on)
    if hint is not None:
        return {"amount": hint.amount, "basis": hint.basis, "payer": payer}
    return {"amount": None, "basis": Compensation.Basis.LUMP, "payer": payer}
