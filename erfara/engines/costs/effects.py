"""Effects as scenarios, never promises: what they would be worth, and what would pay for it all."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.discounting import present_value
from erfara.engines.costs.months import MonthsIn
from erfara.engines.costs.said import Language, Said, half_up, json_number, kronor, plain
from erfara.engines.costs.scenario import Item, Scenario
from erfara.engines.costs.spec import EVIDENCE_WORDS

BESIDE = (Fraction(0), Fraction(3, 100), Fraction(5, 100))


def rates(scenario: Scenario) -> tuple[Fraction, ...]:
    """The declared rate, with 0, 3 and 5 % beside it."""
    own = scenario.money.discount
    return tuple(sorted({*BESIDE, *(() if own is None else (own,))}))


@dataclass(frozen=True)
class BreakEven:
    """How many a year would pay for a year's cost, or what one would have to be worth."""

    effect: Item
    yearly_cost: Fraction
    value: Fraction | None
    number: Fraction | None
    yearly_with_one_off: Fraction

    @property
    def needed(self) -> Fraction | None:
        """How many a year; None when nobody says what one is worth."""
        return self.yearly_cost / self.value if self.value else None

    @property
    def needed_with_one_off(self) -> Fraction | None:
        """The same if what comes once is spread over the period's years."""
        return self.yearly_with_one_off / self.value if self.value else None

    @property
    def worth(self) -> Fraction | None:
        """What one would have to be worth; None when nobody says how many."""
        return self.yearly_cost / self.number if self.number else None

    def said(self) -> Said:
        """In a sentence, beside what studies found."""
        name, namn = self.effect.name.en, self.effect.name.sv
        cost, kostnad = kronor(self.yearly_cost), kronor(self.yearly_cost, "sv")
        if self.value and self.needed is not None:
            each, vart = kronor(self.value), kronor(self.value, "sv")
            return Said(
                "break_even.needed",
                f"{name}: {plain(self.needed, 'en', 1)} a year would pay for {cost}, at {each} "
                "each.",
                f"{namn}: {plain(self.needed, 'sv', 1)} om året skulle betala {kostnad}, med "
                f"{vart} för varje.",
            )
        if self.number and self.worth is not None:
            return Said(
                "break_even.worth",
                f"{name}: each would have to be worth {kronor(self.worth)} to pay for {cost}.",
                f"{namn}: varje skulle behöva vara värd {kronor(self.worth, 'sv')} för att betala "
                f"{kostnad}.",
            )
        return Said(
            "break_even.unknown",
            f"{name}: number times value would have to reach {cost} a year. The scenario gives "
            "neither.",
            f"{namn}: antal gånger värde skulle behöva nå {kostnad} om året. Scenariot anger "
            "inget av dem.",
        )

    def as_json(self, language: Language) -> dict[str, Any]:
        """For programs."""
        evidence = self.effect.word("evidence", "assumed")
        needed, worth, over = self.needed, self.worth, self.needed_with_one_off
        return {
            "effect": self.effect.id,
            "name": self.effect.name.say(language),
            "yearly_cost": json_number(self.yearly_cost),
            "value_of_one": None if self.value is None else json_number(self.value),
            "number_a_year": None if self.number is None else json_number(self.number),
            "needed_a_year": None if needed is None else float(half_up(needed, 2)),
            "needed_a_year_with_one_off": None if over is None else float(half_up(over, 2)),
            "needed_value_of_one": None if worth is None else json_number(worth),
            "words": self.said().as_json(),
            "found": self.effect.text("found").say(language),
            "evidence": EVIDENCE_WORDS[evidence][1 if language == "sv" else 0],
        }


def break_even(result: Result) -> list[BreakEven]:
    """For each effect, against what a running year costs (one-off costs are not in it)."""
    scenario, found = result.scenario, []
    months = [MonthsIn(y, scenario.start, scenario.end).amount for y in scenario.years]
    years = sum(months, ZERO) / 12
    for effect in scenario.items("effects"):
        value, number = effect.parameter("value"), effect.parameter("number")
        found.append(
            BreakEven(
                effect,
                result.full_year,
                value.base if value else None,
                number.base if number else None,
                result.total / years,
            )
        )
    return found


def effects_view(result: Result) -> list[dict[str, Any]]:
    """Present value of cost and effect at each rate, and their ratio: cost for each, against none.

    Only for effects with a number. The value of the effect itself is not taken off the cost:
    that would count it twice.
    """
    scenario = result.scenario
    rows = []
    for effect in scenario.items("effects"):
        if not effect.parameter("number"):
            continue
        for rate in rates(scenario):
            cost, gained = discounted(result, effect, rate)
            value = effect.parameter("value")
            rows.append(
                {
                    "effect": effect.id,
                    "rate": float(rate),
                    "timing": scenario.money.timing,
                    "cost": json_number(cost),
                    "effects": float(half_up(gained, 4)),
                    "icer": json_number(cost / gained) if gained else None,
                    "saved_if_so": json_number(gained * value.base) if value else None,
                    "main": rate == scenario.money.discount,
                }
            )
    return rows


def discounted(result: Result, effect: Item, rate: Fraction) -> tuple[Fraction, Fraction]:
    """Present value of the cost and of the number of an effect, both at one rate."""
    scenario = result.scenario
    timing = scenario.money.timing
    costs = [result.by_year[year] for year in scenario.years]
    number = effect.needs("number").base
    shares = [MonthsIn(y, scenario.start, scenario.end).amount / 12 for y in scenario.years]
    return (
        present_value(costs, rate, timing),
        present_value([number * share for share in shares], rate, timing),
    )


def saved_a_year(result: Result) -> Fraction:
    """What the effects would be worth in a year if they came out as the scenario has them."""
    worth = ZERO
    for effect in result.scenario.items("effects"):
        number, value = effect.parameter("number"), effect.parameter("value")
        if number and value:
            worth += number.base * value.base
    return worth
