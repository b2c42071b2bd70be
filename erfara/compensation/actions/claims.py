"""Writes about costs that people have had. An approved one becomes a payment of its own."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, Compensation
from erfara.compensation.policies import check_may_claim
from erfara.compensation.rates import of_claim
from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.models import Participation
from erfara.organisations.models import Programme
from erfara.people.veil import is_protected

Kind = Claim.Kind
BY_QUANTITY = frozenset({Kind.PREPARATION, Kind.MILEAGE})
MOST = Decimal(99_999)
MOST_OPEN = 20


@action
def claim(
    *,
    participation: Participation,
    kind: str,
    day: date,
    quantity: Decimal | None = None,
    amount: Decimal | None = None,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Claim:
    """Note a cost: hours of preparing or kilometres as `quantity`, anything else in kronor.

    `words` say what it was for, and go to the vault under her key.
    """
    if kind not in Kind.values:
        raise Refused(_("Choose what it was."))
    check_may_claim(participation)
    lock(participation)
    if day > clock.local_day(at):
        raise Refused(_("That day has not come yet."))
    if kind in BY_QUANTITY:
        amount = None
        if quantity is None or not 0 < quantity <= 9_999:
            raise Refused(_("Write how many hours or kilometres it was."))
    else:
        quantity = None
        if amount is None or not 0 < amount <= MOST:
            raise Refused(_("Write the sum in kronor."))
    waiting = Claim.objects.filter(participation=participation, state="claimed").count()
    if waiting >= MOST_OPEN:
        raise Refused(_("So many costs wait for an answer already. Get in touch instead."))
    row = Claim.objects.create(
        programme_id=participation.programme_id, participation=participation, kind=kind, day=day,
        quantity=quantity, amount=amount, said_by=by.id, state=Claim.table.initial, created_at=at,
    )  # fmt: skip
    if words.strip() and participation.contributor is not None:
        vault.amend(
            tenant_id=row.programme_id, person_id=participation.contributor.person_id,
            blob=Claim.BLOB, values={str(row.pk): words.strip()}, at=at,
        )  # fmt: skip
    audit.record("claim.claimed", about=row, by=by, at=at, facts={"kind": kind})
    return row


def suggested(row: Claim) -> Decimal | None:
    """What it comes to: as it was said, or by the rates of its day."""
    if row.quantity is None:
        return row.amount
    return of_claim(row.programme, row.kind, row.quantity, row.day)


@action
def approve(*, row: Claim, amount: Decimal, by: Actor, at: datetime) -> Claim:
    """It is paid, with this sum, by whoever pays the fee."""
    if not 0 < amount <= MOST:
        raise Refused(_("Write the sum in kronor."))
    participation = row.participation
    lock(participation)
    fee = Compensation.objects.filter(
        participation=participation, kind=Compensation.Kind.FEE
    ).first()
    wanted = participation.loan.request.assignment.payer or row.programme.payer
    payer = fee.payer if fee is not None else wanted
    if participation.contributor is not None and is_protected(participation.contributor):
        payer = Programme.Payer.LIBRARY  # whoever pays knows who she is
    payment = Compensation.objects.create(
        programme_id=row.programme_id, participation=participation, kind=row.kind, amount=amount,
        payer=payer, state=Compensation.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("compensation.cost", about=payment, by=by, at=at, facts={"kind": row.kind})
    return move(row, "approve", by=by, at=at, fields={"payment": payment})


@action
def refuse(*, row: Claim, reason: str, by: Actor, at: datetime) -> Claim:
    """It isn't paid, and why. She reads the reason."""
    return move(row, "refuse", by=by, at=at, reason=reason)


@action
def withdraw(*, row: Claim, by: Actor, at: datetime) -> Claim:
    """She takes it back."""
    if row.state == "withdrawn":
        unchanged()
        return row
    return move(row, "withdraw", by=by, at=at)
