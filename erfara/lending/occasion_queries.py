"""Reads about the times of loans and who comes to them. None of them opens the vault."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.lending.attending import EXPECTED, OPEN
from erfara.lending.models import Attendance, Inquiry, Loan, Occasion, TimeSpent
from erfara.organisations.queries import where_time_passes
from erfara.people.models import Contributor


def expected_at(occasion: Occasion) -> QuerySet[Attendance]:
    """Those who are to come to an occasion, also those who have said that they can't."""
    return (
        Attendance.objects.filter(occasion=occasion, state__in=OPEN)
        .select_related("participation__contributor")
        .order_by("participation__created_at", "participation__contributor__number", "id")
    )


def attendances_of(loan: Loan) -> QuerySet[Attendance]:
    """Who comes or came to each time of a loan, in the order of the team."""
    return (
        Attendance.objects.filter(occasion__loan=loan)
        .exclude(state="off")
        .order_by("participation__created_at", "participation__contributor__number", "id")
    )


def coming_ids(occasion: Occasion) -> set[UUID]:
    """Participations of those who are to come to an occasion, or came."""
    rows = Attendance.objects.filter(occasion=occasion).exclude(state="off")
    return set(rows.values_list("participation_id", flat=True))


def hours_of(loan: Loan) -> QuerySet[TimeSpent]:
    """Every line about the time that a loan took, by day."""
    return TimeSpent.objects.filter(loan=loan).order_by("day", "created_at", "id")


def times_came(loan: Loan) -> dict[UUID, int]:
    """Participation → to how many times of the loan she came."""
    rows = Attendance.objects.filter(occasion__loan=loan, state="came")
    return dict(
        rows.values_list("participation_id").annotate(n=Count("id")).order_by("participation_id")
    )


def to_ask_day_before(starts: datetime, ends: datetime) -> QuerySet[Occasion]:
    """Planned times within a day whose people haven't been asked whether they come, where that is
    done and the clock runs."""
    return (
        Occasion.objects.filter(
            where_time_passes(), programme__asks_day_before=True, state="planned",
            asked_at__isnull=True, starts_at__gte=starts, starts_at__lt=ends,
        )
        .select_related("loan__request", "programme")
        .order_by("starts_at", "id")
    )  # fmt: skip


def own_times_ahead(inquiry: Inquiry) -> list[Occasion]:
    """The planned times that she is expected at: what belongs in her calendar."""
    rows = own_attendances(inquiry).filter(state__in=EXPECTED, occasion__state="planned")
    return [row.occasion for row in rows]


_NEXT = Prepared(
    lambda contributor, at: (
        Attendance.objects.filter(
            participation__contributor=contributor, state__in=EXPECTED,
            occasion__state="planned", occasion__ends_at__gt=at,
        )
        .select_related("occasion")
        .order_by("-occasion__starts_at", "-id")
    )
)  # fmt: skip


def next_times(contributor: Contributor, at: datetime) -> dict[UUID, Attendance]:
    """Participation → the next planned time that somebody is expected at, in one query."""
    rows = _NEXT.objects(Attendance, contributor=contributor.pk, at=at)
    return {row.participation_id: row for row in rows}  # the earliest is the last to be set


def own_attendances(inquiry: Inquiry) -> QuerySet[Attendance]:
    """The times that one who was asked takes part in, in order; cancelled ones too, so that nobody
    goes there."""
    return (
        Attendance.objects.filter(participation__inquiry=inquiry)
        .select_related("occasion__loan", "participation__contributor")
        .order_by("occasion__starts_at", "id")
    )
