"""Paying: what waits on a loan's page, lists for whoever pays out, costs to answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Count, F, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, Compensation, PaymentList
from erfara.compensation.policies import first_day, last_day, where_due
from erfara.compensation.states import UNPAID
from erfara.foundation import clock
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.workflows.today.loans import OfLoan, about_loan, loans_of, of_loan
from erfara.workflows.today.rows import LATER, NOW, Row, covers, first_of, when_wanted

_PAYMENTS = Prepared(
    lambda programme: (
        Compensation.objects.filter(programme_id=programme, state__in=UNPAID)
        .filter(where_due())
        .values_list("participation__loan_id", "payer", "state")
        .annotate(
            number=Count("id"),
            held=F("participation__loan__carried_out_on"),
            noted=Min("created_at"),
            told=Min("escalated_at"),
        )
        .order_by("held", "participation__loan_id", "payer", "state")
    )
)
_CLAIMS = Prepared(
    lambda programme: (
        Claim.objects.filter(programme_id=programme, state="claimed")
        .order_by("created_at", "id")
        .values_list(*about_loan("participation__loan__"), "pk", "created_at")
    )
)
_LISTS = Prepared(
    lambda programme: (
        PaymentList.objects.filter(programme_id=programme, state__in=["asked", "open", "sent"])
        .order_by("number")
        .values_list("pk", "number", "state", "asked_at", "sent_on")
    )
)


def payments(programme: Programme, day: date) -> list[Row]:
    """Payments of loans that have been held, and of cancelled ones that have cost somebody
    something. Before that there is nothing to pay."""
    rows, found = first_of(_PAYMENTS, grouped=True, programme=programme.pk), []
    loans = loans_of(rows)
    for pk, payer, state, number, held, noted, told in rows:
        loan = loans[pk]
        first = first_day(held, noted)
        last = last_day(programme, first)
        why, group = _why(payer, state, number, late=last < day, told=told is not None)
        if state == "agreed" and payer == Programme.Payer.BORROWER and last >= day:
            group = when_wanted(last, day)
            group = NOW if group == NOW else LATER
        found.append(
            of_loan(loan, "payments", loan.pk, why, first, group, ("compensation", state),
                    last=last, count=number)
        )  # fmt: skip
    return found


def _why(
    payer: str, state: str, number: int, *, late: bool, told: bool
) -> tuple[str | Promise, str]:
    if state == "missing":
        return plural_lazy(
            "A payment has not come, says the one who is to have it.",
            "{count} payments have not come, say those who are to have them.", number,
        ), NOW  # fmt: skip
    if payer == Programme.Payer.BORROWER:
        if late and told:
            return plural_lazy(
                "{borrower:sg.def.cap} has been reminded twice, and one person isn't paid. Phone, "
                "or let {library:sg.def} pay.",
                "{borrower:sg.def.cap} has been reminded twice, and {count} people aren't paid. "
                "Phone, or let {library:sg.def} pay.", number,
            ), NOW  # fmt: skip
        if late:
            return plural_lazy(
                "{borrower:sg.def.cap} should have paid one person by now. Ask.",
                "{borrower:sg.def.cap} should have paid {count} people by now. Ask.", number,
            ), NOW  # fmt: skip
        return plural_lazy(
            "{borrower:sg.def.cap} is to pay one person. Note it when it is done.",
            "{borrower:sg.def.cap} is to pay {count} people. Note it when it is done.", number,
        ), NOW  # fmt: skip
    if late:
        return plural_lazy(
            "One should have been paid by now. Put it on a list, or note it.",
            "{count} should have been paid by now. Put them on a list, or note it.", number,
        ), NOW  # fmt: skip
    return plural_lazy(
        "One is to be paid. Note it when it is done.",
        "{count} are to be paid. Note it when it is done.", number,
    ), NOW  # fmt: skip


def claims(programme: Programme) -> list[Row]:
    """Costs that wait for an answer."""
    return [
        of_loan(OfLoan(*loan), "claim", pk, _("Somebody has had a cost. Answer."),
                clock.local_day(at), NOW, ("claim", "claimed"))
        for *loan, pk, at in first_of(_CLAIMS, programme=programme.pk)
    ]  # fmt: skip


_LIST_SAYS: dict[str, str | Promise] = {
    "asked": _("Another than the one who made it decides. It ends by itself after a week."),
    "open": _("Send it to whoever pays out, and note the day."),
    "sent": _("Note when all on it are paid."),
}


def lists(programme: Programme, day: date) -> list[Row]:
    """Each list that is under way. One that was sent waits two weeks before it is asked about."""
    found = []
    for pk, number, state, asked_at, sent_on in first_of(_LISTS, programme=programme.pk):
        since = sent_on or clock.local_day(asked_at)
        group = when_wanted(sent_on + timedelta(days=14), day) if state == "sent" else NOW
        found.append(
            Row("payment_list", pk, number, _LIST_SAYS[state], since, group, None,
                {"number": number}, covers(("payment_list", state)), _("Payment list {number}"))
        )  # fmt: skip
    return found
