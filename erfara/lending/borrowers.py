"""Who at the borrower's is part of a request: its contact, and colleagues who were added.

The one answer to "is it hers?": doors, openings and letters all ask here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.lending.models import Colleague, Inquiry, Loan, LoanRequest
from erfara.people.models import Person

# Asked before every opening on the page of a request.
_TOGETHER = Prepared(
    lambda request, programme: (
        Colleague.objects.filter(request_id=request, programme_id=programme, ended_at__isnull=True)
        .values_list("person_id")
        .order_by("created_at")
    )
)


def hers(person_id: UUID, prefix: str = "") -> Q:
    """Requests that she is part of. `prefix` leads to the request: `loan__request__`, say."""
    with_her = Colleague.objects.filter(person_id=person_id, ended_at__isnull=True)
    column = f"{prefix.removesuffix('__')}_id__in" if prefix else "pk__in"
    return Q(**{f"{prefix}contact_id": person_id}) | Q(**{column: with_her.values("request_id")})


def is_hers(request: LoanRequest, person_id: UUID) -> bool:
    """Whether she is part of a request now."""
    return request.contact_id == person_id or colleagues_of(request).filter(
        person_id=person_id
    ).exists()  # fmt: skip


def colleagues_of(request: LoanRequest) -> QuerySet[Colleague]:
    """Those who were added and are still part of it, the first one first."""
    return Colleague.objects.filter(request=request, ended_at__isnull=True).order_by(
        "created_at", "id"
    )


def colleague_ids(request_id: UUID, programme_id: UUID) -> list[UUID]:
    """The people behind the live colleagues of a request, in one cheap query."""
    return [pk for (pk,) in _TOGETHER.rows(request=request_id, programme=programme_id)]


def to_be_told(request: LoanRequest) -> list[UUID]:
    """The contact, then each colleague who wants messages."""
    rows = colleagues_of(request).filter(gets_messages=True)
    return [request.contact_id, *rows.values_list("person_id", flat=True)]


def who_says(request: LoanRequest, person_id: UUID | None) -> Person:
    """Whose words it is when the borrower says something: theirs who writes it, else the contact's.

    When the contact is erased, the colleague's who has been there longest.
    """
    rows = list(colleagues_of(request).select_related("person"))
    for row in rows:
        if row.person_id == person_id:
            return row.person
    if request.contact.erased_at is not None and rows:
        return rows[0].person
    return request.contact


def goes_on(request: LoanRequest) -> bool:
    """Whether a request, or the loan that it became, still has something to come."""
    if not request.is_over:
        return True
    loan = Loan.objects.filter(request=request).only("state").first()
    return loan is not None and not loan.is_over


def _over(ended: datetime | None, loan: str | None, closed: datetime | None) -> datetime | None:
    """Since when nothing is left of a request; None while it or its loan goes on."""
    if ended is None or loan in Loan.table.open_states:
        return None
    return max(ended, closed or ended)


def requests_over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Request → since when it and its loan are over; None while one of them goes on."""
    rows = LoanRequest.objects.filter(pk__in=ids).values_list(
        "pk", "ended_at", "loan__state", "loan__closed_at"
    )
    return {pk: _over(ended, loan, closed) for pk, ended, loan, closed in rows}


# Hers as long as the loan, although the request has become one.
WAITS_FOR_LOAN = ("waiting", "late", "sent", "asked_more")


def inquiries_over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Inquiry → since when what it asks about is over: the loan with her in it, or waiting in case
    somebody falls out, else the asking."""
    rows = Inquiry.objects.filter(pk__in=ids).values_list(
        "pk", "request__ended_at", "request__loan__state", "request__loan__closed_at"
    )
    in_it = set(
        Inquiry.objects.filter(
            Q(participation__isnull=False) | Q(state__in=WAITS_FOR_LOAN), pk__in=ids
        ).values_list("pk", flat=True)
    )
    return {
        pk: _over(ended, loan, closed) if pk in in_it else ended for pk, ended, loan, closed in rows
    }
