"""One-way sensitivity (the tornado), and the lowest and highest a scenario can cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.model import Model
from erfara.engines.costs.said import Language, json_number
from erfara.engines.costs.scenario import Parameter


@dataclass(frozen=True)
class Bar:
    """What one parameter does to the whole period's cost when it alone goes to its ends."""

    parameter: Parameter
    low: Fraction
    high: Fraction
    at_low: Fraction
    at_high: Fraction

    @property
    def width(self) -> Fraction:
        """How much the cost moves."""
        return abs(self.at_high - self.at_low)

    def as_json(self, language: Language) -> dict[str, Any]:
        """For programs."""
        show = self.parameter.kind.show
        return {
            "parameter": self.parameter.key,
            "name": self.parameter.label.say(language),
            "low": show(self.low, language),
            "high": show(self.high, language),
            "cost_at_low": json_number(self.at_low),
            "cost_at_high": json_number(self.at_high),
            "width": json_number(self.width),
        }


def total(model: Model, values: Mapping[str, Fraction]) -> Fraction:
    """The whole period over given values."""
    return sum((f.value(values) for line in model.lines for f in line.by_year.values()), ZERO)


def tornado(result: Result) -> list[Bar]:
    """One parameter at a time to its ends, the widest first.

    The ends are those of the range; of a distribution without ends its middle 95 per cent.
    """
    model, values = result.model, dict(result.values)
    bars = []
    for parameter in model.uncertain():
        low, high = parameter.spread.ends()
        at = [total(model, {**values, parameter.key: end}) for end in (low, high)]
        bars.append(Bar(parameter, low, high, *at))
    return sorted(bars, key=lambda bar: (-bar.width, bar.parameter.key))


def ends(result: Result, bars: list[Bar] | None = None) -> tuple[Fraction, Fraction]:
    """The cheapest and the dearest that the ranges allow, all together.

    Every formula rises or falls steadily in each parameter, so each goes to its own cheap end.
    """
    bars = tornado(result) if bars is None else bars
    cheap, dear = dict(result.values), dict(result.values)
    for bar in bars:
        rising = bar.at_high >= bar.at_low
        cheap[bar.parameter.key] = bar.low if rising else bar.high
        dear[bar.parameter.key] = bar.high if rising else bar.low
    return total(result.model, cheap), total(result.model, dear)
