"""One-way sensitivity (the tornado), and the lowest and highest a scenario can cost.

Besides uncertain figures, a choice is moved too: where a post may be had from either of several
employers, the calculation takes the mean of their on-costs, and the ends are the employers
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.model import Model, build
from erfara.engines.costs.said import Language, json_number
from erfara.engines.costs.scenario import Item, Parameter, Scenario, Text


@dataclass(frozen=True)
class Bar:
    """What one figure or choice does to the whole period's cost when it alone goes to its ends."""

    key: str
    label: Text
    low: Text
    high: Text
    at_low: Fraction
    at_high: Fraction
    values: tuple[Fraction, Fraction] | None = None

    @property
    def width(self) -> Fraction:
        """How much the cost moves."""
        return abs(self.at_high - self.at_low)

    @property
    def rising(self) -> bool:
        """Whether the high end is the dear one. Hours in a year are the other way round."""
        return self.at_high >= self.at_low

    def as_json(self, language: Language) -> dict[str, Any]:
        """For programs."""
        return {
            "parameter": self.key,
            "name": self.label.say(language),
            "low": self.low.say(language),
            "high": self.high.say(language),
            "cost_at_low": json_number(self.at_low),
            "cost_at_high": json_number(self.at_high),
            "width": json_number(self.width),
        }


def total(model: Model, values: Mapping[str, Fraction]) -> Fraction:
    """The whole period over given values."""
    return sum((f.value(values) for line in model.lines for f in line.by_year.values()), ZERO)


def tornado(result: Result) -> list[Bar]:
    """One at a time to its ends, the widest first.

    The ends are those of the range; of a distribution without ends its middle 95 per cent.
    """
    bars = [_figure(result, parameter) for parameter in result.model.uncertain()]
    bars += [_choice(result, item) for item in _either(result.scenario)]
    return sorted(bars, key=lambda bar: (-bar.width, bar.key))


def _figure(result: Result, parameter: Parameter) -> Bar:
    low, high = parameter.spread.ends()
    values = dict(result.values)
    at_low, at_high = (total(result.model, {**values, parameter.key: end}) for end in (low, high))
    show = parameter.kind.show
    return Bar(
        parameter.key,
        parameter.label,
        Text(show(low, "en"), show(low, "sv")),
        Text(show(high, "en"), show(high, "sv")),
        at_low,
        at_high,
        values=(low, high),
    )


def _either(scenario: Scenario) -> Iterator[Item]:
    """Everything that may be had from either of several employers."""
    for section in ("coordinators", "employment", "training", "recruitment"):
        for item in scenario.items(section):
            for one in (item, *item.values.get("functions", ())):
                if len(one.words("employer")) > 1:
                    yield one


def _choice(result: Result, item: Item) -> Bar:
    """The cheapest employer alone, and the dearest."""
    scenario = result.scenario
    at = {}
    for employer in item.words("employer"):
        at[employer] = _total_with(result, {item.key: employer}, {})
    low, high = min(at, key=lambda one: at[one]), max(at, key=lambda one: at[one])
    return Bar(
        f"{item.key}.employer",
        Text(f"{item.name.en}: employer", f"{item.name.sv}: arbetsgivare"),
        scenario.organisation(low).name,
        scenario.organisation(high).name,
        at[low],
        at[high],
    )


def ends(result: Result, bars: list[Bar] | None = None) -> tuple[Fraction, Fraction]:
    """The cheapest and the dearest that ranges and choices allow, all together.

    Every formula rises or falls steadily in each parameter, so each goes to its own cheap end.
    """
    bars = tornado(result) if bars is None else bars
    found = []
    for dear in (False, True):
        at = {bar.key: bar.values[bar.rising == dear] for bar in bars if bar.values}
        better = max if dear else min
        chosen = {}
        for item in _either(result.scenario):
            # With every figure at its end: who is cheapest there may not be who is cheapest else.
            costs = {
                one: _total_with(result, {item.key: one}, at) for one in item.words("employer")
            }
            chosen[item.key] = better(costs, key=lambda one: costs[one])
        found.append(_total_with(result, chosen, at))
    return found[0], found[1]


def _total_with(
    result: Result, employers: Mapping[str, str], at: Mapping[str, Fraction]
) -> Fraction:
    """The whole period with some employers settled and some figures at their ends."""
    model = build(result.scenario.with_employers(employers)) if employers else result.model
    return total(model, {**model.values(), **at})
