"""XLSX: rows of a sheet, streamed, with what openpyxl leaves out when it streams.

One pass gives values, what is crossed out, which values were counted out by a formula, and hidden
rows. Merged cells stand at the end of a sheet and hidden columns at its start: they are looked for
in the raw text, so that a first look at 50 000 rows doesn't read 50 000 rows.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import iterparse

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.datetime import from_excel
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from erfara.people.importing import reading
from erfara.people.importing.reading import Cell, Look, Row, Sheet, Unreadable

_ITEM, _RUN, _TEXT, _STRIKE, _INLINE, _ROW, _VALUE, _FORMULA = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("si", "r", "t", "strike", "is", "row", "v", "f")
)
_OTHER_LETTERS = re.compile(rb"encoding=[\"'](?!utf-8)", re.IGNORECASE)
_BLOCK, _OVERLAP = 1 << 20, 400
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]{0,200}?ref=\"([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]{0,350}?hidden=\"(?:1|true)\"")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s([^>]{0,300})>")
_ATTRIBUTE = re.compile(rb"(\w+)=\"([^\"]*)\"")


class Struck(str):
    """A shared text that is crossed out in all its parts."""

    __slots__ = ()


def _archive(data: bytes) -> zipfile.ZipFile:
    """The file as an archive, once its sizes are known to be sane.

    The sizes in its directory bind: a part that unpacks to more than it says is an error.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except zipfile.BadZipFile:
        raise Unreadable("cut_off") from None
    parts = archive.infolist()
    if len(parts) > reading.MAX_PARTS:
        raise Unreadable("bomb")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > reading.MAX_UNPACKED or (
        unpacked > reading.RATIO_COUNTS_FROM and unpacked > reading.MAX_RATIO * len(data)
    ):
        raise Unreadable("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("locked")
    names = {part.filename for part in parts}
    if "mimetype" in names and "content.xml" in names:
        raise Unreadable("ods")
    if "xl/workbook.bin" in names:
        raise Unreadable("xls")
    if "[Content_Types].xml" not in names:
        raise Unreadable("other")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Unreadable("other")
    return archive


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reading of what surrounds the sheets: names, styles, what a date looks like."""

    def read_strings(self) -> None:
        self.texts: list[str] = []
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.texts = list(_texts(source))

    def read_worksheets(self) -> None:
        # Its own would walk through every sheet that doesn't say how large it is.
        self.found = [
            (sheet.name, sheet.state == "visible", rel.target)
            for sheet, rel in self.parser.find_sheets()
            if rel.target in self.valid_files and "chartsheet" not in rel.Type
        ]


class _Guarded:
    """A part of the archive, without the declarations that small files blow up by.

    The two large kinds of part are read by the quick parser of the standard library: nothing that
    it could be made to expand gets there. All others go through defusedxml.
    """

    def __init__(self, source: Any) -> None:
        self.source, self.before = source, b""

    def read(self, size: int = -1) -> bytes:
        block: bytes = self.source.read(size)
        text = self.before + block
        if (
            b"<!DOCTYPE" in text
            or b"<!ENTITY" in text
            or text.startswith((b"\xff\xfe", b"\xfe\xff"))
        ):
            raise Unreadable("bomb")
        if not self.before and _OTHER_LETTERS.search(text[:200]):
            raise Unreadable("corrupt")
        self.before = text[-20:]
        return block


def _texts(source: Any) -> Iterator[str]:
    count = 0
    for _event, node in iterparse(_Guarded(source)):  # noqa: S314 - see `_Guarded`
        if node.tag == _ITEM:
            yield _text_of(node)
            node.clear()
            count += 1
            if count > reading.MAX_CELLS:
                raise Unreadable("too_many_cells")


def _text_of(node: Any) -> str:
    """The text of a shared or inline item, without the reading aids of other scripts."""
    runs = node.findall(_RUN)
    if not runs:
        return reading.tidy(node.findtext(_TEXT) or "")
    parts = [(run.findtext(_TEXT) or "", _is_struck(run)) for run in runs]
    text = reading.tidy("".join(part for part, _struck in parts))
    struck = bool(text) and all(struck for part, struck in parts if part.strip())
    return Struck(text) if struck else text


def _is_struck(run: Any) -> bool:
    strike = next(iter(run.iter(_STRIKE)), None)
    return strike is not None and strike.get("val", "1") not in {"0", "false"}


class _Sheet:
    """The rows of one sheet, as they come."""

    def __init__(self, book: _Book) -> None:
        self.texts, self.struck, self.epoch = book.texts, book.struck, book.book.epoch
        self.dates, self.durations = book.book._date_formats, book.book._timedelta_formats
        self.at = 0
        self.days: dict[tuple[str, int, bool, bool], Cell] = {}

    def rows(self, source: Any) -> Iterator[Row]:
        for _event, element in iterparse(_Guarded(source)):  # noqa: S314 - see `_Guarded`
            if element.tag == _ROW:
                yield self._row(element)
                element.clear()

    def _row(self, row: Any) -> Row:
        at = row.get("r")
        self.at = int(at) if at else self.at + 1
        cells: list[Cell | None] = []
        for number, element in enumerate(row, start=1):
            column = _column(element.get("r"), number)
            if column > reading.MAX_COLUMNS:
                raise Unreadable("too_many_columns", columns=reading.MAX_COLUMNS)
            cell = self._cell(element)
            if cell is None:
                continue
            if column > len(cells):
                cells.extend([None] * (column - len(cells)))
            cells[column - 1] = cell
        return Row(self.at, cells, row.get("hidden") in {"1", "true"})

    def _cell(self, element: Any) -> Cell | None:
        kind, style = element.get("t", "n"), int(element.get("s", 0))
        struck, formula, value = style in self.struck, False, None
        for child in element:
            if child.tag == _VALUE:
                value = child.text
            elif child.tag == _FORMULA:
                formula = True
            elif child.tag == _INLINE:
                value, kind = _text_of(child), "inline"
        if not value:
            return Cell("", reading.UNCOUNTED, struck, True) if formula else None
        if kind == "s":
            text = self.texts[int(value)]
            return Cell(text, reading.TEXT, struck or isinstance(text, Struck), formula)
        if kind == "inline":
            return Cell(value, reading.TEXT, struck or isinstance(value, Struck), formula)
        if kind == "n":
            if style not in self.dates:
                return self._number(value, style, struck, formula)
            day = (value, style, struck, formula)  # many rows have the same few
            if day not in self.days:
                self.days[day] = self._number(value, style, struck, formula)
            return self.days[day]
        if kind == "b":
            return Cell("1" if value.strip() == "1" else "0", reading.BOOL, struck, formula)
        if kind == "e":
            return Cell(value[:20], reading.ERROR, struck, formula)
        if kind == "d":
            return Cell(value[:10], reading.DATE, struck, formula)
        return Cell(reading.tidy(value), reading.TEXT, struck, formula)

    def _number(self, value: str, style: int, struck: bool, formula: bool) -> Cell:
        figure = float(value)
        if style in self.dates:
            try:
                day = from_excel(figure, self.epoch, timedelta=style in self.durations)
            except (OverflowError, ValueError):
                return Cell("#####", reading.ERROR, struck, formula)
            if isinstance(day, datetime | date):
                plain = (day.date() if isinstance(day, datetime) else day).isoformat()
                return Cell(plain, reading.DATE, struck, formula)
            return Cell(str(day), reading.TEXT, struck, formula)
        # A long number loses its last digits on the way through a float.
        whole = value.strip() if value.strip().isdigit() else ""
        plain = whole or (str(int(figure)) if figure == int(figure) else repr(figure))
        return Cell(plain, reading.NUMBER, struck, formula)


@cache
def _letters(letters: str) -> int:
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise Unreadable("corrupt")
    return _number(letters.encode())


def _column(reference: str | None, number: int) -> int:
    return _letters(reference.rstrip("0123456789")) if reference else number


class _Book:
    """A workbook that is open for streaming."""

    def __init__(self, data: bytes) -> None:
        self.archive = _archive(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what it leaves out: charts, pictures, rules
            reader = _Reader(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            reader.read()
        self.book, self.texts, self.sheets = reader.wb, reader.texts, reader.found
        if not self.sheets or len(self.sheets) > reading.MAX_SHEETS:
            raise Unreadable("corrupt")
        fonts = self.book._fonts
        self.struck = frozenset(
            number for number, style in enumerate(self.book._cell_styles)
            if fonts[style.fontId].strike
        )  # fmt: skip

    def rows(self, number: int) -> Iterator[Row]:
        """The rows of a sheet, also the empty ones."""
        with self.archive.open(self.sheets[number][2]) as source:
            yield from _Sheet(self).rows(source)

    def sheet(self, number: int) -> Sheet:
        """The top of a sheet, and what is merged and hidden."""
        name, visible, path = self.sheets[number]
        found = Sheet(name, hidden=not visible)
        with self.archive.open(path) as source:
            _scan(source, found)
        for row in self.rows(number):
            if row.number > reading.LOOKED_AT * 3 or len(found.top) >= reading.LOOKED_AT:
                break
            if not row.is_empty:
                found.top.append(row)
        return found


def _scan(source: Any, found: Sheet) -> None:
    """Merged cells, hidden rows and columns from the raw text of a sheet."""
    before, first = b"", True
    while block := source.read(_BLOCK):
        text = before + block
        if first:
            found.hidden_columns = _hidden_columns(text.partition(b"sheetData")[0])
            first = False
        start = max(0, len(before) - _OVERLAP)
        for match in _HIDDEN_ROW.finditer(text, start) if b' hidden="' in text else ():
            found.hidden_rows += match.end() > len(before)
        for match in _MERGED.finditer(text, start) if b"mergeCell" in text else ():
            if match.end() > len(before) and len(found.merged) < 500:
                left, up, right, down = match.groups()
                found.merged.append((int(up), _number(left), int(down), _number(right)))
        before = text[-_OVERLAP:]


def _hidden_columns(text: bytes) -> list[int]:
    hidden: list[int] = []
    for match in _COLUMNS.finditer(text):
        about = dict(_ATTRIBUTE.findall(match[1]))
        if about.get(b"hidden") in {b"1", b"true"}:
            first, last = int(about.get(b"min", b"1")), int(about.get(b"max", b"1"))
            hidden += range(first, min(last, reading.MAX_COLUMNS) + 1)
    return hidden


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def look(data: bytes) -> Look:
    """Every sheet's top."""
    book = _Book(data)
    return Look("xlsx", [book.sheet(number) for number in range(len(book.sheets))])


def rows(data: bytes, sheet: int) -> Iterator[Row]:
    """The rows of one sheet."""
    book = _Book(data)
    if not 0 <= sheet < len(book.sheets):
        raise Unreadable("corrupt")
    return book.rows(sheet)


__all__ = ["look", "rows"]
