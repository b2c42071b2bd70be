"""What somebody has lived through, in her own words, which go to the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from erfara.foundation import audit, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.people.actions.concepts import forget_about, note_about
from erfara.people.actions.parts import area_part, turn
from erfara.people.models import Contributor, Experience
from erfara.people.policies import check_still_here


@dataclass(frozen=True, slots=True)
class Told:
    """An experience in own words. `id` is None until it has a row.

    `area` and `matchable` are None when the writer wasn't asked: then they stay as they are.
    `about`: the concepts it is about, and those it isn't; None leaves what was said of it.
    `came_with`: the question that made her think of it. `noted_at` is only read, never written.
    """

    role: str
    text: str
    id: UUID | None = None
    area: str | None = None
    matchable: bool | None = None
    came_with: UUID | None = None
    noted_at: datetime | None = None
    about: tuple[Collection[str], Collection[str]] | None = None


@action
def set_experiences(
    *,
    contributor: Contributor,
    told: Iterable[Told],
    shown: Collection[UUID] | None = None,
    forms: Iterable[str] | None = None,
    seen: Mapping[str, int] | None = None,
    by: Actor,
    at: datetime,
) -> list[Experience]:
    """Write the experiences of a person, in her own words, and with `forms` how she takes part.

    `shown` are those the writer had before her (None: all there are). Of these, the ones left out
    are removed; one that somebody else has added meanwhile is kept. `seen`: the parts of the map
    she had before her, each with its number then; raises Changed when one has been written since.
    """
    check_still_here(contributor.person)
    wanted = [t for t in told if t.text.strip()]
    there = {e.pk: e for e in Experience.objects.filter(contributor=contributor)}
    left_out = {pk for pk in there if shown is None or pk in shown}
    _take_turns(contributor, wanted, [there[pk] for pk in left_out], seen or {}, by, at)
    texts: dict[str, Any] = {}
    about: dict[UUID, tuple[Collection[str], Collection[str]]] = {}
    rows: list[Experience] = []
    for t in wanted:
        row = there.get(t.id) if t.id in left_out else None
        if row is None:
            row = Experience.objects.create(
                id=uuid4(), programme_id=contributor.programme_id, contributor=contributor,
                role=t.role, area=t.area or "", matchable=t.matchable is not False,
                came_with=t.came_with, created_at=at,
            )  # fmt: skip
        else:
            row.role = t.role
            row.area = row.area if t.area is None else t.area
            row.matchable = row.matchable if t.matchable is None else t.matchable
            row.save(update_fields=["role", "area", "matchable"])
        left_out.discard(row.pk)
        texts[str(row.pk)] = t.text.strip()
        rows.append(row)
        if t.about is not None:
            about[row.pk] = t.about
    Experience.objects.filter(pk__in=left_out).delete()
    forget_about(contributor, left_out, at)
    if forms is not None:
        contributor.forms = sorted(set(forms))
        contributor.save(update_fields=["forms"])
    vault.amend(
        tenant_id=contributor.programme_id, person_id=contributor.person_id, blob="experience",
        values={**texts, **{str(pk): None for pk in left_out}}, at=at,
    )  # fmt: skip
    if about:
        note_about(contributor, about, at)
    audit.record(
        "contributor.experiences", about=contributor, by=by, at=at, facts={"count": len(rows)}
    )
    return rows


def _take_turns(
    contributor: Contributor,
    wanted: Iterable[Told],
    before: Iterable[Experience],
    seen: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> None:
    """Count a writing of every part of the map that something is taken from or put in."""
    areas = {row.area for row in before} | {told.area for told in wanted if told.area is not None}
    for name in sorted({area_part(area) for area in areas} | set(seen)):
        turn(contributor, name, seen.get(name), by, at)
