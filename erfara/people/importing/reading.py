"""A file with a table becomes rows of cells, or is refused whole. Knows no Django.

What can't be read faithfully is never half read: `Unreadable` names the reason by a code, and the
pages say it in words. Nothing else is ever raised, whatever the bytes are. Sizes are bounded before
anything is unpacked.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_BYTES = 15_000_000
# XML that unpacks to more than this, or a file that is nearly all repetition, is no register.
MAX_UNPACKED = 250_000_000
MAX_RATIO, RATIO_COUNTS_FROM = 200, 20_000_000
MAX_PARTS = 2_000
MAX_SHEETS = 60
MAX_ROWS = 60_000
MAX_COLUMNS = 120
MAX_CELLS = 2_500_000
MAX_CHARACTERS = 10_000
LOOKED_AT = 40
# Kinds of a cell. A formula that was never counted out has no value of its own.
TEXT, NUMBER, DATE, BOOL, ERROR, UNCOUNTED = (
    "text", "number", "date", "bool", "error", "uncounted",
)  # fmt: skip


class Unreadable(Exception):
    """The file is refused whole. `code` says why, `values` fill in the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Cell(NamedTuple):
    """One cell: what it shows, what it was, whether it is crossed out or counted out."""

    text: str
    kind: str = TEXT
    struck: bool = False
    formula: bool = False


@dataclass(slots=True)
class Row:
    """A row with its number in the file, as Excel counts them."""

    number: int
    cells: list[Cell | None]
    hidden: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(cell is not None and cell.text for cell in self.cells)


Span = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Sheet:
    """The top of a sheet, and what is hidden or merged in it."""

    name: str
    hidden: bool = False
    top: list[Row] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: list[int] = field(default_factory=list)  # from 1
    merged: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Look:
    """A file at a first look. `encodings`: how a text file could be read, when that is doubtful."""

    kind: str
    sheets: list[Sheet]
    encoding: str = ""
    encodings: list[tuple[str, str]] = field(default_factory=list)


ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "other"), (b"\x89PNG", "other"), (b"\xff\xd8\xff", "other"), (b"GIF8", "other"),
    (b"{\\rtf", "other"), (b"\x1f\x8b", "other"), (b"7z\xbc\xaf", "other"), (b"Rar!", "other"),
    (b"SQLite format", "other"), (b"\x7fELF", "other"), (b"MZ\x90", "other"),
)  # fmt: skip


def _kind(data: bytes) -> str:
    """`xlsx` or `text`; everything else is refused here."""
    if not data.strip(b"\0\r\n\t ;,"):
        raise Unreadable("empty")
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big", megabytes=MAX_BYTES // 1_000_000)
    if data.startswith(ZIP):
        return "xlsx"
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable("locked" if locked else "xls")
    if data.startswith(b"PK"):
        raise Unreadable("corrupt")
    for start, code in _OTHERS:
        if data.startswith(start):
            raise Unreadable(code)
    head = data[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<?xml", b"<html", b"<!doctype", b"<table", b"mime-version")):
        raise Unreadable("xls")
    return "text"


def look(data: bytes, encoding: str = "") -> Look:
    """The sheets with their first rows. Raises Unreadable, and nothing else."""
    from erfara.people.importing import sheets, texts

    kind = _kind(data)
    try:
        return sheets.look(data) if kind == "xlsx" else texts.look(data, encoding)
    except Unreadable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes a library raise
        raise _refusal(error) from None


def rows(data: bytes, sheet: int = 0, encoding: str = "") -> Iterator[Row]:
    """All rows of a sheet that hold something, in order. Raises Unreadable, and nothing else."""
    from erfara.people.importing import sheets, texts

    kind = _kind(data)
    cells = seen = 0
    try:
        found = sheets.rows(data, sheet) if kind == "xlsx" else texts.rows(data, encoding)
        for row in found:
            if row.is_empty:
                continue
            seen, cells = seen + 1, cells + len(row.cells)
            if seen > MAX_ROWS:
                raise Unreadable("too_many_rows", rows=MAX_ROWS)
            if cells > MAX_CELLS:
                raise Unreadable("too_many_cells")
            if len(row.cells) > MAX_COLUMNS:
                raise Unreadable("too_many_columns", columns=MAX_COLUMNS)
            yield row
    except (Unreadable, GeneratorExit):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes a library raise
        raise _refusal(error) from None


def _refusal(error: Exception) -> Unreadable:
    """What a fault in the file is called. The error's own text could quote the file."""
    if isinstance(error, zlib.error | EOFError):
        return Unreadable("cut_off")
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Unreadable("locked")
    return Unreadable("corrupt")


def tidy(text: str) -> str:
    """The text of a cell: no hidden characters, plain breaks, no more than a cell may hold."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable("long_cell", characters=MAX_CHARACTERS)
    if "_x000D_" in text:
        text = text.replace("_x000D_", "")
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c if c.isprintable() or c == "\n" else " " for c in text)
    return text.strip()


def column_letter(number: int) -> str:
    """What Excel calls a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
