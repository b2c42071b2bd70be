"""Budget and outcome by year and kind of cost: the table that stood empty, filled and explained.

Outcome is entered in the scenario, or handed in from daily records as `Outcome` rows. A deviation
on a line with a volume is split: more of it (at the budget's price), or dearer (at the outcome's
volume). The two add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import ZERO, Result
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.said import Language, Said, json_number, kronor, percent
from erfara.engines.costs.scenario import Text


@dataclass(frozen=True)
class Outcome:
    """What something cost in the end: a kind of cost, or one line of the model."""

    year: int
    kind: str
    amount: Fraction
    line: str = ""
    volume: Fraction | None = None
    because: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Deviation:
    """Outcome less budget, and why."""

    year: int
    kind: str
    line: str
    budget: Fraction
    outcome: Fraction
    by_volume: Fraction | None
    by_price: Fraction | None
    because: Text

    @property
    def amount(self) -> Fraction:
        """Above zero: it cost more."""
        return self.outcome - self.budget

    def said(self, name: Text) -> Said:
        """In a sentence."""
        share = abs(self.amount) / self.budget if self.budget else None
        part = f" ({percent(Fraction(round(share * 1000), 1000))})" if share is not None else ""
        del_ = part.replace(".", ",")
        size, storlek = kronor(abs(self.amount)), kronor(abs(self.amount), "sv")
        if not self.amount:
            en = f"{name.en} {self.year}: as budgeted."
            sv = f"{name.sv} {self.year}: enligt budget."
        else:
            over = self.amount > 0
            en = f"{name.en} {self.year}: {size} {'over' if over else 'under'} budget{part}."
            sv = f"{name.sv} {self.year}: {storlek} {'över' if over else 'under'} budget{del_}."
        if self.by_volume is not None and self.by_price is not None:
            en += f" Volume {kronor(self.by_volume)}, price {kronor(self.by_price)}."
            sv += f" Volym {kronor(self.by_volume, 'sv')}, pris {kronor(self.by_price, 'sv')}."
        if self.because:
            en, sv = f"{en} {self.because.en}", f"{sv} {self.because.sv}"
        return Said("deviation", en, sv)


@dataclass(frozen=True)
class Budget:
    """The table: kinds of cost by year, budget beside outcome."""

    years: tuple[int, ...]
    budget: dict[str, dict[int, Fraction]]
    outcome: dict[str, dict[int, Fraction | None]]
    deviations: tuple[Deviation, ...]
    names: dict[str, Text]

    def as_json(self, language: Language) -> dict[str, Any]:
        """For programs; null where no outcome is known."""
        kinds = [*spec.COST_KINDS, "total"]
        return {
            "years": list(self.years),
            "rows": [
                {
                    "kind": kind,
                    "name": self.names[kind].say(language),
                    "budget": {str(y): json_number(self.budget[kind][y]) for y in self.years},
                    "outcome": {
                        str(y): None if (o := self.outcome[kind][y]) is None else json_number(o)
                        for y in self.years
                    },
                }
                for kind in kinds
            ],
            "deviations": [
                {
                    "year": d.year,
                    "kind": d.kind,
                    "line": d.line or None,
                    "budget": json_number(d.budget),
                    "outcome": json_number(d.outcome),
                    "deviation": json_number(d.amount),
                    "by_volume": None if d.by_volume is None else json_number(d.by_volume),
                    "by_price": None if d.by_price is None else json_number(d.by_price),
                    "words": d.said(self.names[d.line or d.kind]).as_json(),
                }
                for d in self.deviations
            ],
        }


def entered(result: Result) -> list[Outcome]:
    """The outcome that the scenario itself holds."""
    kinds = {line.line.key: line.line.kind for line in result.lines}
    found = []
    for item in result.scenario.items("outcome"):
        line = item.text("line").en
        if line and line not in kinds:
            raise _no_line(line, kinds, item.line)
        volume = item.parameter("volume")
        found.append(
            Outcome(
                item.values["year"],
                kinds[line] if line else item.word("kind"),
                item.needs("amount").base,
                line,
                volume.base if volume else None,
                item.text("because"),
            )
        )
    return found


def _no_line(line: str, known: Iterable[str], at: int | None) -> Exception:
    return wrong(
        "outcome.line", f"There is no line {line!r}.", f"Det finns ingen rad {line!r}.",
        field="outcome.line", line=at,
        expected=Said("", "one of " + ", ".join(known), "någon av " + ", ".join(known)),
    )  # fmt: skip


def compare(result: Result, outcomes: Iterable[Outcome] | None = None) -> Budget:
    """Budget beside outcome. A kind with no outcome in a year is unknown there, not zero."""
    rows = entered(result) if outcomes is None else list(outcomes)
    years = result.scenario.years
    budget = {**result.by_kind, "total": result.by_year}
    outcome: dict[str, dict[int, Fraction | None]] = {
        kind: dict.fromkeys(years) for kind in (*spec.COST_KINDS, "total")
    }
    _once(rows)
    for row in rows:
        for kind in (row.kind, "total"):
            outcome[kind][row.year] = (outcome[kind][row.year] or ZERO) + row.amount
    names = {kind: Text(*words) for kind, words in spec.KIND_WORDS.items()}
    names["total"] = Text("total", "summa")
    names |= {line.line.key: line.line.name for line in result.lines}
    return Budget(years, budget, outcome, tuple(_deviation(result, row) for row in rows), names)


def _once(rows: list[Outcome]) -> None:
    """Refuse a kind that is entered as a whole and by its lines: it would count twice."""
    whole = {(row.year, row.kind) for row in rows if not row.line}
    parts = {(row.year, row.kind) for row in rows if row.line}
    if both := whole & parts:
        year, kind = min(both)
        raise wrong(
            "outcome.twice",
            f"{kind} in {year} is entered both as a whole and by line: it would count twice.",
            f"{kind} {year} är angivet både som helhet och per rad: det skulle räknas två gånger.",
            field="outcome",
        )


def _deviation(result: Result, row: Outcome) -> Deviation:
    budget, volume = result.of(year=row.year, kind=row.kind), None
    if row.line:
        line = next((one for one in result.lines if one.line.key == row.line), None)
        if line is None:
            raise _no_line(row.line, [one.line.key for one in result.lines], None)
        budget = line.by_year.get(row.year, ZERO)
        if row.year in line.line.volume:
            volume = line.line.volume[row.year].value(result.values)
    by_volume = by_price = None
    if volume and row.volume is not None:
        by_volume = (row.volume - volume) * (budget / volume)
        by_price = row.amount - budget - by_volume
    return Deviation(
        row.year, row.kind, row.line, budget, row.amount, by_volume, by_price, row.because
    )
