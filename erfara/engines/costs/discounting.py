"""What later kronor and effects are worth today, with the timing said aloud.

A published result is missed by several per cent when the timing is guessed: Excel's NPV puts a
year's payment at its end, many models put the first one at the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal

Timing = Literal["start", "middle", "end"]
TIMINGS: tuple[Timing, ...] = ("start", "middle", "end")
_DIGITS = 40


def factor(rate: Fraction, year: int, timing: Timing) -> Fraction:
    """What one krona of a year (0 is the first) is worth at the beginning of year 0.

    Exact at the start and end of a year; in the middle to 40 digits, since a square root isn't
    a fraction.
    """
    growth = 1 + Fraction(rate)
    if timing == "start":
        return 1 / growth**year
    if timing == "end":
        return 1 / growth ** (year + 1)
    with localcontext() as context:
        context.prec = _DIGITS
        root = (Decimal(growth.numerator) / Decimal(growth.denominator)).sqrt()
    return 1 / (growth**year * Fraction(root))


def present_value(
    amounts: Sequence[Any],
    rate: Fraction,
    timing: Timing,
    weights: Sequence[Any] | None = None,
) -> Any:
    """The amounts of years 0, 1, 2 … as one sum today. Fractions stay exact, floats stay floats."""
    weights = weights or [1] * len(amounts)
    total: Any = 0
    for year, (amount, weight) in enumerate(zip(amounts, weights, strict=True)):
        worth = factor(rate, year, timing)
        total += amount * weight * (float(worth) if isinstance(amount, float) else worth)
    return total
