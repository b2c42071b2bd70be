"""The parts of a loan's page about when it is held and how long it took."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from erfara.foundation.states import Transition
from erfara.lending import occasion_queries, queries
from erfara.lending.attending import EXPECTED
from erfara.lending.models import Attendance, Loan, Occasion, TimeSpent
from erfara.web.coordinator.pages import can

# What is pressed most when a coordinator notes her time, in minutes.
QUICK = (15, 30, 60)
Moves = dict[str, Transition | None]


@dataclass(frozen=True, slots=True)
class Coming:
    """One who comes to an occasion, or doesn't. `phone`: a coordinator is to ask."""

    attendance: Attendance
    name: str
    can: Moves
    phone: bool


@dataclass(frozen=True, slots=True)
class Time:
    """One occasion. `begun`: how it went can be noted."""

    occasion: Occasion
    begun: bool
    can: Moves
    people: list[Coming]
    some: bool

    @property
    def not_coming(self) -> list[Coming]:
        """Those who can't come, which has to be seen to."""
        return [one for one in self.people if one.attendance.state == "not_coming"]

    @property
    def to_phone(self) -> list[Coming]:
        """Those who are asked by phone whether they come."""
        return [one for one in self.people if one.phone]

    @property
    def silent(self) -> int:
        """How many were asked and haven't answered."""
        return sum(
            1 for one in self.people
            if one.attendance.state == "expected" and one.attendance.asked_at
        )  # fmt: skip

    @property
    def said(self) -> int:
        """How many have said that they come, also by joining when the others had been asked."""
        return sum(
            1 for one in self.people
            if one.attendance.state == "coming" or self._joined_since(one.attendance)
        )  # fmt: skip

    def _joined_since(self, row: Attendance) -> bool:
        asked = self.occasion.asked_at
        new = asked is not None and row.asked_at is None and row.created_at > asked
        return new and row.state == "expected"

    @property
    def came(self) -> int:
        return sum(1 for one in self.people if one.attendance.state == "came")


def times(request: Any, loan: Loan, called: Mapping[UUID, str]) -> list[Time]:
    """When it is held and who comes, in two queries. `called`: participation → name."""
    found: dict[UUID, list[Coming]] = {}
    for row in occasion_queries.attendances_of(loan):
        moves = can(row, request.viewer)
        found.setdefault(row.occasion_id, []).append(
            Coming(
                row, called.get(row.participation_id, ""), moves,
                row.by_phone and row.state == "expected",
            )
        )  # fmt: skip
    return [
        Time(
            one, one.starts_at <= request.at, can(one, request.viewer), found.get(one.pk, []),
            len([c for c in found.get(one.pk, []) if c.attendance.state in EXPECTED])
            < len(called),
        )
        for one in queries.occasions(loan)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line about time, with whose it is."""

    row: TimeSpent
    name: str
    hours: float


@dataclass(frozen=True, slots=True)
class Hours:
    """How long a loan took, summed by whose time it was."""

    lines: list[Line]
    sums: dict[str, float] = field(default_factory=dict)

    @property
    def person(self) -> float:
        return self.sums.get("person", 0)

    @property
    def borrower(self) -> float:
        return self.sums.get("borrower", 0)

    @property
    def coordinator(self) -> float:
        return self.sums.get("coordinator", 0)


def hours(loan: Loan, called: Mapping[UUID, str]) -> Hours:
    """All lines of a loan, by day, and their sums in hours."""
    rows = list(occasion_queries.hours_of(loan))
    sums: dict[str, int] = {}
    for row in rows:
        sums[row.party] = sums.get(row.party, 0) + row.minutes
    lines = [
        Line(
            row, called.get(row.participation_id, "") if row.participation_id else "",
            round(row.minutes / 60, 2),
        )
        for row in rows
    ]  # fmt: skip
    return Hours(lines, {party: round(minutes / 60, 2) for party, minutes in sums.items()})


def buttons() -> dict[str, Any]:
    """What the page's buttons send."""
    return {
        **{answer: {"answer": answer} for answer in ("coming", "not_coming", "settled")},
        "booked": {"interpreter": "booked"},
        "not_reached": {"answer": "not_reached"},
        "not_needed": {"interpreter": "none"},
        "quick": [{"minutes": n, "values": {"minutes": n}} for n in QUICK],
    }
