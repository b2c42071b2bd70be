"""The rows behind a number: which requests, people or needs it counts, a page at a time.

Requests are kept with the sheet that counted them where a library is large: packed numbers, some
thousands to a part, so that a page reads one or two parts. People and needs are never kept: who has
lived what would lie beside her number. They are asked for by SQL, a page at a time, at any size.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from erfara.foundation import vault
from erfara.insight import queries
from erfara.insight.models import FigureRows, FigureSheet
from erfara.insight.spans import EVERYTHING, Span, read
from erfara.insight.tables import Cell, Number, Table
from erfara.lending.models import Inquiry, Sought
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Experience
from erfara.people.queries import IN_REGISTER

PART = 4_000


class Ids(Protocol):
    """Ids in order, of which a page is read by a slice."""

    def __getitem__(self, at: slice, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class Behind:
    """A number with its rows. `amounts`: what each row gives, where it is days or hours; where the
    rows are kept it is filled in as they are read. `counted_at`: when, if not just now."""

    value: Number | None
    ids: Ids
    amounts: dict[UUID, Number] = field(default_factory=dict)
    counted_at: datetime | None = None


# Kept ones


@dataclass(frozen=True, slots=True)
class Part:
    """Some thousands of the requests behind one number, packed."""

    figure: str
    line: str
    column: str
    part: int
    count: int
    numbers: bytes
    amounts: bytes


def _pack(kind: str, values: Sequence[Number]) -> bytes:
    packed = array(kind, values)
    if sys.byteorder == "big":
        packed.byteswap()
    return zlib.compress(packed.tobytes(), 1)


def _unpack(kind: str, kept: bytes | memoryview) -> list[Any]:
    packed = array(kind, zlib.decompress(kept) if kept else b"")
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tolist()


def kept_under(key: str, column: str) -> str:
    """The column under which the rows of a number are kept: how long it took has the same rows for
    its median and its quartiles."""
    return "requests" if key == "times" else column


def packed(table: Table, number_of: Callable[[Sequence[UUID]], Sequence[int]]) -> Iterator[Part]:
    """The rows behind every number of a figure, to be kept. Nothing for figures of people or needs.

    `number_of`: ids of requests → their numbers.
    """
    if table.means.of != "requests":
        return
    for column in table.means.columns:
        if kept_under(table.key, column) != column:
            continue
        part = 0
        for row in table.rows:
            cell = table.cells.get((row.key, column), Cell(0))
            for start in range(0, len(cell.ids), PART):
                ids = cell.ids[start : start + PART]
                amounts = cell.amounts[start : start + PART]
                yield Part(
                    table.key, row.key, column, part, len(ids), _pack("I", number_of(ids)),
                    _pack("d", amounts) if amounts else b"",
                )  # fmt: skip
                part += 1


class KeptRows:
    """The requests behind a number of a kept sheet, as a sequence that reads what is looked at."""

    def __init__(self, sheet: FigureSheet, key: str, column: str, line: str) -> None:
        self._programme_id = sheet.programme_id
        rows = sheet.rows.filter(figure=key, column=kept_under(key, column))
        rows = rows.filter(line=line) if line else rows
        self._parts = list(rows.order_by("part").values_list("pk", "count"))
        self.amounts: dict[UUID, Number] = {}

    def __len__(self) -> int:
        return sum(count for _pk, count in self._parts)

    def __getitem__(self, at: slice) -> list[UUID]:
        first, last, _step = at.indices(len(self))
        numbers: list[int] = []
        amounts: list[Number] = []
        begins = 0
        for pk, count in self._parts:
            low, high = max(first - begins, 0), min(last - begins, count)
            if low < high:
                kept = FigureRows.objects.values_list("numbers", "amounts").get(pk=pk)
                numbers += _unpack("I", kept[0])[low:high]
                amounts += _unpack("d", kept[1])[low:high]
            begins += count
        ids = queries.requests_by_number(self._programme_id, numbers)
        if amounts:
            self.amounts.update(
                {ids[no]: _plain(one) for no, one in zip(numbers, amounts, strict=True)
                 if no in ids}
            )  # fmt: skip
        return [ids[no] for no in numbers if no in ids]


def _plain(value: float) -> Number:
    return int(value) if value == int(value) else value


def kept(sheet: FigureSheet, key: str, row: str, column: str) -> Behind:
    """A number of a kept sheet with the requests behind it. No row: all of them."""
    rows = KeptRows(sheet, key, column, row)
    if not row:
        # Days and hours of all rows together are no number.
        return Behind(len(rows), rows, counted_at=sheet.counted_at) if key not in _SUMS else _NONE
    value = sheet.figures.get(key, {}).get(row, {}).get(column)
    return Behind(value, rows, rows.amounts, sheet.counted_at)


_SUMS = {"times", "hours"}
_NONE = Behind(0, ())


# By SQL


class Some:
    """Rows of a query, as many as a kept sheet says: to count them again would be to go through all
    that were ever asked."""

    def __init__(self, rows: QuerySet[Any, Any], number: int) -> None:
        self._rows, self._number = rows, number

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, at: slice) -> list[UUID]:
        return list(self._rows[at])


def as_many(
    rows: QuerySet[Any, Any], sheet: FigureSheet, key: str, row: str, column: str
) -> Behind:
    """People or needs as they are now, as many as a sheet has counted."""
    figures = sheet.figures.get(key, {})
    if not row and "everybody" in figures:
        row = "everybody"
    number = sum(cells.get(column) or 0 for at, cells in figures.items() if row in {"", at})
    return Behind(None, Some(rows, number), counted_at=sheet.counted_at)


def people(programme: Programme, span: Span, key: str, row: str, column: str) -> QuerySet[Any, Any]:
    """The ids of those whom a number counts, by their number in the register."""
    found = _PEOPLE[key](programme, span, row, column)
    return found.order_by("number").values_list("pk", flat=True)


def _joined(programme: Programme, span: Span, row: str) -> QuerySet[Contributor]:
    """Those who joined within the span, and in the year that the row is."""
    of_year = read(row) if row.isdigit() else EVERYTHING
    if row and of_year == EVERYTHING:
        return Contributor.objects.none()
    return Contributor.objects.filter(
        programme=programme, joined_on__isnull=False, **span.within(of_year).days("joined_on")
    )


def _recruited(programme: Programme, span: Span, row: str, _column: str) -> QuerySet[Contributor]:
    return _joined(programme, span, row).filter(state__in=IN_REGISTER)


def _left(programme: Programme, span: Span, row: str, _column: str) -> QuerySet[Contributor]:
    return _joined(programme, span, row).filter(state="left")


def _channels(programme: Programme, span: Span, row: str, _column: str) -> QuerySet[Contributor]:
    here = _joined(programme, span, "").filter(state__in=IN_REGISTER)
    here = here.exclude(person_id__in=vault.shielded(programme.pk))
    return here.filter(channel=row) if row else here


def _asked(programme: Programme, span: Span, row: str, column: str) -> QuerySet[Contributor]:
    here = _channels(programme, Span(), "", "")
    which, _colon, value = row.partition(":")
    if row and row != "everybody":
        told = Experience.objects.filter(contributor=OuterRef("pk"), matchable=True)
        here = here.filter(Exists(told.filter(**{"area" if which == "area" else "role": value})))
    sent = Inquiry.objects.filter(
        contributor=OuterRef("pk"), sent_at__isnull=False, **span.moments("sent_at")
    )
    if span.unit:
        sent = sent.filter(request__unit_id=span.unit)
    if column == "never_asked_people":
        return here.exclude(Exists(sent))
    if column in _OF_QUESTIONS:
        return here.filter(Exists(sent.filter(_OF_QUESTIONS[column])))
    return here


_OF_QUESTIONS = {
    "asked_people": Q(), "said_yes_people": Q(state="confirmed") | Q(answer="yes"),
    "chosen_people": Q(state="confirmed"),
}  # fmt: skip
_PEOPLE: Mapping[str, Callable[[Programme, Span, str, str], QuerySet[Contributor]]] = {
    "recruited": _recruited, "left": _left, "asked": _asked, "channels": _channels,
}  # fmt: skip


def needs(programme: Programme, span: Span, row: str) -> QuerySet[Any, Any]:
    """The ids of what was sought, by when it was noted."""
    rows = Sought.objects.filter(programme=programme, **span.moments("created_at"))
    if span.unit:
        rows = rows.filter(request__unit_id=span.unit)
    if row:
        rows = rows.filter(end="" if row == "open" else row)
    return rows.order_by("created_at").values_list("pk", flat=True)
