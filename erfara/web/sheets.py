"""Tables as files: text with semicolons, as Swedish spreadsheets read it, and workbooks."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _written(value: Any) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    return harmless("" if value is None else str(value))


def as_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as text, with a mark in front by which a spreadsheet knows that it is UTF-8. A number is
    written with a comma; what only looks like a formula is made harmless."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_written(value) for value in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def workbook(out: BytesIO) -> Any:
    """An empty workbook in which text stays text: nothing becomes a formula, a link or a number."""
    import xlsxwriter

    return xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
              "strings_to_numbers": False},
    )  # fmt: skip


def as_xlsx(sheets: Iterable[tuple[str, Sequence[Sequence[Any]], int]]) -> bytes:
    """A workbook of (name, rows, how many rows are its head). Only numbers are numbers; text stays
    text, whatever it looks like."""
    out = BytesIO()
    book = workbook(out)
    bold = book.add_format({"bold": True})
    used: set[str] = set()
    for name, rows, head in sheets:
        sheet = book.add_worksheet(_sheet_name(name, used))
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 12, 18)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                    sheet.write_number(line, column, float(value))
                elif value not in (None, ""):
                    text = (str(value), bold) if line < head else (str(value),)
                    sheet.write_string(line, column, *text)
    book.close()
    return out.getvalue()


def _sheet_name(name: str, used: set[str]) -> str:
    """At most 31 signs, none that workbooks refuse, and not twice."""
    plain = "".join(" " if sign in r"[]:*?/\'" else sign for sign in name)[:31].strip() or "1"
    found, number = plain, 1
    while found.lower() in used:
        number += 1
        found = f"{plain[:27]} {number}"
    used.add(found.lower())
    return found
