"""Add the lines up: by year, by kind of cost, by who pays; one-off and recurring apart.

This is the budget view: undiscounted, as a budget impact analysis wants it. The first year is never
called "a year": what comes once and what comes every year are two figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from erfara.engines.costs import spec
from erfara.engines.costs.model import Line, Model, build
from erfara.engines.costs.said import Language, Said, json_number, kronor
from erfara.engines.costs.scenario import Scenario

ZERO = Fraction(0)


@dataclass(frozen=True)
class LineResult:
    """A line with its figures, exact."""

    line: Line
    by_year: Mapping[int, Fraction]
    full_year: Fraction | None

    @property
    def total(self) -> Fraction:
        """Over the whole period."""
        return sum(self.by_year.values(), ZERO)

    @property
    def once(self) -> bool:
        """Whether it comes once."""
        return self.line.repeat == "once"


@dataclass(frozen=True)
class Result:
    """What a scenario costs."""

    model: Model
    values: Mapping[str, Fraction]
    lines: tuple[LineResult, ...]

    @property
    def scenario(self) -> Scenario:
        """What it was computed from."""
        return self.model.scenario

    def added(self, lines: Iterable[LineResult]) -> Fraction:
        """Lines over the whole period."""
        return sum((line.total for line in lines), ZERO)

    @cached_property
    def total(self) -> Fraction:
        """The whole period."""
        return self.added(self.lines)

    @cached_property
    def one_off(self) -> Fraction:
        """What comes once."""
        return self.added(line for line in self.lines if line.once)

    @cached_property
    def recurring(self) -> Fraction:
        """What comes every year, over the whole period."""
        return self.added(line for line in self.lines if not line.once)

    @cached_property
    def full_year(self) -> Fraction:
        """What a year of twelve months costs when everything runs and nothing is begun."""
        return sum((line.full_year for line in self.lines if line.full_year is not None), ZERO)

    @cached_property
    def by_year(self) -> dict[int, Fraction]:
        """Each calendar year of the period."""
        return {year: self.of(year=year) for year in self.scenario.years}

    @cached_property
    def by_kind(self) -> dict[str, dict[int, Fraction]]:
        """Each kind of cost in each year: the rows of a budget."""
        return {
            kind: {year: self.of(year=year, kind=kind) for year in self.scenario.years}
            for kind in spec.COST_KINDS
        }

    def of(self, *, year: int, kind: str | None = None) -> Fraction:
        """What a year costs, of one kind or all."""
        return sum(
            (
                line.by_year.get(year, ZERO)
                for line in self.lines
                if kind is None or line.line.kind == kind
            ),
            ZERO,
        )

    def by_payer(self, language: Language) -> dict[str, Fraction]:
        """Who pays how much over the period; "" where nothing is said."""
        found: dict[str, Fraction] = {}
        for line in self.lines:
            payer = line.line.payer.say(language)
            found[payer] = found.get(payer, ZERO) + line.total
        return found

    def how(self, line: LineResult, year: int, language: Language = "en") -> str:
        """The figure explained: name, amount, and every factor of it."""
        formula = line.line.by_year[year]
        amount = line.by_year[year]
        shown = kronor(amount, language, 0 if amount.denominator == 1 else 2)
        sign = "=" if (amount * 100).denominator == 1 else "≈"
        name = line.line.name.say(language)
        return f"{name} {shown} {sign} {formula.words(self.values, language)}"


def calculate(scenario: Scenario | Model) -> Result:
    """Every line of a scenario, exactly."""
    model = scenario if isinstance(scenario, Model) else build(scenario)
    values = model.values()
    return Result(model, values, evaluate(model, values))


def evaluate(model: Model, values: Mapping[str, Any]) -> tuple[LineResult, ...]:
    """The lines of a model over given values."""
    return tuple(
        LineResult(
            line,
            {year: formula.value(values) for year, formula in line.by_year.items()},
            line.full_year.value(values) if line.full_year else None,
        )
        for line in model.lines
    )


CONVENTIONS = {
    "prices": {
        "fixed": Said(
            "prices.fixed",
            "Fixed prices of {year}: no inflation in any year.",
            "Fasta priser, {year} års nivå: ingen inflation något år.",
        ),
        "nominal": Said(
            "prices.nominal",
            "Nominal prices: those of {year}, indexed by {index} a year.",
            "Löpande priser: {year} års nivå, uppräknad med {index} om året.",
        ),
    },
    "timing": {
        "start": Said(
            "timing.start",
            "A year's costs fall at its start.",
            "Årets kostnader infaller vid årets början.",
        ),
        "middle": Said(
            "timing.middle",
            "A year's costs fall in its middle.",
            "Årets kostnader infaller mitt i året.",
        ),
        "end": Said(
            "timing.end",
            "A year's costs fall at its end.",
            "Årets kostnader infaller vid årets slut.",
        ),
    },
    "ranges": {
        "mean": Said("ranges.mean", "Ranges count at their mean.", "Spann räknas till sin mitt."),
        "low": Said(
            "ranges.low", "Ranges count at their low end.", "Spann räknas till sin botten."
        ),
        "high": Said("ranges.high", "Ranges count at their top.", "Spann räknas till sin topp."),
        "distribution": Said(
            "ranges.distribution",
            "Ranges count at the mean of their distribution.",
            "Spann räknas till medelvärdet av sin fördelning.",
        ),
    },
}
UNDISCOUNTED = Said(
    "budget.undiscounted",
    "The budget view is not discounted.",
    "Budgeten är inte diskonterad.",
)


def conventions(scenario: Scenario) -> list[Said]:
    """How kronor and years are counted, in sentences: on the screen and in every file."""
    money = scenario.money
    index = scenario.parameters.get("money.indexation")
    found = [
        CONVENTIONS["prices"][money.prices],
        CONVENTIONS["timing"][money.timing],
        CONVENTIONS["ranges"][money.ranges],
        UNDISCOUNTED,
    ]
    if money.discount is not None:
        found.append(
            Said(
                "effects.discounted",
                "The effects view is discounted at {rate} ({kind}), with 0 and 5 % beside it.",
                "Effekterna är diskonterade med {rate} ({kind}), med 0 och 5 % bredvid.",
            )
        )
    swedish = {"real": "real ränta", "nominal": "nominell ränta", "": ""}

    def fill(said: Said) -> Said:
        from erfara.engines.costs.said import percent

        rate = money.discount or ZERO
        shown = index.base if index else ZERO
        return Said(
            said.code,
            said.en.format(year=money.price_year, index=percent(shown), rate=percent(rate),
                           kind=money.rate_kind),
            said.sv.format(year=money.price_year, index=percent(shown, "sv"),
                           rate=percent(rate, "sv"), kind=swedish[money.rate_kind]),
        )  # fmt: skip

    return [fill(said) for said in found]


def as_json(result: Result, language: Language = "en") -> dict[str, Any]:
    """The whole result for programs; kronor with öre."""
    scenario = result.scenario
    return {
        "scenario": scenario.id,
        "name": scenario.name.say(language),
        "period": {"start": str(scenario.start), "end": str(scenario.end)},
        "conventions": [said.as_json() for said in conventions(scenario)],
        "totals": {
            "whole_period": json_number(result.total),
            "one_off": json_number(result.one_off),
            "recurring_whole_period": json_number(result.recurring),
            "recurring_full_year": json_number(result.full_year),
            "by_year": {str(y): json_number(v) for y, v in result.by_year.items()},
            "by_kind": {
                kind: {str(y): json_number(v) for y, v in years.items()}
                for kind, years in result.by_kind.items()
            },
            "by_payer": {payer: json_number(v) for payer, v in result.by_payer(language).items()},
        },
        "lines": [
            {
                "key": line.line.key,
                "name": line.line.name.say(language),
                "group": line.line.group,
                "kind": line.line.kind,
                "repeat": line.line.repeat,
                "payer": line.line.payer.say(language),
                "by_year": {str(y): json_number(v) for y, v in line.by_year.items()},
                "full_year": None if line.full_year is None else json_number(line.full_year),
                "how": {str(y): result.how(line, y, language) for y in line.by_year},
                "note": line.line.note.say(language),
            }
            for line in result.lines
        ],
        "parameters": [
            {
                "key": p.key,
                "name": p.label.say(language),
                "value": p.show(language),
                "unit": p.unit,
                "source": scenario.sources[p.source].title.say(language),
                "year": p.year,
                "evidence": p.evidence,
            }
            for p in result.model.parameters.values()
        ],
        "warnings": [said.as_json() for said in scenario.warnings],
    }
