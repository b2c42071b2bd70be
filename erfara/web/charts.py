"""Small bars as rows of SVG: no program to start, the same on page and paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
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


@dataclass(frozen=True)
class Part:
    """One part of a bar, from `start` and so long, out of `WIDTH`; `tone` says how it is filled."""

    start: int
    length: int
    tone: str


@dataclass(frozen=True)
class Stack:
    """A bar of parts after each other."""

    label: str
    text: str
    parts: list[Part]


def stacks(rows: Iterable[tuple[str, str, Sequence[int]]], tones: Sequence[str]) -> list[Stack]:
    """Bars of (label, shown text, numbers), one number for each tone, all on one scale."""
    found = list(rows)
    whole = max((sum(numbers) for _label, _text, numbers in found), default=0) or 1
    made = []
    for label, text, numbers in found:
        start, parts = 0, []
        for number, tone in zip(numbers, tones, strict=True):
            length = round(WIDTH * number / whole)
            if length:
                parts.append(Part(start, length, tone))
            start += length
        made.append(Stack(label, text, parts))
    return made


@dataclass(frozen=True)
class Spread:
    """Where half of some values lie, and the one in the middle, out of `WIDTH`."""

    label: str
    text: str
    start: int
    length: int
    middle: int


def spreads(rows: Iterable[tuple[str, str, float, float, float]]) -> list[Spread]:
    """Of (label, shown text, lower quartile, median, upper quartile), all on one scale."""
    found = list(rows)
    whole = max((upper for *_rest, upper in found), default=0) or 1
    at = [
        tuple(round(WIDTH * value / whole) for value in (low, middle, high))
        for _label, _text, low, middle, high in found
    ]
    return [
        Spread(label, text, low, max(high - low, 4), min(max(middle, 8), WIDTH - 8))
        for (label, text, *_values), (low, middle, high) in zip(found, at, strict=True)
    ]


SMALLEST, LARGEST = 16, 40


@dataclass(frozen=True)
class Dot:
    """A circle whose surface says how many; `x` is its middle."""

    x: int
    radius: int
    text: str


def dots(rows: Iterable[tuple[str, Sequence[int]]]) -> list[tuple[str, list[Dot]]]:
    """Rows of (label, numbers) as circles. Nought is no circle."""
    found = list(rows)
    most = max((number for _label, numbers in found for number in numbers), default=0) or 1
    return [
        (
            label,
            [
                Dot(
                    round(WIDTH * (2 * at + 1) / (2 * len(numbers))),
                    max(SMALLEST, round(LARGEST * sqrt(number / most))),
                    numeral(number),
                )
                for at, number in enumerate(numbers)
                if number
            ],
        )
        for label, numbers in found
    ]
