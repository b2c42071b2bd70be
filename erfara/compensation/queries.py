"""Reads about payments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from erfara.compensation.models import Claim, Compensation, PaymentList
from erfara.compensation.policies import is_late, where_due
from erfara.compensation.states import UNPAID, UNSETTLED
from erfara.foundation import vault
from erfara.foundation.prepared import Prepared
from erfara.lending.models import Loan, LoanRequest, Participation
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.models import Contributor

FEE = Compensation.Kind.FEE


def payments(loan: Loan) -> QuerySet[Compensation]:
    """What each in the team gets: fees first, then costs."""
    return (
        Compensation.objects.filter(participation__loan=loan)
        .select_related("participation__contributor")
        .order_by("participation__created_at", "participation__contributor__number", "id")
    )


def fees(loan: Loan) -> QuerySet[Compensation]:
    """What each in the team gets for taking part."""
    return payments(loan).filter(kind=FEE)


def newest_fee(loan: Loan) -> Compensation | None:
    """What was agreed last in the team and isn't taken away: the same work is paid the same."""
    rows = fees(loan).filter(state__in=[*UNSETTLED, "paid"])
    return rows.order_by("-created_at", "id").first()


def paid_beside(payment: Compensation) -> list[Compensation]:
    """What else of a loan the same one is to pay, and is on no list."""
    rows = payments(payment.participation.loan).filter(state="agreed", payer=payment.payer)
    return list(rows.exclude(pk=payment.pk).select_related("participation__loan"))


def unsettled(loan: Loan) -> int:
    """How many payments and costs are still to be settled."""
    costs = Claim.objects.filter(participation__loan=loan, state="claimed").count()
    return payments(loan).filter(state__in=UNSETTLED).count() + costs


def payment_of(participation: Participation) -> Compensation | None:
    """What one person gets for taking part."""
    return (
        Compensation.objects.filter(participation=participation, kind=FEE)
        .select_related("participation__contributor", "participation__loan", "programme")
        .first()
    )


def payments_for(participation: Participation) -> list[Compensation]:
    """Everything one person gets for one loan, the fee first."""
    rows = Compensation.objects.filter(participation=participation).select_related(
        "participation__loan", "programme"
    )
    return sorted(rows, key=lambda row: (row.kind != FEE, row.created_at))


def claims_of(participation: Participation) -> list[Claim]:
    """The costs one person has noted for one loan, newest first."""
    return list(Claim.objects.filter(participation=participation).order_by("-created_at"))


def claims(loan: Loan) -> list[Claim]:
    """The costs of everybody in the team that wait for an answer."""
    rows = Claim.objects.filter(participation__loan=loan, state="claimed")
    return list(rows.select_related("participation").order_by("created_at"))


def payments_of(contributor: Contributor) -> QuerySet[Compensation]:
    """What one person was promised and paid, newest first."""
    return _of(contributor.pk)


def _of(contributor: Any) -> QuerySet[Compensation]:
    return (
        Compensation.objects.filter(participation__contributor=contributor)
        .select_related("participation__loan__request__assignment", "programme")
        .order_by("-participation__created_at", "id")
    )


_PAYMENTS = Prepared(_of)


def latest_payments_of(contributor: Contributor, most: int) -> list[Compensation]:
    """The newest of them, for one's own page."""
    return _PAYMENTS.objects(Compensation, most=most, contributor=contributor.pk)


def claims_of_person(contributor: Contributor) -> QuerySet[Claim]:
    """Every cost one person has noted, newest first."""
    return (
        Claim.objects.filter(participation__contributor=contributor)
        .select_related("participation__loan__request__assignment", "payment")
        .order_by("-created_at")
    )


# What the library pays --------------------------------------------------------------------------


