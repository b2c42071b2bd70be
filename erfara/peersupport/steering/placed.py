"""Who has a place now, as numbers: what goals and warnings are counted from.

A place is an offer that both sides have said yes to, as long as the one it was for still has it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.peersupport.pool.models import PlaceOffer


class Placed(NamedTuple):
    """One who has a place: where, of which kind, and until when it is paid for. `state`: how the
    workplace stands."""

    supporter: UUID
    workplace: UUID
    kind: str
    municipality: str
    funded_until: date | None
    state: str


_PLACED = Prepared(
    lambda programme: (
        PlaceOffer.objects.filter(
            programme_id=programme, state="agreed", supporter__state="placed"
        )
        .order_by("supporter_id", "-agreed_on", "-id")
        .values_list(
            "supporter_id", "wish__workplace_id", "wish__workplace__kind",
            "wish__workplace__municipality", "wish__funded_until", "wish__workplace__state",
        )
    )
)  # fmt: skip


def placed(programme: Programme) -> list[Placed]:
    """Everybody who has a place, each with the last that was agreed. One query."""
    last: dict[UUID, Placed] = {}
    for row in _PLACED.rows(programme=programme.pk):
        last.setdefault(row[0], Placed(*row))
    return list(last.values())
