"""Reads about talks, parts, trainings and wishes. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from erfara.foundation import clock
from erfara.foundation.prepared import Prepared, among
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.erasing import on_erased
from erfara.people.models import BackgroundCount, Contributor, Experience, Interview, Part, Training
from erfara.vocabulary.choices import AskOften

OPEN_TALKS = Interview.table.open_states
# How long a talk waits before it ends by itself.
NEVER_BEGUN = timedelta(days=14)
NEVER_FINISHED = timedelta(days=90)
NEVER_DECIDED = timedelta(days=30)
BETWEEN = {
    AskOften.MONTHLY: timedelta(days=30),
    AskOften.QUARTERLY: timedelta(days=91),
    AskOften.YEARLY: timedelta(days=365),
}


_OPEN_TALKS = Prepared(
    lambda contributor: Interview.objects.filter(
        contributor=contributor, state__in=OPEN_TALKS
    ).order_by("id")
)


def open_interview(contributor: Contributor) -> Interview | None:
    """The talk that is booked, under way or thought over."""
    return next(iter(_OPEN_TALKS.objects(Interview, contributor=contributor.pk)), None)


def open_interviews(programme: Programme) -> QuerySet[Interview]:
    """All talks that aren't over, the earliest first."""
    return (
        Interview.objects.filter(programme=programme, state__in=OPEN_TALKS)
        .select_related("contributor")
        .order_by("starts_at", "id")
    )


def interviews_of(contributor: Contributor) -> QuerySet[Interview]:
    """All talks with a person, the newest first."""
    return Interview.objects.filter(contributor=contributor).order_by("-starts_at", "-id")


def interview_ids(contributor: Contributor) -> list[UUID]:
    """All talks with a person, for her history."""
    return list(interviews_of(contributor).values_list("pk", flat=True))


def forgotten_interviews(at: datetime) -> list[Interview]:
    """Talks that never came to anything: booked and never begun, begun and never finished, thought
    over for long. Where time passes."""
    today = clock.local_day(at)
    open_now = Interview.objects.filter(where_time_passes())
    chosen = (
        open_now.filter(state="booked", ends_at__lt=at - NEVER_BEGUN),
        open_now.filter(state="under_way", begun_at__lt=at - NEVER_FINISHED),
        open_now.filter(state="thinking", look_again_on__lt=today - NEVER_DECIDED),
    )
    return [row for rows in chosen for row in rows.select_related("contributor").order_by("id")]


def numbers_of(contributor: Contributor) -> dict[str, Part]:
    """The parts that have been written about a person, by name."""
    return {part.name: part for part in Part.objects.filter(contributor=contributor)}


_TRAININGS = Prepared(
    lambda contributors: Training.objects.filter(among("contributor_id", contributors)).order_by(
        "year", "completed_on", "created_at", "id"
    )
)


def trainings_of(contributor_ids: Iterable[UUID]) -> dict[UUID, list[Training]]:
    """Contributor → what she is trained in, the oldest first. One query."""
    found: dict[UUID, list[Training]] = {pk: [] for pk in contributor_ids}
    for row in _TRAININGS.objects(Training, contributors=list(found)):
        found[row.contributor_id].append(row)
    return found


def areas_told(contributor: Contributor) -> dict[str, int]:
    """Place on the map → how many things she has told of there."""
    found: dict[str, int] = {}
    for area in Experience.objects.filter(contributor=contributor).values_list("area", flat=True):
        found[area] = found.get(area, 0) + 1
    return found


def too_soon(contributor: Contributor, last_asked: datetime | None, on: date) -> date | None:
    """The day until which asking again would be more often than she wants; None when it isn't."""
    between = BETWEEN.get(AskOften(contributor.ask_often))
    if between is None or last_asked is None:
        return None
    until = clock.local_day(last_asked) + between
    return until if on < until else None


def counts_of_background(programme: Programme) -> QuerySet[BackgroundCount]:
    """What has been counted, newest first."""
    return BackgroundCount.objects.filter(programme=programme).order_by("-taken_on")


def _clear(contributor: Contributor, at: datetime) -> Collection[object]:
    Training.objects.filter(contributor=contributor).delete()
    return Part.objects.filter(contributor=contributor).delete()


def register() -> None:
    """What is cleared when somebody is erased."""
    on_erased("parts and trainings", _clear)