def to_be_paid(programme: Programme, until: date) -> QuerySet[Compensation]:
    """What goes on the next list: fees and costs of meetings held up to a day that the library
    pays, and what it cost somebody that one was cancelled. Without those whose details are
    protected, and without those from outside."""
    rows = Compensation.objects.filter(
        where_due(until), programme=programme, state__in=UNPAID,
        payer=Programme.Payer.LIBRARY, participation__contributor__isnull=False, amount__gt=0,
    ).exclude(
        participation__contributor__person__erased_at__isnull=False
    )  # fmt: skip
    hidden = vault.shielded(programme.pk)
    if hidden:
        rows = rows.exclude(participation__contributor__person_id__in=hidden)
    return _with_all(rows)


def one_by_one(programme: Programme, until: date) -> int:
    """How many of protected people's payments wait: they are paid from the loan's own page."""
    hidden = vault.shielded(programme.pk)
    if not hidden:
        return 0
    return Compensation.objects.filter(
        where_due(until), programme=programme, state__in=UNPAID,
        participation__contributor__person_id__in=hidden,
    ).count()  # fmt: skip


def _with_all(rows: QuerySet[Compensation]) -> QuerySet[Compensation]:
    return rows.select_related(
        "programme", "participation__contributor",
        "participation__loan__request__unit__organisation",
    ).order_by(
        "participation__contributor__number", "participation__loan__carried_out_on", "id"
    )  # fmt: skip


def payment_lists(programme: Programme) -> QuerySet[PaymentList]:
    """All lists, newest first, with what each comes to: of those that are shown, not of all."""
    on_it = Compensation.objects.filter(payment_list=OuterRef("pk")).order_by()
    sums = on_it.values("payment_list").annotate(sum=Sum("amount")).values("sum")
    return (
        PaymentList.objects.filter(programme=programme)
        .annotate(total=Subquery(sums))
        .order_by("-number")
    )


def on_list(row: PaymentList) -> QuerySet[Compensation]:
    """What is on a list, by the person's number."""
    return _with_all(Compensation.objects.filter(payment_list=row))


def total(rows: Iterable[Compensation]) -> Decimal:
    """The sum of some payments, in kronor."""
    return sum((row.amount for row in rows), Decimal(0))


# What the borrower pays -------------------------------------------------------------------------


# Never to be paid.
GONE = ("declined", "cancelled")


def borrower_pays(request: LoanRequest) -> list[Compensation]:
    """What a borrower pays for a loan, with how each stands."""
    rows = (
        Compensation.objects.filter(
            participation__loan__request=request, payer=Programme.Payer.BORROWER, amount__gt=0
        )
        .exclude(state__in=GONE)
        .select_related("participation__contributor", "participation__loan", "programme")
    )
    return list(rows.order_by("participation__created_at", "created_at"))


def said_paid_before(at: datetime, gone: timedelta) -> QuerySet[Compensation]:
    """Payments a borrower noted so long ago that they count as come."""
    return Compensation.objects.filter(
        where_time_passes(), state="said_paid", paid_on__lte=(at - gone).date()
    ).select_related("participation__loan", "programme")


def late_with_borrowers(at: datetime, loan: Loan | None = None) -> list[Compensation]:
    """What borrowers should have paid by now and may still be written to about, loan by loan; or
    the same of one loan."""
    rows = Compensation.objects.filter(
        where_time_passes(), where_due(), payer=Programme.Payer.BORROWER, state__in=UNPAID,
        amount__gt=0, escalated_at__isnull=True,
    ).select_related("participation__loan__request", "programme")  # fmt: skip
    if loan is not None:
        rows = rows.filter(participation__loan=loan)
    ordered = rows.order_by("participation__loan__carried_out_on", "participation__loan_id", "id")
    return [row for row in ordered if is_late(row, at)]


def lists_nobody_decides(at: datetime, gone: timedelta) -> QuerySet[PaymentList]:
    """Lists that have waited so long for another's yes that they end by themselves."""
    return PaymentList.objects.filter(where_time_passes(), state="asked", asked_at__lte=at - gone)


def people_on(row: PaymentList) -> set[UUID]:
    """Whose payments are on a list and may be named there."""
    rows = row.payments.filter(
        state__in=["listed", "sent"], participation__contributor__isnull=False
    )
    found = set(rows.values_list("participation__contributor__person_id", flat=True))
    return found - vault.shielded(row.programme_id)
