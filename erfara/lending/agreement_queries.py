"""Reads about agreements, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.lending.models import Acceptance, Agreement, Inquiry, Loan, LoanRequest, Participation
from erfara.lending.models.agreements import LIVE
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.models import Contributor

# Answers that belong to somebody's agreement, whether given or still to give.
SHOWN = ("asked", "wants_change", "declared", "accepted")


class Support(NamedTuple):
    """Whom somebody turns to: her choice, and where in the vault her own words about it are.

    `blob` and `field` lead to words under her key, when `choice` is `Acceptance.Support.OWN`.
    """

    choice: str
    blob: str
    field: str


def live_agreement(loan: Loan) -> Agreement | None:
    """The version that counts."""
    return the_one(
        Agreement.objects.filter(loan=loan, state__in=LIVE).select_related(
            "loan__request__assignment", "programme"
        )
    )


def last_agreement(loan: Loan) -> Agreement | None:
    """The version that counts, or the last that did."""
    rows = Agreement.objects.filter(loan=loan).select_related("loan__request__assignment")
    return rows.order_by("-version").first()


def versions(loan: Loan) -> QuerySet[Agreement]:
    """Every version, newest first."""
    return Agreement.objects.filter(loan=loan).order_by("-version")


def answers(agreement: Agreement) -> QuerySet[Acceptance]:
    """Each side's answer: the borrower's first, then each who takes part."""
    return (
        Acceptance.objects.filter(agreement=agreement)
        .select_related("participation__contributor", "person")
        # PostgreSQL puts what is empty last unless told otherwise.
        .order_by(F("participation__contributor__number").asc(nulls_first=True), "id")
    )


def answer_of_inquiry(inquiry: Inquiry) -> Acceptance | None:
    """Hers, to the version that counts, when there is one that has been sent."""
    return the_one(_counting().filter(participation__inquiry=inquiry))


def answer_of_request(request: LoanRequest) -> Acceptance | None:
    """The borrower's, to the version that counts."""
    return the_one(_counting().filter(participation=None, agreement__loan__request=request))


def _counting() -> QuerySet[Acceptance]:
    return Acceptance.objects.filter(agreement__state__in=LIVE, state__in=SHOWN).select_related(
        "agreement__loan__request", "participation__contributor", "person", "programme"
    )


def answers_of(contributor_id: UUID) -> QuerySet[Acceptance]:
    """Every answer of one person, oldest first."""
    return (
        Acceptance.objects.filter(participation__contributor_id=contributor_id)
        .select_related("agreement__loan__request__assignment")
        .order_by("created_at", "id")
    )


_WAITING = Prepared(
    lambda contributor: (
        Acceptance.objects.filter(
            participation__contributor=contributor, participation__inquiry__isnull=False,
            state="asked", agreement__state__in=["asked", "late", "without"],
            agreement__loan__state="confirmed",
        )
        .select_related("participation", "agreement")
        .order_by("agreement__accept_by", "id")
    )
)  # fmt: skip


def waiting_for(contributor: Contributor) -> list[Acceptance]:
    """Agreements that wait for her yes, the most pressing first."""
    return _WAITING.objects(Acceptance, contributor=contributor.pk)


def asked_of_borrowers(loan_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Loan → the last day of an agreement that waits for the borrower's yes."""
    rows = Acceptance.objects.filter(
        agreement__loan_id__in=list(loan_ids), participation=None, state="asked",
        agreement__state__in=["asked", "late", "without"], agreement__loan__state="confirmed",
    ).values_list("agreement__loan_id", "agreement__accept_by")  # fmt: skip
    return {loan: day for loan, day in rows.order_by("created_at") if day is not None}


def support_of(participation: Participation) -> Support | None:
    """Whom she has chosen to turn to about this loan; None when she has not said."""
    row = (
        Acceptance.objects.filter(participation=participation)
        .exclude(support="")
        .order_by("-created_at", "id")
        .first()
    )
    return Support(row.support, row.blob, "support_person") if row else None


def to_remind(day: date) -> QuerySet[Agreement]:
    """Agreements that wait for a yes, were not reminded of, and whose last day is ahead."""
    return Agreement.objects.filter(
        where_time_passes(), state="asked", accept_by__gte=day, reminded_at__isnull=True
    ).order_by("accept_by", "id")


def too_late(day: date) -> QuerySet[Agreement]:
    """Agreements whose last day has passed without everybody's yes."""
    return (
        Agreement.objects.filter(where_time_passes(), state="asked", accept_by__lt=day)
        .select_related("loan__request", "programme")
        .order_by("accept_by", "id")
    )


def waiting_agreements(programme: Programme, day: date) -> QuerySet[Agreement]:
    """Those that a coordinator has something to do with: to send, to decide, to talk about."""
    return (
        # By their loans: those are few that go on, and all that was ever agreed is many.
        Agreement.objects.filter(
            loan__in=Loan.objects.filter(programme=programme, state="confirmed").values("pk")
        )
        .filter(
            Q(state__in=["draft", "late"])
            | Q(state__in=["agreed", "without"]) & (Q(review_on__isnull=False) | Q(ends_on__lt=day))
        )
        .select_related("loan__request__unit__organisation")
        .order_by("created_at", "id")
    )


def waiting_answers(programme: Programme) -> QuerySet[Acceptance]:
    """Answers that wait for a coordinator: what is to be changed, what was declared."""
    return (
        Acceptance.objects.filter(
            programme=programme, agreement__loan__state="confirmed",
            state__in=["wants_change", "declared"],
        )
        .select_related("agreement__loan__request__unit__organisation")
        .order_by("created_at", "id")
    )  # fmt: skip


def asked_for_yes(programme: Programme) -> QuerySet[Acceptance]:
    """Answers that are waited for, by people some of whom may have to be phoned."""
    return (
        Acceptance.objects.filter(
            programme=programme, agreement__loan__state="confirmed", state="asked",
            agreement__state__in=["asked", "without"],
        )
        .select_related("agreement__loan__request__unit__organisation")
        .order_by("created_at", "id")
    )  # fmt: skip
