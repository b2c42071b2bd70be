"""Reads about places that somebody has left, and about those who could come instead."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from erfara.lending.models import Inquiry, Loan, LoanRequest, Participation, Vacancy
from erfara.lending.policies import where_asking
from erfara.organisations.queries import where_time_passes

# In this order they are offered: those who wait for it, then those who have said yes, then others.
_TURN = Case(
    When(state="yes", then=Value(0)),
    When(state="waiting", then=Value(1)),
    When(state="late", then=Value(2)),
    When(answer="yes", then=Value(3)),
    default=Value(4),
    output_field=IntegerField(),
)


def open_places(loan: Loan) -> QuerySet[Vacancy]:
    """Places in a team that somebody has left and nobody has taken."""
    return Vacancy.objects.filter(loan=loan, state="open").order_by("created_at", "id")


def places_of(loan: Loan) -> QuerySet[Vacancy]:
    """All places of a team that somebody has left, whatever became of them."""
    return Vacancy.objects.filter(loan=loan).order_by("created_at", "id")


def in_team(loan: Loan | None) -> int:
    """How many take part, those from outside too."""
    if loan is None:
        return 0
    return Participation.objects.filter(loan=loan, state="confirmed").count()


def on_waiting_list(request: LoanRequest) -> QuerySet[Inquiry]:
    """Those who wait in case somebody falls out, the one longest there first."""
    return (
        Inquiry.objects.filter(request=request, state__in=["waiting", "late"])
        .select_related("contributor__person")
        .order_by("-state", "answered_at", "id")
    )


def could_come(request: LoanRequest) -> QuerySet[Inquiry]:
    """Those asked before who could come in somebody's place, in the order to ask them.

    Not those who are or were in the team, and nobody who has said no, pauses or has left.
    """
    return (
        Inquiry.objects.filter(
            Q(state__in=["yes", "waiting", "late", "sent", "asked_more"])
            | Q(state="told", answer="yes"),
            request=request, sent_at__isnull=False, contributor__state="active",
        )
        .annotate(turn=_TURN)
        .select_related("contributor__person", "request")
        .order_by("turn", "answered_at", "id")
    )  # fmt: skip


def short_deadlines_passed(at: datetime) -> QuerySet[Inquiry]:
    """Questions at short notice whose last moment has passed without an answer."""
    return (
        Inquiry.objects.filter(
            where_time_passes(), where_asking("request__"), state="sent", answer_before__lte=at,
            by_phone=False,
        )
        .select_related("request", "contributor", "programme")
        .order_by("sent_at", "id")
    )  # fmt: skip


def searches_over(day: date) -> QuerySet[Loan]:
    """Loans whose last day to find somebody has passed."""
    return (
        Loan.objects.filter(where_time_passes(), state="confirmed", seeks_until__lt=day)
        .select_related("request", "programme")
        .order_by("created_at", "id")
    )
