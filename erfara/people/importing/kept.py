"""How a file, its rows and what has been said about it lie in the vault: as plain values."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from erfara.people.importing import columns, reading, values
from erfara.people.importing.reading import Cell, Look, Row, Sheet

CHUNK = 500
FILE, LOOK, CHOICE, INDEX, KEYS, MENDED, REJECTED = (
    "file", "look", "choice", "index", "keys", "mended", "rejected",
)  # fmt: skip


def chunk_name(number: int) -> str:
    """The blob in which so many rows lie together."""
    return f"rows-{number:04d}"


def of_file(data: bytes) -> dict[str, str]:
    return {"data": base64.b64encode(data).decode()}


def file_of(kept: Mapping[str, Any]) -> bytes:
    return base64.b64decode(kept["data"])


def of_row(row: Row) -> dict[str, Any]:
    """The cells of a row as text, and beside them those that are something else than text."""
    odd = {
        str(at): [cell.kind, cell.struck, cell.formula]
        for at, cell in enumerate(row.cells)
        if cell is not None and (cell.kind != reading.TEXT or cell.struck or cell.formula)
    }
    found: dict[str, Any] = {"c": [cell.text if cell else "" for cell in row.cells]}
    return found | ({"f": odd} if odd else {}) | ({"h": True} if row.hidden else {})


def row_of(number: int, judged: Mapping[str, Any]) -> Row:
    """The row again."""
    odd = judged.get("f", {})
    cells: list[Cell | None] = [
        Cell(text, *odd.get(str(at), ())) if text or str(at) in odd else None
        for at, text in enumerate(judged.get("c", []))
    ]
    return Row(number, cells, bool(judged.get("h")))


def of_look(look: Look) -> dict[str, Any]:
    """A first look, without what it shows of people with protected identity."""
    return {
        "kind": look.kind, "encoding": look.encoding, "encodings": look.encodings,
        "sheets": [
            {
                "name": sheet.name, "hidden": sheet.hidden, "hidden_rows": sheet.hidden_rows,
                "hidden_columns": sheet.hidden_columns, "merged": sheet.merged,
                "top": [[row.number, of_row(row)] for row in _shown(sheet)],
            }
            for sheet in look.sheets
        ],
    }  # fmt: skip


def _shown(sheet: Sheet) -> Iterable[Row]:
    header = columns.guess_header(sheet)
    fields = columns.suggest(columns.headings(sheet, header)) if header else []
    for row in sheet.top:
        marked = any(
            name == "protected" and values.marks_protected(cell)
            for name, cell in zip(fields, row.cells, strict=False)
        )
        spoken = any(cell is not None and values.is_protected(cell.text) for cell in row.cells)
        below = row.number > (header or 0) and (header or len(sheet.top) > 1)
        yield Row(row.number, []) if below and (marked or spoken) else row


def look_of(kept: Mapping[str, Any]) -> Look:
    """The first look again. A row without cells belongs to somebody protected."""
    return Look(
        kept["kind"],
        [
            Sheet(
                one["name"], one["hidden"], [row_of(number, row) for number, row in one["top"]],
                one["hidden_rows"], one["hidden_columns"], [tuple(span) for span in one["merged"]],
            )
            for one in kept["sheets"]
        ],
        kept["encoding"], [tuple(one) for one in kept["encodings"]],
    )  # fmt: skip
