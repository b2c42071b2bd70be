"""All writes about payments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from erfara.compensation.letters import ESCALATED, REMINDER, tell_paid
from erfara.compensation.models import Compensation
from erfara.compensation.policies import check_due, is_late
from erfara.compensation.queries import late_with_borrowers
from erfara.compensation.states import UNPAID
from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending.actions import acceptances
from erfara.lending.actions.agreements import Pay
from erfara.lending.letters import tell_borrower
from erfara.lending.models import Loan, Participation
from erfara.lending.states.loans import TEAM
from erfara.organisations.models import Programme
from erfara.people.veil import is_protected

FEE = Compensation.Kind.FEE
# So long somebody has to say that a payment the borrower has noted has not come.
SETTLES_AFTER = timedelta(days=14)


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
    if participation.state not in TEAM:
        raise Refused(_("Whoever doesn't take part is not paid."))
    contributor = participation.contributor
    if payer == Programme.Payer.BORROWER and contributor is not None and is_protected(contributor):
        raise Refused(
            _("Somebody with protected details is paid by {library:sg.def}: whoever pays has to "
              "know who she is.")
        )  # fmt: skip
    row = Compensation.objects.filter(participation=participation, kind=FEE).first()
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


def _check_day(on: date, at: datetime) -> None:
    if on > clock.local_day(at):
        raise Refused(_("That day has not come yet. Note the payment when it is made."))


@action
def pay(*, compensation: Compensation, on: date, by: Actor, at: datetime) -> Compensation:
    """It has been paid."""
    if compensation.state == "paid":
        unchanged()
        return compensation
    check_due(compensation)
    _check_day(on, at)
    row = move(compensation, "pay", by=by, at=at, fields={"paid_on": on})
    tell_paid(row, at)
    return row


@action
def pay_several(
    *, compensations: Iterable[Compensation], on: date, by: Actor, at: datetime
) -> list[Compensation]:
    """They were all paid on one day."""
    return [pay(compensation=row, on=on, by=by, at=at) for row in compensations]


@action
def say_paid(
    *, compensations: Iterable[Compensation], on: date, by: Actor, at: datetime
) -> list[Compensation]:
    """The borrower says that it is paid. Whoever gets it may say that it hasn't come."""
    _check_day(on, at)
    rows = [row for row in compensations if row.state in UNPAID]
    if not rows:
        raise Refused(_("There is nothing to pay here."))
    if any(row.payer != Programme.Payer.BORROWER for row in rows):
        raise Refused(_("{library:sg.def.cap} pays this."))
    for row in rows:
        check_due(row)
    for row in rows:
        move(row, "say_paid", by=by, at=at, fields={"paid_on": on})
        tell_paid(row, at)
    return rows


def _late_with_borrower(loan: Loan, at: datetime) -> QuerySet[Compensation]:
    # Once more by their state: one that is paid meanwhile is not to be reminded of.
    late = [row.pk for row in late_with_borrowers(at, loan)]
    return Compensation.objects.filter(pk__in=late, state__in=UNPAID)


@action
def remind_borrower(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """Remind a borrower who should have paid by now. Once for all that is late of a loan."""
    rows = _late_with_borrower(loan, at).filter(reminded_at__isnull=True)
    if not rows.update(reminded_at=at):  # paid, or reminded by another worker
        unchanged()
        return loan
    audit.record("loan.payment_reminded", about=loan, by=by, at=at)
    tell_borrower(loan.request, REMINDER, at, occasion=at.isoformat())
    return loan


@action
def escalate_to_borrower(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """The reminder has not helped: they are told once more, and a coordinator phones. After that
    nobody at the borrower's is written to any more."""
    rows = _late_with_borrower(loan, at).filter(
        reminded_at__isnull=False, escalated_at__isnull=True
    )
    if not rows.update(escalated_at=at):
        unchanged()
        return loan
    audit.record("loan.payment_escalated", about=loan, by=by, at=at)
    tell_borrower(loan.request, ESCALATED, at, occasion=at.isoformat())
    return loan


@action
def settle(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """It has come: she says so, or two weeks have gone by without her saying that it hasn't."""
    if compensation.state == "paid":
        unchanged()
        return compensation
    return move(compensation, "settle", by=by, at=at)


@action
def not_come(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """She hasn't got it. A coordinator sees it the same day."""
    if compensation.state == "missing":
        unchanged()
        return compensation
    if compensation.state == "sent" and by.role == Role.PERSON and not is_late(compensation, at):
        raise Refused(_("It is on its way. If it hasn't come by the last day, say so then."))
    return move(compensation, "not_come", by=by, at=at, fields={"paid_on": None})


@action
def pay_by_library(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """Her details are protected from now on: the library pays, from no list."""
    if compensation.state == "listed":
        move(compensation, "unlist", by=by, at=at, fields={"payment_list": None})
    if compensation.payer == Programme.Payer.LIBRARY:
        unchanged()
        return compensation
    compensation.payer = Programme.Payer.LIBRARY
    compensation.save(update_fields=["payer"])
    audit.record("compensation.agreed", about=compensation, by=by, at=at)
    return compensation


@action
def decline(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """The person doesn't want to be paid. No reason is asked for."""
    if compensation.state == "declined":
        unchanged()
        return compensation
    return move(compensation, "decline", by=by, at=at, fields={"payment_list": None})


@action
def stop(*, compensation: Compensation, by: Actor, at: datetime) -> Compensation:
    """It was sent to be paid out, and a coordinator has stopped it there: she doesn't want it."""
    return move(compensation, "stop", by=by, at=at)


@action
def cancel(*, compensation: Compensation, reason: str, by: Actor, at: datetime) -> Compensation:
    """It is not to be paid after all, and why."""
    return move(compensation, "cancel", by=by, at=at, reason=reason, fields={"payment_list": None})
