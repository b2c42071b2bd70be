"""Reads about first meetings, the times that are offered, and where else one may be sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from erfara.foundation import clock
from erfara.lending.actions.meetings import OPEN
from erfara.lending.models import Elsewhere, LoanRequest, Meeting, MeetingTime, PassedOn
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes


def meeting_of(request: LoanRequest) -> Meeting | None:
    """The meeting that is booked or offered, or else the last one there was."""
    rows = Meeting.objects.filter(request=request).order_by("-created_at", "id")
    return rows.filter(state__in=OPEN).first() or rows.first()


def times_of(meeting: Meeting, at: datetime) -> list[MeetingTime]:
    """The times that can still be chosen, in order."""
    return list(MeetingTime.objects.filter(meeting=meeting, starts_at__gt=at).order_by("starts_at"))


def all_times(meeting: Meeting) -> list[MeetingTime]:
    """The times that were offered, in order."""
    return list(MeetingTime.objects.filter(meeting=meeting).order_by("starts_at"))


def open_meetings(programme: Programme) -> QuerySet[Meeting]:
    """Meetings that are offered, or that no time was found for."""
    return (
        Meeting.objects.filter(programme=programme, state__in=["offered", "declined"])
        .select_related("request__unit__organisation")
        .order_by("created_at", "id")
    )


def booked_on(day: date, at: datetime) -> QuerySet[Meeting]:
    """Meetings that are booked for a day, ahead of a moment, without a reminder."""
    first, after = clock.day_span(day)
    return (
        Meeting.objects.filter(
            where_time_passes(), state="booked", starts_at__gte=max(first, at),
            starts_at__lt=after, reminded_at__isnull=True,
        )
        .select_related("request__programme", "programme")
        .order_by("starts_at")
    )  # fmt: skip


def offered() -> QuerySet[Meeting]:
    """Meetings whose borrower has times to choose among."""
    return (
        Meeting.objects.filter(where_time_passes(), state="offered")
        .select_related("request__programme", "programme")
        .order_by("answer_by")
    )


def unclear() -> QuerySet[LoanRequest]:
    """Requests that wait for a clearer assignment."""
    return (
        LoanRequest.objects.filter(where_time_passes(), state="unclear", clarify_by__isnull=False)
        .select_related("programme")
        .order_by("clarify_by")
    )


def parts_of(request: LoanRequest) -> list[UUID]:
    """The ids of a request's first meetings and threads to other libraries, for its history."""
    meetings = Meeting.objects.filter(request=request).values_list("pk", flat=True)
    threads = PassedOn.objects.filter(request=request).values_list("pk", flat=True)
    return [*meetings, *threads]


def elsewhere(programme: Programme) -> QuerySet[Elsewhere]:
    """Where a programme sends those who are better off asking somebody else."""
    return Elsewhere.objects.filter(programme=programme).order_by("kind", "name")
