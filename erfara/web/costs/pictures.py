"""Drawings that the engine doesn't have: side by side, the plane, the acceptability curve."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from erfara.engines.costs.calculation import Result
from erfara.engines.costs.pictures import BRICK, GREEN, INK, PARTS, QUIET, Drawing
from erfara.engines.costs.said import percent
from erfara.organisations.words import say
from erfara.web.costs import say as words

_LEFT, _TOP, _WIDE, _HIGH = 60.0, 30.0, 660.0, 240.0


def beside(names: Sequence[str], results: Sequence[Result]) -> str:
    """What comes once and a full running year of each, as two bars."""
    title = say(_("What comes once, and a full running year"))
    about = "; ".join(
        f"{name}: {words.money(r.one_off)}, {words.money(r.full_year)}"
        for name, r in zip(names, results, strict=True)
    )
    drawing = Drawing(760, 16 + 96 * len(results), title, about)
    most = float(max((max(r.one_off, r.full_year) for r in results), default=0)) or 1.0
    for place, (name, result) in enumerate(zip(names, results, strict=True)):
        y = 20.0 + 96 * place
        drawing.write(0, y, name if len(name) <= 60 else f"{name[:59]}…", bold=True)
        for row, (amount, colour, text) in enumerate(
            ((result.one_off, PARTS[1], say(_("once"))),
             (result.full_year, PARTS[0], say(_("a running year"))))
        ):  # fmt: skip
            top = y + 8 + 30 * row
            width = float(amount) / most * 460
            drawing.box(0, top, width, 24, colour)
            drawing.write(width + 8, top + 17, f"{words.money(amount)} {text}", size=14)
    return drawing.svg()


def _axes(drawing: Drawing, x: str, y: str) -> None:
    drawing.line(_LEFT, _TOP + _HIGH, _LEFT + _WIDE, _TOP + _HIGH, INK)
    drawing.line(_LEFT, _TOP, _LEFT, _TOP + _HIGH, INK)
    drawing.write(_LEFT + _WIDE, _TOP + _HIGH + 38, x, size=13, colour=QUIET, anchor="end")
    drawing.write(_LEFT, _TOP - 12, y, size=13, colour=QUIET)


def plane(points: Sequence[tuple[float, float]], effect: str) -> str:
    """Each draw as a dot: effect to the right, cost upwards, against having nothing."""
    title = say(_("Each draw: more effect to the right, more cost upwards"))
    xs, ys = [float(x) for x, _y in points], [float(y) for _x, y in points]
    low, high = min(0.0, *xs), max(0.0, *xs) or 1.0
    floor, top = min(0.0, *ys), max(0.0, *ys) or 1.0
    about = (
        f"{effect}: {words.number(Fraction(min(xs)), 1)} – {words.number(Fraction(max(xs)), 1)}; "
        f"{words.money(Fraction(min(ys)))} – {words.money(Fraction(max(ys)))}"
    )
    drawing = Drawing(760, 320, title, about)
    for x, y in zip(xs, ys, strict=True):
        left = _LEFT + (x - low) / ((high - low) or 1) * _WIDE
        up = _TOP + _HIGH - (y - floor) / ((top - floor) or 1) * _HIGH
        drawing.box(left - 2, up - 2, 4, 4, GREEN, ' fill-opacity="0.5"')
    _axes(drawing, effect, say(_("cost over the whole period")))
    drawing.write(_LEFT + 4, _TOP + 12, words.money(Fraction(top)), size=12, colour=QUIET)
    drawing.write(_LEFT + _WIDE, _TOP + _HIGH + 18, words.number(Fraction(high), 1), size=13,
                  anchor="end")  # fmt: skip
    drawing.write(_LEFT, _TOP + _HIGH + 18, words.number(Fraction(low), 1), size=13)
    return drawing.svg()


def curve(points: Sequence[tuple[float, float]]) -> str:
    """How likely it is worth its cost, for each sum that one effect might be worth."""
    title = say(_("How likely it pays, by what one effect is worth"))
    spoken = words.language()
    most = points[-1][0] or 1.0
    about = "; ".join(
        f"{words.money(Fraction(k))}: {percent(Fraction(round(share * 1000), 1000), spoken)}"
        for k, share in points
    )
    drawing = Drawing(760, 320, title, about)
    placed = [(_LEFT + k / most * _WIDE, _TOP + _HIGH - share * _HIGH) for k, share in points]
    for one, two in pairwise(placed):
        drawing.line(*one, *two, GREEN)
    for x, y in placed:
        drawing.box(x - 3, y - 3, 6, 6, GREEN)
    drawing.line(_LEFT, _TOP + _HIGH / 2, _LEFT + _WIDE, _TOP + _HIGH / 2, BRICK)
    half = percent(Fraction(1, 2), spoken)
    drawing.write(_LEFT + 6, _TOP + _HIGH / 2 - 6, half, size=13, colour=BRICK)
    _axes(drawing, say(_("what one is worth")), say(_("how likely it pays")))
    drawing.write(_LEFT, _TOP + _HIGH + 18, words.money(0), size=13)
    drawing.write(_LEFT + _WIDE, _TOP + _HIGH + 18, words.money(Fraction(most)), size=13,
                  anchor="end")  # fmt: skip
    return drawing.svg()
