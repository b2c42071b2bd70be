"""Who has a place now, as numbers: what goals and warnings are counted from.

A place is an offer that both sides have said yes to, as long as the one it was for still has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.pool.models import PlaceOffer, PlaceWish
from erfara.peersupport.pool.policies import HELD

# So long ahead everybody has to know what comes when the money ends.
MONEY_AHEAD = timedelta(days=183)


class Placed(NamedTuple):
    """A workplace where somebody has a place: of which kind, where, how it stands, how many they
    are, and for how many nobody is known to pay in half a year."""

    workplace: UUID
    kind: str
    municipality: str
    state: str
    number: int
    unpaid: int


_PLACED = Prepared(
    lambda programme, paid: (
        PlaceOffer.objects.filter(HELD, programme_id=programme)
        .values_list(
            "wish__workplace_id", "wish__workplace__kind", "wish__workplace__municipality",
            "wish__workplace__state",
        )
        .annotate(
            number=Count("*"),
            unpaid=Count(
                "pk",
                filter=Q(wish__lasting=False)
                & (Q(wish__funded_until__isnull=True) | Q(wish__funded_until__lt=paid)),
            ),
        )
    )
)  # fmt: skip


def placed(programme: Programme, day: date) -> list[Placed]:
    """Where somebody has a place. One query, which counts: so many rows as there are such
    workplaces."""
    return [Placed(*row) for row in _PLACED.rows(programme=programme.pk, paid=day + MONEY_AHEAD)]


def unpaid(programme: Programme, day: date) -> QuerySet[PlaceWish]:
    """Wishes that somebody has a place from, and nobody is known to pay for in half a year: what
    the warning about money counts. The first that ends first, and before it those that nobody
    knows about. `has`: how many have a place from it."""
    has = Q(offers__state="agreed", offers__ended_on=None)
    return (
        PlaceWish.objects.filter(
            Q(funded_until__isnull=True) | Q(funded_until__lt=day + MONEY_AHEAD),
            programme=programme, lasting=False,
        )
        .annotate(has=Count("offers", filter=has))
        .filter(has__gt=0)
        .select_related("workplace__unit__organisation", "employer__organisation")
        .order_by(F("funded_until").asc(nulls_first=True), "number")
    )  # fmt: skip


def how_many(places: Sequence[Placed]) -> int:
    """How many have a place."""
    return sum(one.number for one in places)
