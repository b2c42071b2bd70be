"""From a scenario to named lines: each a formula for each year, one-off or recurring."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from erfara.engines.costs.formula import (
    MONTHS_A_YEAR,
    Formula,
    Leaf,
    Mean,
    OnTop,
    Power,
    Product,
    Ratio,
    constant,
    product,
)
from erfara.engines.costs.months import MonthsIn
from erfara.engines.costs.scenario import (
    Item,
    OnCost,
    Parameter,
    Scenario,
    Text,
    on_cost_parameter,
)
from erfara.engines.costs.units import Months, Percentage

_HOURLY = "hours_per_year"
_INDEX = "money.indexation"
TWELVE_MONTHS = constant(12, Months)


@dataclass(frozen=True)
class Line:
    """One named cost: what it is, who pays, and how each year's figure comes about.

    `full_year` is what it costs in a year of twelve months at the prices of the price year; None
    for what comes once. `volume` counts what is paid for, where deviations can be split by it.
    """

    key: str
    name: Text
    group: str
    kind: str
    repeat: str
    payer: Text
    by_year: Mapping[int, Formula]
    full_year: Formula | None
    volume: Mapping[int, Formula] = field(default_factory=dict)
    note: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Model:
    """All lines of a scenario, the parameters they rest on, and the months that dates make."""

    scenario: Scenario
    lines: tuple[Line, ...]
    parameters: Mapping[str, Parameter]
    months: Mapping[str, MonthsIn]

    def values(self) -> dict[str, Fraction]:
        """Every figure that formulas ask for, exact."""
        found = {key: parameter.base for key, parameter in self.parameters.items()}
        found.update({key: months.amount for key, months in self.months.items()})
        return found

    def uncertain(self) -> tuple[Parameter, ...]:
        """What can be drawn: only parameters that a line or an effect rests on."""
        return tuple(p for p in self.parameters.values() if p.spread.uncertain)


def build(scenario: Scenario) -> Model:
    """The model of a scenario."""
    return _Builder(scenario).build()


@dataclass(frozen=True)
class _Part:
    """What a row of the scenario costs in a year, before its name and its years are known."""

    suffix: str
    name: Text
    kind: str
    factors: tuple[Formula, ...]
    payer: Text
    volume: tuple[Formula, ...] = ()


_Parts = Callable[[Item, int], Iterator[_Part]]


class _Builder:
    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.parameters = dict(scenario.parameters)
        self.months: dict[str, MonthsIn] = {}
        self.used: set[str] = set()

    def build(self) -> Model:
        lines = tuple(self.lines())
        for line in lines:
            for formula in (*line.by_year.values(), *line.volume.values()):
                self.used.update(formula.rests_on())
            if line.full_year:
                self.used.update(line.full_year.rests_on())
        for effect in self.scenario.items("effects"):
            for name in ("number", "value"):
                if found := effect.parameter(name):
                    self.used.add(found.key)
                    self.used.update({_driver(found)} if found.driver else ())
        parameters = {
            key: parameter
            for key, parameter in sorted(self.parameters.items())
            if key in self.used or not (parameter.spread.uncertain or key.startswith("outcome."))
        }
        return Model(self.scenario, lines, parameters, self.months)

    # Leaves

    def leaf(self, item: Item, name: str, noun: Text | None = None) -> Formula:
        """A figure of an item; times its driver if it has one."""
        return self.of(item.needs(name), noun)

    def of(self, parameter: Parameter, noun: Text | None = None) -> Formula:
        """A parameter as a leaf; times its driver if it has one."""
        words = (noun.en, noun.sv) if noun else ("", "")
        made = Leaf(parameter.key, parameter.kind, words)
        if not parameter.driver:
            return made
        driver = self.parameters[_driver(parameter)]
        return Product((made, Leaf(driver.key, driver.kind)))

    def on_top(self, item: Item, year: int) -> Formula:
        """1 + on-costs of the employer; of two employers, the mean."""
        rates = [self.on_cost(employer, year) for employer in item.words("employer")]
        return OnTop(rates[0] if len(rates) == 1 else Mean(tuple(rates)))

    def on_cost(self, employer: str, year: int) -> Formula:
        """The on-costs of one employer in a year."""
        organisation = self.scenario.organisation(employer)
        if own := organisation.parameter("on_cost"):
            return self.of(own)
        made = on_cost_parameter(organisation, year, self.on_cost_row(organisation, year))
        self.parameters[made.key] = made
        return Leaf(made.key, Percentage)

    def on_cost_row(self, organisation: Item, year: int) -> OnCost:
        """The row of the dated table for a year: decided before preliminary, own before shipped.

        After its last row the table goes on with that row; the scenario warns.
        """
        table, ages = organisation.text("on_cost_table").en, organisation.text("ages").en or "all"
        rows = [
            row
            for row in self.scenario.on_costs
            if row.sector == table and row.ages == ages and row.start <= date(year, 12, 31)
        ]
        newest = max(min(row.until, date(year, 12, 31)) for row in rows)
        rows = [row for row in rows if min(row.until, date(year, 12, 31)) == newest]
        return min(rows, key=lambda row: row.status != "decided")

    def months_of(self, key: str, start: date, end: date, year: int) -> Formula:
        """The months of a year between two days, as a leaf."""
        name = f"months.{key}.{year}"
        self.months[name] = MonthsIn(year, start, end)
        return Leaf(name, Months)

    def hourly(self, item: Item) -> Formula:
        """What an hour costs: twelve monthly wages over the hours of a year."""
        hours = self.parameters[_HOURLY]
        return Ratio(Product((*_factors(self.leaf(item, "wage")), MONTHS_A_YEAR)), self.of(hours))

    def index(self, year: int) -> tuple[Formula, ...]:
        """What prices have risen since the price year; nothing in fixed prices."""
        power = year - self.scenario.money.price_year
        if self.scenario.money.prices != "nominal" or not power:
            return ()
        return (Power(OnTop(self.of(self.parameters[_INDEX])), power),)

    # Lines

    def lines(self) -> Iterator[Line]:
        for section in ("coordinators", "employment"):
            for item in self.scenario.items(section):
                yield self.post(item)
        for section, parts in (
            ("recruitment", self.recruitment),
            ("training", self.training),
            ("payments", self.payments),
            ("support", self.support),
            ("other", self.other),
        ):
            for item in self.scenario.items(section):
                yield from self.rows(item, parts)

    def post(self, item: Item) -> Line:
        """People employed: number × monthly wage × months × degree × (1 + on-costs)."""
        scenario = self.scenario
        start = max(item.day("start") or scenario.start, scenario.start)
        end = min(item.day("end") or scenario.end, scenario.end)

        def of(months: Formula, year: int) -> tuple[Formula, ...]:
            return (
                self.leaf(item, "people", item.text("called")),
                self.leaf(item, "wage"),
                months,
                self.leaf(item, "degree"),
                self.on_top(item, year),
            )

        years = [year for year in scenario.years if MonthsIn(year, start, end).amount]
        months = {year: self.months_of(item.key, start, end, year) for year in years}
        return Line(
            key=item.key,
            name=item.name,
            group=item.section,
            kind=item.word("kind", "staff"),
            repeat="yearly",
            payer=item.text("payer"),
            by_year={
                year: _product((*of(months[year], year), *self.index(year))) for year in years
            },
            full_year=_product(of(MONTHS_A_YEAR, scenario.years[-1])),
            volume={
                year: _product((self.leaf(item, "people"), self.leaf(item, "degree"), months[year]))
                for year in years
            },
            note=item.text("note"),
        )

    def rows(self, item: Item, parts: _Parts) -> Iterator[Line]:
        """What comes once, or every year in proportion to the months of the period."""
        scenario, repeat = self.scenario, item.word("repeat", "yearly")
        once = (item.day("date") or scenario.start).year
        years = (once,) if repeat == "once" else scenario.years
        of_years = {year: list(parts(item, year)) for year in years}
        for number, last in enumerate(of_years[years[-1]]):
            made = {year: rows[number] for year, rows in of_years.items()}
            shares = {year: () if repeat == "once" else self.share_of_year(year) for year in years}
            suffix = f".{last.suffix}" if last.suffix else ""
            yield Line(
                key=f"{item.key}{suffix}",
                name=last.name,
                group=item.section,
                kind=last.kind,
                repeat=repeat,
                payer=last.payer,
                by_year={
                    year: _product((*made[year].factors, *shares[year], *self.index(year)))
                    for year in years
                },
                full_year=_product(last.factors) if repeat == "yearly" else None,
                volume={
                    year: _product((*made[year].volume, *shares[year]))
                    for year in years
                    if made[year].volume
                },
                note=item.text("note"),
            )

    def share_of_year(self, year: int) -> tuple[Formula, ...]:
        """How much of a year the period covers; nothing if all of it."""
        start, end = self.scenario.start, self.scenario.end
        if MonthsIn(year, start, end).amount == 12:
            return ()
        return (Ratio(self.months_of("period", start, end, year), TWELVE_MONTHS),)

    def recruitment(self, item: Item, year: int) -> Iterator[_Part]:
        """Candidates × hours each × what an hour of the function costs."""
        time = (self.leaf(item, "interviewed"), self.leaf(item, "hours_per_interview"))
        for function in item.values["functions"]:
            yield _Part(
                function.id,
                _both(item.name, function.name),
                function.word("kind", "staff"),
                (*time, self.hourly(function), self.on_top(function, year)),
                function.text("payer") or item.text("payer"),
                time,
            )

    def training(self, item: Item, year: int) -> Iterator[_Part]:
        """A lump sum, or the teachers' time with travel and lodging, or both."""
        payer = item.text("payer")
        if item.parameter("lump"):
            kind = item.word("kind", "services")
            yield _Part("lump", item.name, kind, (self.leaf(item, "lump"),), payer)
        if item.parameter("wage"):
            time = tuple(self.leaf(item, name) for name in ("times", "days", "hours_per_day"))
            yield _Part(
                "staff",
                _named(item.name, "teachers' time", "lärarnas tid"),
                item.word("kind", "staff"),
                (*time, self.hourly(item), self.on_top(item, year)),
                payer,
                time,
            )
        if item.parameter("travel"):
            factors = (self.leaf(item, "times"), self.leaf(item, "travel"))
            yield _Part("travel", _named(item.name, "travel", "resor"), "travel", factors, payer)
        if item.parameter("lodging"):
            nights = tuple(self.leaf(item, name) for name in ("times", "days", "lodging"))
            yield _Part("lodging", _named(item.name, "lodging", "logi"), "travel", nights, payer)

    def payments(self, item: Item, year: int) -> Iterator[_Part]:
        """Assignments × people × fee, with the contribution if there is one; and travel."""
        times = (self.leaf(item, "assignments"), self.leaf(item, "people"))
        contribution = item.parameter("contribution")
        top = (OnTop(self.of(contribution)),) if contribution else ()
        payer, kind = item.text("payer"), item.word("kind", "staff")
        yield _Part("fee", item.name, kind, (*times, self.leaf(item, "fee"), *top), payer, times)
        if item.parameter("travel"):
            factors = (*times, self.leaf(item, "travel"))
            yield _Part("travel", _named(item.name, "travel", "resor"), "travel", factors, payer)

    def support(self, item: Item, year: int) -> Iterator[_Part]:
        """Times × price."""
        kind = "travel" if item.word("group") == "travel" else "services"
        number = self.leaf(item, "number")
        factors = (number, self.leaf(item, "price"))
        yield _Part("", item.name, kind, factors, item.text("payer"), (number,))

    def other(self, item: Item, year: int) -> Iterator[_Part]:
        """An amount."""
        kind = item.word("kind", "other")
        yield _Part("", item.name, kind, (self.leaf(item, "amount"),), item.text("payer"))


def _driver(parameter: Parameter) -> str:
    return f"drivers.{parameter.driver}.factor"


def _factors(formula: Formula) -> tuple[Formula, ...]:
    return formula.parts if isinstance(formula, Product) else (formula,)


def _product(parts: tuple[Formula, ...]) -> Formula:
    return product([factor for part in parts for factor in _factors(part)])


def _both(one: Text, two: Text) -> Text:
    return Text(f"{one.en}: {two.en}", f"{one.sv}: {two.sv}")


def _named(name: Text, en: str, sv: str) -> Text:
    return Text(f"{name.en}: {en}", f"{name.sv}: {sv}")
