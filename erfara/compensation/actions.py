"""All writes about payments."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.actions import acceptances
from erfara.lending.actions.agreements import Pay
from erfara.lending.models import Participation
from erfara.organisations.models import Programme
from erfara.people.veil import is_protected


@action
def agree(
    *,
    participation: Participation,
    amount: Decimal,
    basis: str,
    payer: str,
    by: Actor,
    at: datetime,
) -> Compensation:
    """Note what one person gets, in kronor. May be changed until it is paid or declined."""
    if amount < 0:
        raise Refused(_("Write the sum in kronor, 0 or more."))
    lock(participation)
    if participation.state not in {"confirmed", "took_part"}:
        raise Refused(_("Whoever doesn't take part is not paid."))
    contributor = participation.contributor
    if payer == Programme.Payer.BORROWER and contributor is not None and is_protected(contributor):
        raise Refused(
            _("Somebody with protected details is paid by {library:sg.def}: whoever pays has to "
              "know who she is.")
        )  # fmt: skip
    row = Compensation.objects.filter(participation=participation).first()
    if row is None:
        row = Compensation.objects.create(
            programme_id=participation.programme_id, participation=participation, amount=amount,
            basis=basis, payer=payer, state=Compensation.table.initial, created_at=at,
        )  # fmt: skip
    elif row.state != "agreed":
        raise Refused(_("The payment is settled. It can't be changed any more."))
    else:
        row.amount, row.basis, row.payer = amount, basis, payer
        row.save(update_fields=["amount", "basis", "payer"])
    audit.record("compensation.agreed", about=row, by=by, at=at, facts={"payer": payer})
    acceptances.pay_changed(
        participation=participation, pay=Pay(amount, basis, payer), by=by, at=at
    )
    return row


@action
def pay(*, compensation: Compensation, on: date, by: Actor, at: datetime) -> Compensation:
    """It has been paid."""
    if compensation.state == "paid":
        unchanged()
        return compensation
    if on > clock.local_day(at):
        raise Refused(_("That day has not come yet. Note the payment when it is made."))
    return move(compensation, "pay", by=by, at=at, fields={"paid_on": on})


@action
def decline(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """The person doesn't want to be paid. No reason is asked for."""
    if compensation.state == "declined":
        unchanged()
        return compensation
    return move(compensation, "decline", by=by, at=at)


@action
def cancel(*, compensation: Compensation, reason: str, by: Actor, at: datetime) -> Compensation:
    """It is not to be paid after all, and why."""
    return move(compensation, "cancel", by=by, at=at, reason=reason)
