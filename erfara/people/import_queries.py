"""Reads about files with registers, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.actions.imports import file_digest, heading_digest
from erfara.people.importing import columns
from erfara.people.models import Contributor, RegisterImport, RememberedColumn


def imports(programme: Programme) -> QuerySet[RegisterImport]:
    """All files there have been, newest first."""
    return RegisterImport.objects.filter(programme=programme).order_by("-number")


def came_before(programme: Programme, data: bytes) -> RegisterImport | None:
    """The last time that exactly this file was written into the register."""
    return (
        RegisterImport.objects.filter(
            programme=programme, digest=file_digest(programme, data), done_at__isnull=False
        )
        .order_by("-number")
        .first()
    )


def suggested(programme: Programme, labels: Sequence[str]) -> list[str]:
    """A field for each heading: what it was last time, else what it sounds like. One query."""
    digests = {heading_digest(programme, label): label for label in labels if label}
    rows = RememberedColumn.objects.filter(programme=programme, digest__in=list(digests))
    known = {digests[bytes(d)]: field for d, field in rows.values_list("digest", "field")}
    found: list[str] = []
    for label, field in zip(labels, columns.suggest(labels), strict=True):
        field = known.get(label, field)
        twice = field in found and field not in columns.SEVERAL
        found.append("" if twice else field)
    return found


def to_phone(register_import: RegisterImport) -> QuerySet[Contributor]:
    """Those who came with a file and are to be asked by phone."""
    return (
        Contributor.objects.filter(came_with=register_import, state="to_phone")
        .select_related("came_with")
        .order_by("number")
    )


def waiting_for_her(programme: Programme) -> QuerySet[RegisterImport]:
    """Files that a coordinator has to go on with, oldest first."""
    return RegisterImport.objects.filter(
        programme=programme, state__in=["described", "review", "stuck", "done"]
    ).order_by("number")


def answers(register_import: RegisterImport) -> dict[str, int]:
    """How those who came with a file are now: state → how many."""
    rows = (
        Contributor.objects.filter(came_with=register_import)
        .values("state")
        .annotate(count=Count("*"))
        .order_by("state")
    )
    return {row["state"]: row["count"] for row in rows}


def waiting_for_the_worker(at: datetime) -> QuerySet[RegisterImport]:
    """Files that the worker has to read or write, and that no other worker holds."""
    free = Q(held_until__isnull=True) | Q(held_until__lte=at)
    return (
        RegisterImport.objects.filter(free, state__in=["reading", "writing"])
        .select_related("programme")
        .order_by("number")
    )


def kept_too_long(at: datetime) -> QuerySet[RegisterImport]:
    """Files whose last day here has passed."""
    return (
        RegisterImport.objects.filter(
            where_time_passes(), state__in=["described", "review", "stuck", "done"],
            erase_after__lte=at,
        )
        .select_related("programme")
        .order_by("erase_after")
    )  # fmt: skip


def unanswered(at: datetime) -> QuerySet[Contributor]:
    """Those who came with a file, were asked, and whose last day has passed."""
    return (
        Contributor.objects.filter(
            where_time_passes(), state__in=["asked", "to_phone"], erase_after__lte=at
        )
        .select_related("person", "programme")
        .order_by("erase_after")
    )
