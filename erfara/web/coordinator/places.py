"""What a loan's page says of places that somebody has left, and of those who wait."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from erfara.lending import replacing_queries
from erfara.lending.models import Loan


@dataclass(frozen=True, slots=True)
class Places:
    """What a loan's page says of places in its team."""

    open: int
    waiting: int
    late: int
    late_url: str


def places_of(loan: Loan) -> Places:
    """Places to fill and those who wait, in two queries. No names."""
    if loan.state != "confirmed":
        return Places(0, 0, 0, "")
    waiting = list(replacing_queries.on_waiting_list(loan.request))
    late = [one for one in waiting if one.state == "late"]
    slug = loan.programme.slug
    return Places(
        replacing_queries.open_places(loan).count(),
        len(waiting) - len(late),
        len(late),
        reverse("coordinator:inquiry", args=[slug, late[0].pk]) if late else "",
    )
