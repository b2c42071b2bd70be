"""Every time that is booked: those at which loans are held, and first meetings. No vault."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from erfara.lending.models import Meeting, Occasion
from erfara.organisations.models import Programme, unit_label
from erfara.vocabulary.choices import TalkWay


class Booked(NamedTuple):
    """One time. Nothing about who comes. `meeting`: a first meeting, not a loan."""

    id: UUID
    request_id: UUID
    loan_id: UUID | None
    no: int
    organisation: str
    unit: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    digital: bool
    sequence: int
    held: bool
    meeting: bool

    @property
    def asked_by(self) -> str:
        """The unit that asks, with its organisation."""
        return unit_label(self.organisation, self.unit)


def _occasions(programme: Programme, starts: datetime, ends: datetime) -> list[Booked]:
    rows = Occasion.objects.filter(
        programme=programme, state__in=["planned", "held"], starts_at__gte=starts,
        starts_at__lt=ends,
    ).values_list(
        "id", "loan__request_id", "loan_id", "loan__request__no",
        "loan__request__unit__organisation__name", "loan__request__unit__name",
        "loan__request__assignment__title", "starts_at", "ends_at", "place", "digital",
        "sequence", "state",
    )  # fmt: skip
    return [Booked(*row[:-1], held=row[-1] == "held", meeting=False) for row in rows]


def _meetings(programme: Programme, starts: datetime, ends: datetime) -> list[Booked]:
    rows: Any = Meeting.objects.filter(
        programme=programme, state__in=["booked", "held"], starts_at__gte=starts,
        starts_at__lt=ends,
    ).values_list(
        "id", "request_id", "request__no", "request__unit__organisation__name",
        "request__unit__name", "request__assignment__title", "starts_at", "minutes", "place",
        "how", "sequence", "state",
    )  # fmt: skip
    return [
        Booked(
            pk, request, None, no, organisation, unit, title, begins,
            begins + timedelta(minutes=minutes), place, how == TalkWay.VIDEO, sequence,
            held=state == "held", meeting=True,
        )
        for (pk, request, no, organisation, unit, title, begins, minutes, place, how, sequence,
             state) in rows
    ]  # fmt: skip


def booked(programme: Programme, starts: datetime, ends: datetime) -> list[Booked]:
    """Every time that begins between two moments, the second not included, in order. Two queries.

    What was called off is left out: whoever reads a calendar wants to know what there is.
    """
    both = [*_occasions(programme, starts, ends), *_meetings(programme, starts, ends)]
    return sorted(both, key=lambda one: (one.starts_at, one.no))


def next_after(programme: Programme, moment: datetime) -> datetime | None:
    """When the next time after a moment begins. Two queries."""
    rows = [
        model.objects.filter(programme=programme, state__in=states, starts_at__gte=moment)
        .order_by("starts_at")
        .values_list("starts_at", flat=True)
        .first()
        for model, states in ((Occasion, ["planned"]), (Meeting, ["booked"]))
    ]
    return min((one for one in rows if one is not None), default=None)
