"""The rows behind each figure, for those who may open them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from erfara.insight.statistics import OUTCOMES, RequestFigures, request_figures
from erfara.lending.models import Sought
from erfara.organisations.models import Programme
from erfara.people.models import Contributor

FIGURES = ("recruited", "left", "requests", "feedback_rate", "sought", *OUTCOMES)


@dataclass(frozen=True, slots=True)
class Joined:
    """One who joined: a number and a year. Names are not a figure's business."""

    contributor_id: str
    number: int
    year: int
    is_here: bool


def joined(programme: Programme, *, left: bool) -> list[Joined]:
    """Those who joined and are still counted, or those who have left, by number."""
    states = ["left"] if left else ["active", "paused", "resting", "leaving"]
    rows = Contributor.objects.filter(
        programme=programme, state__in=states, joined_on__isnull=False
    ).order_by("number")
    return [
        Joined(str(pk), number, day.year, state in {"active", "paused", "resting", "leaving"})
        for pk, number, day, state in rows.values_list("id", "number", "joined_on", "state")
        if day is not None
    ]


def sought_for(programme: Programme) -> list[UUID]:
    """The requests that asked for what nobody has told of, and for which it is looked for now."""
    rows = Sought.objects.filter(programme=programme, end="", request__isnull=False)
    return list(rows.order_by("created_at").values_list("request_id", flat=True))


def requests_of(programme: Programme, figure: str) -> list[RequestFigures]:
    """The requests that a figure counts, by number."""
    rows = request_figures(programme)
    if figure == "requests":
        return rows
    if figure == "sought":
        looked_for = {str(pk) for pk in sought_for(programme)}
        return [row for row in rows if row.request_id in looked_for]
    if figure in {"carried_out", "feedback_rate"}:
        return [row for row in rows if row.outcome == "carried_out"]
    return [row for row in rows if row.outcome == figure]
