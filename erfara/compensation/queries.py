"""Reads about payments."""

from __future__ import annotations

from django.db.models import QuerySet

from erfara.compensation.models import Compensation
from erfara.lending.models import Loan, Participation
from erfara.people.models import Contributor


def payments(loan: Loan) -> QuerySet[Compensation]:
    """What each in the team gets."""
    return (
        Compensation.objects.filter(participation__loan=loan)
        .select_related("participation__contributor")
        .order_by("participation__created_at", "participation__contributor__number", "id")
    )


def payment_of(participation: Participation) -> Compensation | None:
    """What one person gets for taking part."""
    return (
        Compensation.objects.filter(participation=participation)
        .select_related("participation__contributor", "programme")
        .first()
    )


def payments_of(contributor: Contributor) -> QuerySet[Compensation]:
    """What one person was promised and paid, newest first."""
    return (
        Compensation.objects.filter(participation__contributor=contributor)
        .select_related("participation__loan__request__assignment")
        .order_by("-participation__created_at", "id")
    )
