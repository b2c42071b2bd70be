"""Reads about presentations. What is public is asked for anew each time: live consents, nobody who
is protected, nobody who leaves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from erfara.foundation import vault
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.queries import where_time_passes
from erfara.people.actions.presentations import PUBLIC
from erfara.people.facets import NONE, Facets, allowed, groups
from erfara.people.models import Consent, Contributor, Experience, Presentation, Purpose
from erfara.people.models.presentations import HERE, OPEN

_VERSIONS = Prepared(
    lambda contributor: Presentation.objects.filter(contributor=contributor).order_by("-no")
)


def versions_of(contributor: Contributor) -> list[Presentation]:
    """All versions of hers, newest first."""
    return _VERSIONS.objects(Presentation, contributor=contributor.pk)


def _agreed(purpose: str) -> Exists:
    return Exists(
        Consent.objects.filter(
            person_id=OuterRef("contributor__person_id"), purpose=purpose,
            withdrawn_at__isnull=True,
        )
    )  # fmt: skip


def _shown(programme: Programme) -> QuerySet[Presentation]:
    return (
        Presentation.objects.filter(
            _agreed(Purpose.PRESENTATION), programme=programme, state="public",
            contributor__state__in=HERE,
            contributor__person__erased_at__isnull=True,
        )
        .exclude(contributor__person_id__in=vault.shielded(programme.pk))
        .annotate(picture_agreed=_agreed(Purpose.PICTURE))
        .select_related("contributor")
        # By an id that says nothing: nobody is first, and nobody is seen to be new.
        .order_by("page")
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """A presentation as everybody may see it."""

    page: UUID
    person_id: UUID
    picture: str
    facets: Facets
    rests: bool


def told_by(contributor_ids: Iterable[UUID]) -> dict[UUID, list[Facets]]:
    """Contributor → the areas and roles of what she lets be found, in one query."""
    found: dict[UUID, list[Facets]] = {pk: [] for pk in contributor_ids}
    rows = Experience.objects.filter(contributor_id__in=list(found), matchable=True).exclude(
        area=""
    )
    for pk, area, role in rows.order_by("created_at", "id").values_list(
        "contributor_id", "area", "role"
    ):
        if Facets(area, role) not in found[pk]:
            found[pk].append(Facets(area, role))
    return found


def published(programme: Programme) -> list[Shown]:
    """Everything that is public now, each with the facets that may stand beside it now."""
    return _as_shown(programme, list(_shown(programme)))


def published_at(programme: Programme, page: UUID) -> Shown | None:
    """What is public at this address, if anything is."""
    rows = _as_shown(programme, list(_shown(programme).filter(page=page)))
    return rows[0] if rows else None


def _as_shown(programme: Programme, rows: list[Presentation]) -> list[Shown]:
    wanted = {row.pk: Facets(row.area, row.role) for row in rows}
    areas = {facets.area for facets in wanted.values()} - {""}
    sizes = groups(programme, areas) if areas else {}
    told = told_by(row.contributor_id for row in rows) if areas else {}
    return [
        Shown(
            row.page, row.contributor.person_id,
            row.picture if getattr(row, "picture_agreed", False) else "",
            allowed(wanted[row.pk], told.get(row.contributor_id, ()), sizes),
            row.contributor.state != "active",
        )
        for row in rows
    ]  # fmt: skip


def words_of(programme: Programme, shown: Iterable[Shown]) -> dict[UUID, dict[str, str]]:
    """Address → title and text of what is published. No identity is opened."""
    rows = list(shown)
    texts = vault.read_public(
        tenant_id=programme.pk, person_ids=[row.person_id for row in rows], public=PUBLIC
    )
    return {row.page: texts[row.person_id] for row in rows if row.person_id in texts}


def shared_by_enough(programme: Programme, wanted: Iterable[Facets]) -> set[Facets]:
    """Those of these facets that would be shown now."""
    asked = {facets for facets in wanted if facets != NONE}
    sizes = groups(programme, {facets.area for facets in asked})
    return {facets for facets in asked if allowed(facets, [facets], sizes) != NONE}


def overdue(day: date) -> QuerySet[Presentation]:
    """Versions whose last day has passed, where the clock runs."""
    return (
        Presentation.objects.filter(where_time_passes(), state__in=OPEN, ends_on__lt=day)
        .select_related("contributor__person")
        .order_by("ends_on", "id")
    )


def under_way(programme: Programme) -> QuerySet[Presentation]:
    """Versions that somebody has to do something about, the oldest first."""
    return (
        Presentation.objects.filter(programme=programme, state__in=OPEN)
        .select_related("contributor")
        .order_by("ends_on", "id")
    )
