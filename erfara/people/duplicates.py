"""Who may be the same, found without opening anything; and who is one already."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from erfara.foundation import vault
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Merging, NotSame, Person

# Only those who are here can be put together: who leaves is let go first.
MERGEABLE = ("interested", "active", "paused", "resting", "asked", "to_phone")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places in the register that may be one person, and what they share: name, email, phone.
    The one that came first is first."""

    first: Contributor
    second: Contributor
    shares: frozenset[str]


def pairs(programme: Programme) -> list[Pair]:
    """Those that nobody has looked at yet, by number. Nothing is opened. Four queries at most."""
    found = vault.alike(programme.pk)
    if not found:
        return []
    people = {pk for pair in found for pk in pair}
    rows = Contributor.objects.filter(
        programme=programme, person_id__in=people, state__in=MERGEABLE
    )
    here = {row.person_id: row for row in rows}
    looked = {
        frozenset(ids) for ids in NotSame.objects.filter(programme=programme).values_list(
            "first_id", "second_id"
        )
    }  # fmt: skip
    result = []
    for ids, shares in found.items():
        if not ids <= set(here):
            continue
        first, second = sorted((here[pk] for pk in ids), key=lambda row: row.number)
        if frozenset((first.pk, second.pk)) not in looked:
            result.append(Pair(first, second, frozenset(shares)))
    return sorted(result, key=lambda pair: (pair.first.number, pair.second.number))


_BEFORE = Prepared(
    lambda person: Merging.objects.filter(kept__person=person).values_list("gone__person")
)


def people_before(person: Person) -> list[UUID]:
    """The ids under which somebody stood here before two entries of hers were put together."""
    return [pk for (pk,) in _BEFORE.rows(person=person.pk)]


def kept_instead(contributor: Contributor) -> UUID | None:
    """The entry that this one was put together with."""
    rows = Merging.objects.filter(gone=contributor).values_list("kept_id", flat=True)
    return rows.first()


_GONE = Prepared(lambda kept: Merging.objects.filter(kept=kept).values_list("gone_id"))


def entries_before(contributor: Contributor) -> list[UUID]:
    """The entries that were put together with this one."""
    return [pk for (pk,) in _GONE.rows(kept=contributor.pk)]


def not_same(first: Contributor, second: Contributor) -> bool:
    """Whether somebody has looked and found that they are two."""
    both = Q(first=first, second=second) | Q(first=second, second=first)
    return NotSame.objects.filter(both).exists()
