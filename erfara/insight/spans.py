"""What part of a library's time and borrowers is counted: from a day, to a day, for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from erfara.foundation import clock


@dataclass(frozen=True, slots=True)
class Span:
    """Both days are within it; None is without an end. `unit`: only what that unit asked for."""

    first: date | None = None
    last: date | None = None
    unit: UUID | None = None

    @property
    def key(self) -> str:
        """The name under which its figures are kept, when they are counted beforehand."""
        return f"{self.first or ''}/{self.last or ''}/{self.unit or ''}"

    def days(self, field: str) -> dict[str, Any]:
        """Conditions on a field that holds days."""
        found: dict[str, Any] = {}
        if self.first:
            found[f"{field}__gte"] = self.first
        if self.last:
            found[f"{field}__lte"] = self.last
        return found

    def moments(self, field: str) -> dict[str, Any]:
        """The same on a field that holds moments: days as they begin and end here."""
        found: dict[str, Any] = {}
        if self.first:
            found[f"{field}__gte"] = clock.day_span(self.first)[0]
        if self.last:
            found[f"{field}__lt"] = clock.day_span(self.last)[1]
        return found

    def within(self, other: Span) -> Span:
        """What lies in both."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Span(max(firsts, default=None), min(lasts, default=None), self.unit or other.unit)

    def holds(self, day: date) -> bool:
        """Whether a day is within it."""
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


EVERYTHING = Span()


def of_key(key: str) -> Span:
    """The span whose figures are kept under a name."""
    first, last, unit = key.split("/")
    return Span(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        UUID(unit) if unit else None,
    )


def year(number: int) -> Span:
    """A whole year."""
    return Span(date(number, 1, 1), date(number, 12, 31))


def half_year(number: int, half: int) -> Span:
    """The first or the second half of a year."""
    return (
        Span(date(number, 1, 1), date(number, 6, 30))
        if half == 1
        else Span(date(number, 7, 1), date(number, 12, 31))
    )


def read(text: str) -> Span:
    """ "2024", "2024-1", "2024-2": a year or half of one. Anything else is everything."""
    which, _dash, half = text.partition("-")
    if not (which.isascii() and which.isdigit() and len(which) == 4):
        return EVERYTHING
    if not 1900 <= int(which) <= 2200:
        return EVERYTHING
    if half in {"1", "2"}:
        return half_year(int(which), int(half))
    return EVERYTHING if half else year(int(which))
