"""Reads about payments."""

from __future__ import annotations

from django.db.models import QuerySet

from erfara.compensation.models import Compensation
from erfara.lending.models import Loan, Participation


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
