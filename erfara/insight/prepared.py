"""Figures that are counted beforehand: those of large libraries, and groups of people for others.

A small library is counted while its page is made. Where more requests have come than `LARGE`, the
whole, each year and each half of one are counted by the worker now and then, and the page says
when; a span of somebody's own choosing is still counted at once, and takes its time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.rows import the_one
from erfara.insight import actions, small_groups
from erfara.insight.counting import Counted, label_of, table_of, tables_of
from erfara.insight.models import FigureSheet
from erfara.insight.spans import EVERYTHING, Span, half_year, read, year
from erfara.insight.tables import MEANS, Cell, Row, Table
from erfara.lending.models import LoanRequest
from erfara.organisations.models import Programme
from erfara.organisations.queries import programmes

LARGE = 500
EVERY = timedelta(hours=6)
_GROUPS = "groups/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures, when they were counted if not just now, and when the groups of people were."""

    tables: list[Table]
    counted_at: datetime | None = None
    groups_at: datetime | None = None


def _quarter(at: datetime) -> str:
    day = clock.local_day(at)
    return f"{_GROUPS}{day.year}-Q{(day.month + 2) // 3}"


def _from_plain(key: str, rows: Mapping[str, Mapping[str, Any]]) -> Table:
    table = Table(key)
    for row, cells in rows.items():
        table.rows.append(Row(row, label_of(key, row)))
        for column, value in cells.items():
            table.cells[row, column] = Cell(value)
    return table


def sheet(programme: Programme, span: Span, *, sees_register: bool) -> Sheet:
    """The figures of a span, as this viewer may see them. Constant queries.

    Who doesn't see the register gets groups of people as they were counted for the quarter,
    whatever the span: two spans could be subtracted from each other.
    """
    found = the_one(FigureSheet.objects.filter(programme=programme, key=span.key))
    if found and _large(programme):
        plain, counted_at = found.figures, found.counted_at
        tables = [_from_plain(key, plain[key]) for key in MEANS if key in plain]
    else:
        tables, counted_at = tables_of(Counted(programme, span)), None
    if sees_register:
        return Sheet(tables, counted_at)
    groups = (
        FigureSheet.objects.filter(programme=programme, key__startswith=_GROUPS)
        .order_by("-key")
        .first()
    )
    figures = groups.figures if groups else {}
    shown = [
        one if not one.means.people else _from_plain(one.key, figures[one.key])
        for one in tables
        if not one.means.people or figures.get(one.key)
    ]
    return Sheet(shown, counted_at, groups.counted_at if groups else None)


def behind(programme: Programme, span: Span, key: str, row: str, column: str) -> Cell:
    """A number of one figure with the rows it comes from, as they are now. No row: all of them."""
    if key in {"requests", "carried_out"}:
        span = span.within(read(row))  # the other years needn't be read
    table = table_of(Counted(programme, span), key)
    if row:
        return table.cells.get((row, column), Cell(0))
    cells = [table.cells[one.key, column] for one in table.rows if (one.key, column) in table.cells]
    ids = [pk for cell in cells for pk in cell.ids]
    return Cell(len(ids), ids) if not any(cell.amounts for cell in cells) else Cell(0)


def _large(programme: Programme) -> bool:
    return LoanRequest.objects.filter(programme=programme)[LARGE : LARGE + 1].exists()


def groups(programme: Programme) -> dict[str, Any]:
    """The figures about groups of people, so that no small group can be found in them."""
    of = Counted(programme, EVERYTHING)
    total = sum(one.here and not one.protected for one in of.whole.people)
    found: dict[str, Any] = {}
    who = table_of(of, "asked")
    found["asked"] = small_groups.asked(
        {key: {c: int(v or 0) for c, v in cells.items()} for key, cells in who.plain().items()},
        total,
    )
    ways = table_of(of, "channels")
    counts = {row.key: int(ways.value(row.key, "people") or 0) for row in ways.rows}
    told = small_groups.parts(counts, total)
    # A way in with few isn't even named: its name would say that somebody came by it.
    found["channels"] = told and {k: {"people": n} for k, n in told.items() if n is not None}
    return found


def whole_and_years(programme: Programme) -> dict[str, Any]:
    """The figures of everything, of each year, and of each half of one, by the span's key."""
    whole = Counted(programme, EVERYTHING)
    numbers = sorted({one.received.year for one in whole.requests})
    spans = [EVERYTHING]
    for number in range(numbers[0], numbers[-1] + 1) if numbers else ():
        spans += [year(number), half_year(number, 1), half_year(number, 2)]
    return {
        span.key: {one.key: one.plain() for one in tables_of(Counted(programme, span, whole))}
        for span in spans
    }


def count_due(at: datetime) -> int:
    """Count where it is time to: groups of people once a quarter, large libraries every few hours.
    How many programmes were counted."""
    return sum(count_in(programme, at) for programme in programmes())


def count_in(programme: Programme, real: datetime) -> bool:
    """One programme's. A record whose clock stands still is counted once."""
    at = programme.moment(real)
    kept = dict(FigureSheet.objects.filter(programme=programme).values_list("key", "counted_at"))
    sheets: dict[str, Any] = {}
    if (quarter := _quarter(at)) not in kept:
        sheets[quarter] = groups(programme)
    last = kept.get(EVERYTHING.key)
    if _large(programme) and (last is None or at - last >= EVERY):
        sheets |= whole_and_years(programme)
    if not sheets:
        return False
    actions.keep(programme=programme, sheets=sheets, by=Actor.system(programme.pk), at=at)
    return True
