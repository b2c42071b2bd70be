"""A scenario, typed: what `checking` makes of a file, and what the model is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from erfara.engines.costs.discounting import Timing
from erfara.engines.costs.said import Language, Said
from erfara.engines.costs.spread import Fixed, Range, Rule, Spread
from erfara.engines.costs.units import Kind, Percentage


@dataclass(frozen=True)
class Text:
    """What somebody wrote, in one language or in both."""

    en: str = ""
    sv: str = ""

    def say(self, language: Language) -> str:
        """In one language."""
        return self.sv if language == "sv" else self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.sv)


@dataclass(frozen=True)
class Source:
    """Where a figure comes from."""

    id: str
    title: Text
    year: int
    url: str = ""
    note: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Parts(Fixed):
    """On-costs of one year: law, insurance, pension, where they are known."""

    named: tuple[tuple[str, Fraction], ...] = ()

    def describes(self) -> Mapping[str, Fraction]:
        return dict(self.named)

    def excel_mean(self, cells: Mapping[str, str]) -> str:
        return "+".join(cells[name] for name, _ in self.named)


@dataclass(frozen=True)
class Parameter:
    """One figure of a scenario with all that an auditor asks: unit, source, year, evidence."""

    key: str
    kind: Kind
    unit: str
    spread: Spread
    source: str
    year: int
    evidence: str
    label: Text = field(default_factory=Text)
    note: Text = field(default_factory=Text)
    driver: str = ""
    last_valid: date | None = None
    line: int | None = None

    @property
    def base(self) -> Fraction:
        """What the plain calculation uses: the value, the range by its rule, or the mean."""
        return self.spread.base() if isinstance(self.spread, Range) else self.spread.mean()

    def show(self, language: Language) -> str:
        """The figure as people write it; a range as a range."""
        if isinstance(self.spread, Fixed):
            return self.kind.show(self.base, language)
        low, high = self.spread.ends()
        ends = f"{self.kind.show(low, language)}–{self.kind.show(high, language)}"
        return f"{ends} ({self.kind.show(self.base, language)})"


@dataclass(frozen=True)
class Item:
    """One row of a section: a coordinator, a course, a payment."""

    section: str
    id: str
    name: Text
    values: Mapping[str, Any]
    line: int | None = None

    @property
    def key(self) -> str:
        """Its name in the whole model."""
        return f"{self.section}.{self.id}"

    def parameter(self, name: str) -> Parameter | None:
        """A figure, if it is there."""
        found = self.values.get(name)
        return found if isinstance(found, Parameter) else None

    def needs(self, name: str) -> Parameter:
        """A figure that the format demands."""
        found = self.values[name]
        assert isinstance(found, Parameter)  # noqa: S101 -- checked when the file was read
        return found

    def text(self, name: str) -> Text:
        """What stands in a text field; empty if nothing does."""
        found = self.values.get(name)
        return found if isinstance(found, Text) else Text()

    def word(self, name: str, otherwise: str = "") -> str:
        """What stands in a choice or a reference."""
        found = self.values.get(name)
        return found if isinstance(found, str) else otherwise

    def words(self, name: str) -> tuple[str, ...]:
        """What stands in a field that may hold several."""
        found = self.values.get(name)
        return found if isinstance(found, tuple) else ()

    def day(self, name: str) -> date | None:
        """A date, if it is there."""
        found = self.values.get(name)
        return found if isinstance(found, date) else None


@dataclass(frozen=True)
class OnCost:
    """On-costs of a sector for a time. An average over all staff of all pay."""

    sector: str
    start: date
    until: date
    ages: str
    status: str
    parts: tuple[tuple[str, Fraction], ...]
    source: str
    year: int
    evidence: str = "decided"

    @property
    def total(self) -> Fraction:
        """All of it."""
        return sum((amount for _, amount in self.parts), Fraction(0))


@dataclass(frozen=True)
class Money:
    """How kronor are counted."""

    currency: str
    price_year: int
    prices: str
    timing: Timing
    ranges: Rule
    discount: Fraction | None = None
    rate_kind: str = ""


@dataclass(frozen=True)
class Scenario:
    """The whole of it. Parameters by key; sections hold items that point to them."""

    id: str
    name: Text
    about: Text
    start: date
    end: date
    money: Money
    sources: Mapping[str, Source]
    sections: Mapping[str, tuple[Item, ...]]
    parameters: Mapping[str, Parameter]
    on_costs: tuple[OnCost, ...]
    warnings: tuple[Said, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years it touches."""
        return tuple(range(self.start.year, self.end.year + 1))

    def items(self, section: str) -> tuple[Item, ...]:
        """The rows of a section."""
        return self.sections.get(section, ())

    def organisation(self, id: str) -> Item:
        """The organisation with this short name."""
        return next(item for item in self.items("organisations") if item.id == id)

    def with_employers(self, chosen: Mapping[str, str]) -> Scenario:
        """The same scenario with one employer where several were possible, by the item's key."""

        def settle(item: Item) -> Item:
            values = dict(item.values)
            if item.key in chosen:
                values["employer"] = (chosen[item.key],)
            if "functions" in values:
                values["functions"] = tuple(settle(one) for one in values["functions"])
            return replace(item, values=values)

        sections = {
            name: tuple(settle(item) for item in items) for name, items in self.sections.items()
        }
        return replace(self, sections=sections)

    def with_values(self, values: Mapping[str, Fraction]) -> Scenario:
        """The same scenario with some parameters set to one value each."""
        changed = dict(self.parameters)
        for key, amount in values.items():
            changed[key] = replace(changed[key], spread=Fixed(amount))
        return replace(self, parameters=changed)


def on_cost_parameter(organisation: Item, year: int, row: OnCost) -> Parameter:
    """The on-costs of an organisation in a year, as a parameter with its parts."""
    return Parameter(
        key=f"on_cost.{organisation.id}.{year}",
        kind=Percentage,
        unit="% of gross pay",
        spread=Parts(row.total, row.parts),
        source=row.source,
        year=row.year,
        evidence=row.evidence,
        label=Text(
            f"On-costs of {organisation.name.en} in {year} ({row.status})",
            f"Pålägg för {organisation.name.sv} {year}"
            f" ({'preliminärt' if row.status == 'preliminary' else 'fastställt'})",
        ),
    )
