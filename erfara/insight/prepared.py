"""Figures that are counted beforehand: those of large libraries, and groups of people for others.

A small library is counted while its page is made. Where more requests have come than `LARGE`, the
whole, each year and each half of one are counted by the worker now and then, and the page says
when. A span of somebody's own choosing, or what one unit asked for, is then counted when somebody
orders it: an order is a sheet that waits, the worker takes one at a time, and what was counted is
let go of after some days.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.rows import the_one
from erfara.insight import actions, behind, queries, small_groups
from erfara.insight.actions import Counts
from erfara.insight.behind import Behind
from erfara.insight.counting import Counted, label_of, table_of, tables_of
from erfara.insight.models import FigureSheet
from erfara.insight.spans import EVERYTHING, Span, half_year, of_key, read, year
from erfara.insight.tables import MEANS, Cell, Row, Table
from erfara.lending.models import LoanRequest
from erfara.organisations.models import Programme
from erfara.organisations.queries import programmes

LARGE = 500
EVERY = timedelta(hours=6)
_GROUPS = "groups/"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Figures, when they were counted if not just now, and when the groups of people were.

    `kept`: the sheet they were read from; `ordered`: somebody asked for them, and they can be
    counted anew; `waits`: they are about to be.
    """

    tables: list[Table]
    counted_at: datetime | None = None
    groups_at: datetime | None = None
    kept: UUID | None = None
    ordered: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Figures that are too many to be counted while somebody waits. `waits`: they are ordered."""

    waits: bool


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


def _kept(programme: Programme, span: Span) -> FigureSheet | NotCounted | None:
    """The sheet of a span, or that it isn't counted yet; None where it is counted at once."""
    if not _large(programme):
        return None
    found = the_one(FigureSheet.objects.filter(programme=programme, key=span.key))
    if found is None or found.counted_at is None:
        return NotCounted(waits=found is not None)
    return found


def sheet(programme: Programme, span: Span, *, sees_register: bool) -> Sheet | NotCounted:
    """The figures of a span, as this viewer may see them. Constant queries.

    Who doesn't see the register gets groups of people as they were counted for the quarter,
    whatever the span: two spans could be subtracted from each other.
    """
    found = _kept(programme, span)
    if isinstance(found, NotCounted):
        return found
    return _sheet(programme, span, found, sees_register)


def kept_or_counted(programme: Programme, span: Span, *, sees_register: bool) -> Sheet:
    """The same for one who can wait: what isn't counted every few hours is counted at once."""
    found = _kept(programme, span)
    if isinstance(found, NotCounted) or (found is not None and found.asked_at is not None):
        found = None
    return _sheet(programme, span, found, sees_register)


def _sheet(
    programme: Programme, span: Span, kept: FigureSheet | None, sees_register: bool
) -> Sheet:
    if kept is not None:
        tables = [_from_plain(key, kept.figures[key]) for key in MEANS if key in kept.figures]
    else:
        tables = tables_of(Counted(programme, span))
    groups, shown = None, tables
    if not sees_register:
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
    return Sheet(
        shown, kept.counted_at if kept else None, groups.counted_at if groups else None,
        kept=kept.pk if kept else None, ordered=kept is not None and kept.asked_at is not None,
        waits=kept is not None and kept.waits,
    )  # fmt: skip


def rows_behind(
    programme: Programme, span: Span, key: str, row: str, column: str
) -> Behind | NotCounted:
    """A number of one figure with the rows it comes from. No row: all of them."""
    found = _kept(programme, span)
    if isinstance(found, NotCounted):
        return found
    if (of := MEANS[key].of) != "requests":
        rows = (
            behind.people(programme, span, key, row, column)
            if of == "people"
            else behind.needs(programme, span, row)
        )
        if found is None:
            return Behind(None, rows)
        return behind.as_many(rows, found, key, row, column)
    if found is not None:
        return behind.kept(found, key, row, column)
    if key in {"requests", "carried_out"}:
        span = span.within(read(row))  # the other years needn't be read
    table = table_of(Counted(programme, span), key)
    if row:
        cell = table.cells.get((row, column), Cell(0))
        amounts = dict(zip(cell.ids, cell.amounts, strict=True)) if cell.amounts else {}
        return Behind(cell.value, cell.ids, amounts)
    cells = [table.cells[one.key, column] for one in table.rows if (one.key, column) in table.cells]
    ids = [pk for cell in cells for pk in cell.ids]
    return Behind(len(ids), ids) if not any(cell.amounts for cell in cells) else Behind(0, ())


def is_ordered(programme: Programme) -> bool:
    """Whether spans of one's own are ordered here: a small library's are counted at once."""
    return _large(programme)


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


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: rows by the hundred thousand make none, and looking through them
    time and again is a quarter of the work."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _counts(of: Counted, numbers: Mapping[UUID, int]) -> Counts:
    def number_of(ids: Sequence[UUID]) -> list[int]:
        return [numbers[pk] for pk in ids]

    tables = tables_of(of)
    parts = [part for one in tables for part in behind.packed(one, number_of)]
    return Counts({one.key: one.plain() for one in tables}, parts)


def whole_and_years(programme: Programme) -> dict[str, Counts]:
    """The figures of everything, of each year, and of each half of one, by the span's key."""
    numbers = queries.numbers_of(programme, EVERYTHING)
    whole = Counted(programme, EVERYTHING)
    years = sorted({one.received.year for one in whole.requests})
    spans = [EVERYTHING]
    for number in range(years[0], years[-1] + 1) if years else ():
        spans += [year(number), half_year(number, 1), half_year(number, 2)]
    return {span.key: _counts(Counted(programme, span, whole), numbers) for span in spans}


def count_due(at: datetime) -> int:
    """Count where it is time to: groups of people once a quarter, large libraries every few hours;
    and let go of what was asked for some days ago. How many programmes were counted."""
    return sum(count_in(programme, at) for programme in programmes())


def count_in(programme: Programme, real: datetime) -> bool:
    """One programme's. A record whose clock stands still is counted once."""
    at, by = programme.moment(real), Actor.system(programme.pk)
    actions.let_go(programme=programme, before=real - actions.KEPT, by=by, at=at)
    standing = FigureSheet.objects.filter(programme=programme, asked_at__isnull=True)
    kept = dict(standing.values_list("key", "counted_at"))
    with _uncollected():
        sheets = _due(programme, at, kept)
    if not sheets:
        return False
    actions.keep(programme=programme, sheets=sheets, by=by, at=at)
    return True


def _due(
    programme: Programme, at: datetime, kept: Mapping[str, datetime | None]
) -> dict[str, Counts]:
    """What it is time to count, of what is counted now and then."""
    sheets: dict[str, Counts] = {}
    if (quarter := _quarter(at)) not in kept:
        sheets[quarter] = Counts(groups(programme))
    last = kept.get(EVERYTHING.key)
    if _large(programme) and (last is None or at - last >= EVERY):
        sheets |= whole_and_years(programme)
    return sheets


def count_ordered(real: datetime) -> bool:
    """Count the span that has waited longest of those that were ordered. Whether one waited."""
    sheet = actions.take(real)
    if sheet is None:
        return False
    programme, span = sheet.programme, of_key(sheet.key)
    with _uncollected():
        counts = _counts(Counted(programme, span), queries.numbers_of(programme, span))
    actions.deliver(
        sheet=sheet, counts=counts, by=Actor.system(programme.pk), at=programme.moment(real)
    )
    return True
