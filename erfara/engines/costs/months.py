"""How many months of a year lie between two days: whole months count as one, others by days."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache


@lru_cache(maxsize=4096)
def position(day: date) -> Fraction:
    """Months since year 0 at the beginning of a day."""
    length = calendar.monthrange(day.year, day.month)[1]
    return Fraction(12 * day.year + day.month - 1) + Fraction(day.day - 1, length)


@lru_cache(maxsize=4096)
def _between(year: int, start: date, end: date) -> Fraction:
    begin = max(position(start), Fraction(12 * year))
    finish = min(position(end + timedelta(days=1)), Fraction(12 * year + 12))
    return max(finish - begin, Fraction(0))


@dataclass(frozen=True)
class MonthsIn:
    """The months of a year between two days, both included. Excel can say the same by formula."""

    year: int
    start: date
    end: date

    @property
    def amount(self) -> Fraction:
        """The exact number."""
        return _between(self.year, self.start, self.end)

    def excel(self, start: str, end: str) -> str:
        """The same over two cells with days."""

        def place(day: str) -> str:
            return f"(12*YEAR({day})+MONTH({day})-1+(DAY({day})-1)/DAY(EOMONTH({day},0)))"

        begin = f"MAX({place(start)},{12 * self.year})"
        finish = f"MIN({place(f'({end}+1)')},{12 * self.year + 12})"
        return f"MAX(0,{finish}-{begin})"
