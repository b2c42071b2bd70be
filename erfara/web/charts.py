"""Small bars as rows of SVG: no program to start, the same on page and paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from erfara.web.people_say import numeral

WIDTH = 1000  # the view box of a full bar


@dataclass(frozen=True)
class Bar:
    """One bar: its label, its number as text, and its length out of `WIDTH`."""

    label: str
    text: str
    length: int
    strong: bool


def bars(rows: Iterable[Any], *, of: float = 0, highlight: str = "") -> list[Bar]:
    """Bars of (label, number) or (label, number, shown text); `of` is what a full bar means."""
    found = [
        (str(row[0]), float(row[1]), str(row[2]) if len(row) > 2 else numeral(row[1]))
        for row in rows
    ]
    whole = of or max((number for _label, number, _text in found), default=0) or 1
    return [
        Bar(
            label,
            text,
            max(0, min(WIDTH, round(WIDTH * number / whole))),
            not highlight or label == highlight,
        )
        for label, number, text in found
    ]
