"""Writes about lists for whoever pays out. More than a few names at once take two people."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.compensation.letters import tell_paid
from erfara.compensation.models import PaymentList
from erfara.compensation.queries import to_be_paid
from erfara.foundation import audit, clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.states import move
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme
from erfara.people.actions.print_lists import FEW


@action
def make_list(*, programme: Programme, until: date, by: Actor, at: datetime) -> PaymentList:
    """Put everything on a list that the library pays for meetings held up to a day.

    Nobody with protected details is on one: they are paid one by one.
    """
    if until > clock.local_day(at):
        raise Refused(_("That day has not come yet. Choose today or a day before."))
    rows = list(to_be_paid(programme, until))
    if not rows:
        raise Refused(_("There is nothing to pay up to that day."))
    made = PaymentList.objects.create(
        programme=programme, number=next_number(programme, "payment_list", at), until=until,
        asked_by=by.own_id, asked_at=at, state=PaymentList.table.initial, created_at=at,
    )  # fmt: skip
    people = {row.participation.contributor_id for row in rows}
    for row in rows:
        move(row, "list", by=by, at=at, fields={"payment_list": made})
    audit.record(
        "payment_list.made", about=made, by=by, at=at,
        facts={"people": len(people), "payments": len(rows)},
    )  # fmt: skip
    return move(made, "few", by=by, at=at) if len(people) <= FEW else made


def _check_another(row: PaymentList, by: Actor) -> None:
    if by.own_id == row.asked_by:
        raise NotAllowed(_("You asked for it, so somebody else has to decide."))


@action
def agree_to_list(*, row: PaymentList, by: Actor, at: datetime) -> PaymentList:
    """Another than the one who made it agrees."""
    _check_another(row, by)
    return move(row, "agree", by=by, at=at, fields={"decided_by": by.own_id})


def _take_off(row: PaymentList, by: Actor, at: datetime) -> None:
    for payment in row.payments.filter(state="listed"):
        move(payment, "unlist", by=by, at=at, fields={"payment_list": None})


@action
def refuse_list(*, row: PaymentList, reason: str, by: Actor, at: datetime) -> PaymentList:
    """Another than the one who made it says no, and why. Its payments wait for the next list."""
    _check_another(row, by)
    move(row, "refuse", by=by, at=at, reason=reason, fields={"decided_by": by.own_id})
    _take_off(row, by, at)
    return row


@action
def end_list(*, row: PaymentList, by: Actor, at: datetime) -> PaymentList:
    """It isn't sent. Its payments wait for the next list."""
    move(row, "end", by=by, at=at)
    _take_off(row, by, at)
    return row


@action
def send_list(*, row: PaymentList, on: date, by: Actor, at: datetime) -> PaymentList:
    """It was given to whoever pays out. Each one on it sees that it is on its way."""
    if on > clock.local_day(at):
        raise Refused(_("That day has not come yet. Note it when it is done."))
    rows = list(row.payments.filter(state="listed"))
    if not rows:
        raise Refused(_("Nobody is on the list any more. End it instead."))
    for payment in rows:
        move(payment, "send", by=by, at=at)
    return move(row, "send", by=by, at=at, fields={"sent_on": on})


@action
def list_is_paid(*, row: PaymentList, on: date, by: Actor, at: datetime) -> PaymentList:
    """Everybody on it is paid, but those who have said that it hasn't come."""
    if on > clock.local_day(at):
        raise Refused(_("That day has not come yet. Note the payment when it is made."))
    sent = row.payments.filter(state="sent").select_related("participation__inquiry__contributor")
    for payment in sent.order_by("id"):
        move(payment, "pay", by=by, at=at, fields={"paid_on": on})
        tell_paid(payment, at)
    return move(row, "pay", by=by, at=at, fields={"paid_on": on})
