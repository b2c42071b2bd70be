"""What those who have said yes bring to a team: as they have told, and let be used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.spans import Span
from erfara.lending import attending, queries
from erfara.lending.models import Inquiry, LoanRequest, Participation
from erfara.organisations.words import say, say_plural
from erfara.people.interview_queries import trainings_of
from erfara.people.models import Contributor
from erfara.people.queries import experiences_of
from erfara.vocabulary.choices import Area, ExperienceRole


@dataclass(frozen=True, slots=True)
class Brings:
    """One person beside the others. Nothing of it ranks what she has lived through."""

    roles: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    places: str = ""
    new: bool = False
    trained: bool = False
    busy: bool = False

    def words(self) -> str:
        """In one line."""
        found = [_names(ExperienceRole, self.roles), _names(Area, self.areas)]
        if self.places:
            found.append(say(_("meets in {place}"), place=self.places))
        if self.new:
            found.append(say(_("asked for the first time")))
        if self.trained:
            found.append(say(_("trained")))
        return " · ".join(part for part in found if part)


def _names(of: Any, keys: Collection[str]) -> str:
    return ", ".join(say(label) for key, label in of.choices if key in keys)


def _places(request: Any, row: LoanRequest, people: Iterable[UUID]) -> dict[UUID, str]:
    """Person → where she gladly meets, in her words. Opened once for all who may be opened."""
    seen = [pk for pk in people if pk not in vault.shielded(request.programme.pk)]
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=seen, blob="wishes", fields=["places"],
        purpose="request", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {pk: values.get("places") or "" for pk, values in opened.items()}


def read(
    request: Any, row: LoanRequest, contributors: Collection[Contributor]
) -> dict[UUID, Brings]:
    """Contributor → what she brings. What she keeps out of searches is not used here either."""
    ids = [one.pk for one in contributors]
    told, trained = experiences_of(ids), trainings_of(ids)
    asked = queries.times_asked(ids)
    places = _places(request, row, [one.person_id for one in contributors])
    loan, today = getattr(row, "loan", None), clock.local_day(request.at)
    spans = [
        Span(one.starts_at, one.ends_at)
        for one in (attending.planned_of(loan) if loan is not None else [])
    ]
    busy = attending.busy(ids, spans)
    found = {}
    for one in contributors:
        used = [row for row in told[one.pk] if row.matchable]
        valid = [t for t in trained[one.pk] if not (t.valid_until and t.valid_until < today)]
        found[one.pk] = Brings(
            roles=tuple(r for r in ExperienceRole.values if any(e.role == r for e in used)),
            areas=tuple(a for a in Area.values if any(e.area == a for e in used)),
            places=places.get(one.person_id, ""),
            new=asked.get(one.pk, (0, 0, None))[0] <= 1,
            trained=bool(valid),
            busy=one.pk in busy,
        )
    return found


def balance(team: Iterable[Participation], brings: dict[UUID, Brings]) -> list[str]:
    """How many in the team bring what, those from outside too. One may count in several."""
    roles: Counter[str] = Counter()
    areas: Counter[str] = Counter()
    new = trained = outside = 0
    for part in team:
        if part.outside:
            outside += 1
            roles.update(part.brings)
        elif (one := brings.get(part.contributor_id)) is not None:  # type: ignore[arg-type]
            roles.update(one.roles)
            areas.update(one.areas)
            new += one.new
            trained += one.trained
    return [
        *(f"{roles[key]} {say(label)}" for key, label in ExperienceRole.choices if roles[key]),
        *(f"{areas[key]} {say(label)}" for key, label in Area.choices if areas[key]),
        *([say_plural("one is new", "{count} are new", new)] if new else []),
        *([say_plural("one is trained", "{count} are trained", trained)] if trained else []),
        *([say_plural("one from outside", "{count} from outside", outside)] if outside else []),
    ]


def contributors_of(rows: Iterable[Inquiry | Participation]) -> list[Contributor]:
    """Those behind these rows, each once; nobody from outside."""
    found = {row.contributor.pk: row.contributor for row in rows if row.contributor is not None}
    return list(found.values())
