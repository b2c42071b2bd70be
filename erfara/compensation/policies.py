"""What may be done with payments and costs now, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.lending.models import Loan, Participation
from erfara.lending.states.loans import TEAM
from erfara.organisations.models import Programme
from erfara.people.policies import check_still_here

_LOAN = "participation__loan__"


def pays(loan: Loan) -> bool:
    """Whether a loan has something to be paid: it has been held; or it was cancelled, and somebody
    had paid for what couldn't be returned. `where_due` is the same for queries."""
    return loan.carried_out_on is not None or loan.state == "cancelled"


def is_due(compensation: Compensation) -> bool:
    """Whether this is to be paid now."""
    return pays(compensation.participation.loan)


def where_due(until: date | None = None) -> Q:
    """Payments for which `is_due`. `until`: held, or noted after it was cancelled, by that day."""
    if until is None:
        return Q(**{f"{_LOAN}carried_out_on__isnull": False}) | Q(**{f"{_LOAN}state": "cancelled"})
    return Q(**{f"{_LOAN}carried_out_on__lte": until}) | Q(
        **{f"{_LOAN}state": "cancelled", "created_at__lt": clock.day_span(until)[1]}
    )


def first_day(held: date | None, noted: datetime) -> date:
    """From which day something that is due is to be paid: the loan's, or when the cost of a
    cancelled one was approved."""
    return held or clock.local_day(noted)


def due_from(compensation: Compensation) -> date | None:
    """The same of one payment. None: there is nothing to pay yet."""
    if not is_due(compensation):
        return None
    return first_day(compensation.participation.loan.carried_out_on, compensation.created_at)


def last_day(programme: Programme, first: date) -> date:
    """By when it is to be paid: so many days after that day as the programme has settled."""
    return first + timedelta(days=programme.payment_days)


def due_by(compensation: Compensation) -> date | None:
    """The same of one payment. None: there is nothing to pay yet."""
    first = due_from(compensation)
    return last_day(compensation.programme, first) if first else None


def first_due_by(rows: Iterable[Compensation]) -> date | None:
    """The first of their last days: a cancelled loan's costs are noted on days of their own. None:
    there is nothing to pay yet."""
    return min((day for day in map(due_by, rows) if day is not None), default=None)


def is_late(compensation: Compensation, at: datetime) -> bool:
    """Whether that day has passed, and it isn't settled."""
    last = due_by(compensation)
    waits = compensation.state in {"agreed", "listed", "sent", "missing"}
    return waits and last is not None and last < clock.local_day(at)


def check_due(compensation: Compensation) -> None:
    """Raises Refused when there is nothing to pay yet."""
    if not is_due(compensation):
        raise Refused(_("It hasn't been held yet. Note the payment when it has."))


def may_claim(participation: Participation) -> bool:
    """Whether costs of this taking part may be noted: while the loan is open, and when it was
    cancelled, since a ticket can't always be returned."""
    loan, state = participation.loan, participation.state
    if participation.contributor_id is None:
        return False
    if loan.state == "cancelled":
        return state == "cancelled"
    return state in TEAM and not loan.is_over


def check_may_claim(participation: Participation) -> None:
    """Raises Refused unless costs of this taking part may still be noted."""
    if participation.contributor is None:
        raise Refused(_("Whoever comes from outside settles costs with those who sent them."))
    check_still_here(participation.contributor.person)
    if may_claim(participation):
        return
    if participation.state not in {*TEAM, "cancelled"}:
        raise Refused(_("Whoever doesn't take part is not paid."))
    raise Refused(_("The loan is closed. Get in touch, and we see what can be done."))
