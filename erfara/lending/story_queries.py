"""Reads about stories, always within one programme. None of them opens anybody's details."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from erfara.foundation import vault
from erfara.foundation.prepared import Prepared
from erfara.lending.actions.stories import PUBLIC
from erfara.lending.models import Loan, Story, StoryPermission
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes


def story_of(loan: Loan) -> Story | None:
    """The story about a loan that is being written, asked about or told."""
    return Story.objects.filter(loan=loan, state__in=["draft", "asked", "public"]).first()


def ended_before(loan: Loan) -> Story | None:
    """The last story about a loan that is not told, or not any more."""
    rows = Story.objects.filter(loan=loan, state__in=["stopped", "down"])
    return rows.order_by("-created_at", "-id").first()


def told(programme: Programme) -> QuerySet[Story]:
    """What everybody may read, the newest first."""
    return (
        Story.objects.filter(programme=programme, state="public")
        .select_related("loan__request__assignment")
        .order_by("-published_on", "-created_at", "id")
    )


def words_of(programme: Programme, stories: Iterable[Story]) -> dict[UUID, dict[str, str]]:
    """Story → heading and text of what is published. Those that are not public are not in it."""
    return vault.read_public(
        tenant_id=programme.pk, person_ids=[story.pk for story in stories], public=PUBLIC
    )


def permissions_of(story: Story) -> list[StoryPermission]:
    """Whose yes it needs, in the order in which they were asked."""
    return list(story.permissions.select_related("person").order_by("created_at", "id"))


_WITH_HER = Prepared(
    lambda person: (
        StoryPermission.objects.filter(person_id=person, story__state__in=["asked", "public"])
        .select_related("story__loan__request__assignment")
        .order_by("story__answer_by", "id")
    )
)


def stories_with(person_id: UUID) -> list[StoryPermission]:
    """Stories that wait for somebody's yes or no, and those told with her yes."""
    return _WITH_HER.objects(StoryPermission, person=person_id)


def drafts(programme: Programme) -> QuerySet[Story]:
    """Stories that were begun and never sent out."""
    return Story.objects.filter(programme=programme, state="draft").order_by("created_at")


def waiting(programme: Programme) -> QuerySet[StoryPermission]:
    """Answers that are waited for, the first day first."""
    return (
        StoryPermission.objects.filter(
            story__in=Story.objects.filter(programme=programme, state="asked").values("pk"),
            answer="",
        )
        .select_related("story")
        .order_by("story__answer_by", "id")
    )


def lapsed(today: date) -> QuerySet[Story]:
    """Stories whose last day has passed without everybody's yes."""
    return (
        Story.objects.filter(where_time_passes(), state="asked", answer_by__lt=today)
        .select_related("programme")
        .order_by("answer_by")
    )


def to_empty(at: datetime) -> QuerySet[Story]:
    """Stories that have ended and whose words are still there."""
    return Story.objects.filter(state__in=["down", "stopped"], emptied_at=None).order_by("id")
