"""What may stand beside a published text: nothing that fewer than five people share.

An area of life and a role of experience together are one group. While the group is smaller than
`ENOUGH`, nothing of it is shown, and no filter finds the text by it. Asked anew for every page: it
holds also when somebody else leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count

from erfara.foundation import vault
from erfara.organisations.models import Programme
from erfara.people.models import Experience

ENOUGH = 5


class Facets(NamedTuple):
    """An area of life and in what capacity."""

    area: str
    role: str


NONE = Facets("", "")


def groups(programme: Programme, areas: Iterable[str]) -> dict[Facets, int]:
    """Facets → how many in the register share them now. One query, and one on the key store.

    Those who can be asked count; protected people don't, nor what somebody keeps to herself.
    """
    rows = (
        Experience.objects.filter(
            programme=programme, area__in={a for a in areas if a}, matchable=True,
            contributor__state="active",
        )
        .exclude(contributor__person_id__in=vault.shielded(programme.pk))
        .values("area", "role")
        .annotate(people=Count("contributor", distinct=True))
        .order_by()
    )  # fmt: skip
    return {Facets(row["area"], row["role"]): row["people"] for row in rows}


def allowed(wanted: Facets, told: Iterable[Facets], sizes: Mapping[Facets, int]) -> Facets:
    """The facets that may be shown beside her text: hers, and shared by enough, or none at all.

    `told`: what she has told of and lets be found. One who has taken an experience away is not
    shown among those who have it.
    """
    if not wanted.area or not wanted.role or wanted not in set(told):
        return NONE
    return wanted if sizes.get(wanted, 0) >= ENOUGH else NONE
