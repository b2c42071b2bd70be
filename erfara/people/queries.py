"""Reads about people, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from erfara.organisations.models import Programme
from erfara.people.models import Consent, ConsentText, Contributor, Experience, Person

IN_REGISTER = ("active", "paused", "leaving")


def contributors(programme: Programme) -> QuerySet[Contributor]:
    """Everybody in the register, newest first."""
    return (
        Contributor.objects.filter(programme=programme, state__in=IN_REGISTER)
        .select_related("person")
        .order_by("-number")
    )


def applicants(programme: Programme) -> QuerySet[Contributor]:
    """Those who want to join and wait for an answer, longest waiting first."""
    return Contributor.objects.filter(programme=programme, state="interested").order_by("number")


def live_purposes(person_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """Person → the purposes she has a live consent for, in one query."""
    found: dict[UUID, set[str]] = {pk: set() for pk in person_ids}
    rows = Consent.objects.filter(person_id__in=list(found), withdrawn_at__isnull=True)
    for person_id, purpose in rows.values_list("person_id", "purpose"):
        found[person_id].add(purpose)
    return found


def consents_of(person: Person) -> QuerySet[Consent]:
    """All consents of a person, live ones first."""
    return (
        Consent.objects.filter(person=person)
        .select_related("text")
        .order_by("withdrawn_at", "purpose", "given_at")
    )


def consent_texts(programme: Programme) -> QuerySet[ConsentText]:
    return ConsentText.objects.filter(programme=programme).order_by("purpose", "-version")


def experiences_of(contributor_ids: Iterable[UUID]) -> dict[UUID, list[Experience]]:
    """Contributor → her experiences in the order they were told, in one query."""
    found: dict[UUID, list[Experience]] = {pk: [] for pk in contributor_ids}
    rows = Experience.objects.filter(contributor_id__in=list(found)).order_by("created_at", "id")
    for row in rows:
        found[row.contributor_id].append(row)
    return found


def due_for_erasure(at: datetime) -> QuerySet[Contributor]:
    """Those whose 48 hours have passed, where the clock runs."""
    return (
        Contributor.objects.filter(
            state__in=["leaving", "declined"],
            erase_after__lte=at,
            programme__clock_stands_at__isnull=True,
        )
        .select_related("person", "programme")
        .order_by("erase_after")
    )


def pauses_over(at: datetime) -> QuerySet[Contributor]:
    """Those whose pause has ended."""
    return (
        Contributor.objects.filter(
            state="paused", paused_until__lte=at.date(), programme__clock_stands_at__isnull=True
        )
        .select_related("programme")
        .order_by("paused_until")
    )
