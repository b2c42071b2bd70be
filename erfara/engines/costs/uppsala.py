"""Uppsala's cost tables to the krona: every printed cell, how it comes about, and where it slipped.

Rounding as the tables were made: a cell of tables 1–5 is rounded once, half up, from exact parts;
means and totals are computed from the printed cells. A slip is `low + high / 2`, which is what a
spreadsheet computes when the brackets of a mean are lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml

from erfara.engines.costs.checking import DATA
from erfara.engines.costs.formula import (
    MONTHS_A_YEAR,
    Formula,
    Leaf,
    OnTop,
    Product,
    Ratio,
    Sum,
    constant,
)
from erfara.engines.costs.said import Language, Said, half_up, json_number, kronor, plain
from erfara.engines.costs.spread import mean_of_range
from erfara.engines.costs.units import (
    Days,
    Degree,
    Hours,
    Kind,
    Kronor,
    Number,
    People,
    Percentage,
)

_KINDS: dict[str, Kind] = {
    "kronor": Kronor,
    "hours": Hours,
    "percent": Percentage,
    "degree": Degree,
    "number": Number,
}
_SOLVED = ("(solved)", "(uträknat)")
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Cell:
    """One printed cell beside the figure computed for it."""

    table: str
    row: str
    column: str
    printed: int
    exact: Fraction
    how: str

    @property
    def computed(self) -> Fraction:
        """As the table prints it: whole kronor, half up."""
        return Fraction(half_up(self.exact))

    @property
    def difference(self) -> Fraction:
        """Printed less computed."""
        return self.printed - self.computed


@dataclass(frozen=True)
class Solved:
    """A parameter that the report doesn't print, with the cells it explains."""

    key: str
    value: str
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    """A figure where the report's own rule, the mean of a range, was not followed."""

    row: str
    column: str
    printed: int
    low: Fraction
    high: Fraction

    @property
    def true_mean(self) -> Fraction:
        """(low + high) / 2."""
        return mean_of_range(self.low, self.high)

    @property
    def slipped(self) -> Fraction:
        """low + high / 2."""
        return without_brackets(self.low, self.high)

    @property
    def too_high_by(self) -> Fraction:
        """Printed less the true mean."""
        return self.printed - self.true_mean


def without_brackets(low: Fraction, high: Fraction) -> Fraction:
    """What a mean becomes when its brackets are lost: low + high / 2."""
    return low + high / 2


class Reproduction:
    """The report's tables, computed anew."""

    def __init__(self, language: Language = "en") -> None:
        self.language: Language = language
        text = (DATA / "uppsala.yaml").read_text(encoding="utf-8")
        self.data: dict[str, Any] = yaml.safe_load(text)
        self.values: dict[str, Fraction] = {}
        self.kinds: dict[str, Kind] = {}
        for key, given in self.data["parameters"].items():
            kind = _KINDS[given["kind"]]
            share = kind in (Percentage, Degree)
            self.values[key] = Fraction(str(given["value"])) / (100 if share else 1)
            self.kinds[key] = kind
        self.rests_on: dict[str, list[str]] = {key: [] for key in self.values}
        self.tables = list(self._tables())
        self.places: Mapping[Place, Cell] = {(c.table, c.row, c.column): c for c in self.tables}
        self.slips = list(self._slips())

    # Formulas of tables 1–5

    def leaf(self, key: str) -> Formula:
        """A parameter; one that was solved says so."""
        solved = self.data["parameters"][key]["how"] == "solved"
        return Leaf(key, self.kinds[key], _SOLVED if solved else ("", ""))

    def cell(self, table: str, row: Mapping[str, Any], column: str, formula: Formula) -> Cell:
        """A printed cell, computed from exact parts and rounded once."""
        for key in formula.rests_on():
            self.rests_on[key].append(f"table {table}, {row['row']}, {column}")
        return Cell(
            table,
            row["row"],
            column,
            row[column],
            formula.value(self.values),
            formula.words(self.values, self.language),
        )

    def _tables(self) -> Iterator[Cell]:
        yield from self._coordinators()
        yield from self._recruitment()
        for row in self.data["table_3"]:
            # Given as they are: a lump sum between two ends.
            for end in ("low", "high"):
                yield self.cell("3", row, end, constant(row[end], Kronor))
        yield from self._books()
        yield from self._employment()

    def _coordinators(self) -> Iterator[Cell]:
        for row in self.data["table_1"]:
            degree = constant(Fraction(row["degree"], 100), Degree)
            base = Product((self.leaf("coordinator_wage"), MONTHS_A_YEAR, degree))
            yield self.cell("1", row, "base", base)
            for column, key in (
                ("contribution", "contribution"),
                ("on_cost", "on_cost_hjarnkoll"),
                ("on_cost_2022", "on_cost_2022"),
                ("on_cost_2023", "on_cost_2023"),
            ):
                if column in row:
                    yield self.cell("1", row, column, base * OnTop(self.leaf(key)))

    def _hourly(self, wage: str) -> Formula:
        return Ratio(Product((self.leaf(wage), MONTHS_A_YEAR)), self.leaf("hours_per_year"))

    def _recruitment(self) -> Iterator[Cell]:
        for row in self.data["table_2"]:
            people = constant(row["interviewed"], People)
            hours = Product((people, self.leaf("hours_per_interview")))
            nsph = hours * self._hourly("nsph_wage") * OnTop(self.leaf("on_cost_hjarnkoll"))
            hr = hours * self._hourly("hr_wage") * OnTop(self.leaf("on_cost_2023"))
            yield self.cell("2", row, "nsph_hours", hours)
            yield self.cell("2", row, "nsph_cost", nsph)
            yield self.cell("2", row, "hr_hours", hours)
            yield self.cell("2", row, "hr_cost", hr)
            yield self.cell("2", row, "total", nsph + hr)

    def _books(self) -> Iterator[Cell]:
        for row in self.data["table_4"]:
            days = Product((self.leaf("courses"), constant(row["days"], Days)))
            time = days * self.leaf("hours_per_day")
            wage = time * self._hourly("coordinator_wage") * OnTop(self.leaf("on_cost_2023"))
            travel = self.leaf("courses") * self.leaf("travel")
            lodging = days * self.leaf("lodging")
            yield self.cell("4", row, "wage", wage)
            yield self.cell("4", row, "travel", travel)
            yield self.cell("4", row, "lodging", lodging)
            yield self.cell("4", row, "total", Sum((wage, travel, lodging)))

    def _employment(self) -> Iterator[Cell]:
        for row in self.data["table_5"]:
            one = Product((self.leaf("peer_wage"), MONTHS_A_YEAR, self.leaf("peer_degree")))
            base = Product((constant(row["peers"], People), *one.parts))
            yield self.cell("5", row, "per_person", one)
            yield self.cell("5", row, "base", base)
            for column in ("contribution", "on_cost_2022", "on_cost_2023"):
                yield self.cell("5", row, column, base * OnTop(self.leaf(column)))

    # Totals

    def ends(self, places: list[list[str]]) -> list[Cell]:
        """The cells that a figure of the totals rests on."""
        return [self.places[(table, row, column)] for table, row, column in places]

    def _slips(self) -> Iterator[Slip]:
        for row in self.data["totals"]:
            for column in row["slipped"]:
                low, high = self.ends(row["parts"][column])
                yield Slip(
                    row["row"],
                    column,
                    row["printed"][column],
                    Fraction(low.printed),
                    Fraction(high.printed),
                )

    def totals_as_printed(self) -> Iterator[Cell]:
        """The table of totals with the slips switched on, as the report has it."""
        slips = {(slip.row, slip.column): slip for slip in self.slips}
        for row in self.data["totals"]:
            total, hows = Fraction(0), []
            for column, places in row["parts"].items():
                cells = self.ends(places)
                slip = slips.get((row["row"], column))
                exact = slip.slipped if slip else self.mean(cells)
                how = self.slip_words(slip) if slip else self.mean_words(cells)
                total += exact
                hows.append(how)
                yield Cell("totals", row["row"], column, row["printed"][column], exact, how)
            words = " + ".join(f"({how})" if "+" in how else how for how in hows)
            yield Cell("totals", row["row"], "total", row["printed"]["total"], total, words)

    def mean(self, cells: list[Cell]) -> Fraction:
        """The report's own rule, from printed cells: a range counts at its mean."""
        amounts = [Fraction(cell.printed) for cell in cells]
        return amounts[0] if len(amounts) == 1 else mean_of_range(*amounts)

    def slip_words(self, slip: Slip) -> str:
        """What was done: 470 304 + 504 351 / 2."""
        low, high = (plain(end, self.language) for end in (slip.low, slip.high))
        return f"{low} + {high} / 2"

    def mean_words(self, cells: list[Cell]) -> str:
        """The figure, or the mean of two."""
        shown = [plain(Fraction(cell.printed), self.language) for cell in cells]
        return shown[0] if len(shown) == 1 else f"({shown[0]} + {shown[1]}) / 2"

    def true_total(self, row: Mapping[str, Any]) -> Fraction:
        """A proposal's total with true means, from printed cells."""
        return sum((self.mean(self.ends(p)) for p in row["parts"].values()), Fraction(0))

    def exact_total(self, row: Mapping[str, Any]) -> Fraction:
        """The same without any rounding on the way."""
        total = Fraction(0)
        for places in row["parts"].values():
            ends = [cell.exact for cell in self.ends(places)]
            total += ends[0] if len(ends) == 1 else mean_of_range(*ends)
        return total

    def own_total(self, row: Mapping[str, Any]) -> Fraction:
        """The total with the employers that the proposal itself names. Listed, not corrected."""
        total = Fraction(0)
        terms = row["own_terms"]
        for column, places in row["parts"].items():
            cells = self.ends(places)
            if column == "coordinator":
                total += cells[0 if terms["coordinator"] == "hjarnkoll" else 1].printed
            elif column == "employment" and terms["peers"] == "hjarnkoll":
                base = self.places[("5", row["row"], "base")]
                total += half_up_exact(base.exact * (1 + self.values["on_cost_hjarnkoll"]))
            else:
                total += self.mean(cells)
        return total

    def own_words(self, row: Mapping[str, Any]) -> Said:
        """Which employer a proposal names for whom."""
        name = {"hjarnkoll": "Hjärnkoll", "region": "the region"}
        namn = {"hjarnkoll": "Hjärnkoll", "region": "regionen"}
        terms = row["own_terms"]
        en = f"coordinator employed by {name[terms['coordinator']]}"
        sv = f"samordnaren anställd av {namn[terms['coordinator']]}"
        if "peers" in terms:
            en += f", peers by {name[terms['peers']]}"
            sv += f", peer supportrar av {namn[terms['peers']]}"
        return Said(f"own_terms.{row['row'][-1]}", en, sv)

    def solved(self) -> list[Solved]:
        """The parameters that were solved from the tables, and the cells they explain."""
        found = []
        for key, given in self.data["parameters"].items():
            if given["how"] == "solved":
                shown = self.kinds[key].show(self.values[key], self.language)
                cells = tuple(dict.fromkeys(self.rests_on[key]))
                found.append(Solved(key, shown, given[self.language], cells))
        return found

    def as_json(self) -> dict[str, Any]:
        """The whole reproduction for programs."""
        rows = {row["row"][-1]: row for row in self.data["totals"]}
        return {
            "cells": [
                {
                    "table": cell.table,
                    "row": cell.row,
                    "column": cell.column,
                    "printed": cell.printed,
                    "computed": json_number(cell.computed),
                    "difference": json_number(cell.difference),
                    "how": cell.how,
                }
                for cell in (*self.tables, *self.totals_as_printed())
            ],
            "slips": [
                {
                    "cell": f"totals, {slip.row}, {slip.column}",
                    "printed": slip.printed,
                    "what_was_done": self.slip_words(slip),
                    "true_mean": json_number(slip.true_mean),
                    "too_high_by": json_number(slip.too_high_by),
                }
                for slip in self.slips
            ],
            "totals_with_true_means": {
                key: json_number(self.true_total(row)) for key, row in rows.items()
            },
            "exact_totals": {key: json_number(self.exact_total(row)) for key, row in rows.items()},
            "on_own_terms": {key: json_number(self.own_total(row)) for key, row in rows.items()},
            "disagreements": [one[self.language] for one in self.data["disagreements"]],
            "solved": [
                {"parameter": s.key, "name": s.name, "value": s.value, "explains": list(s.cells)}
                for s in self.solved()
            ],
        }

    def largest_difference(self) -> Fraction:
        """The largest difference of any cell; 0 when all is reproduced."""
        cells = (*self.tables, *self.totals_as_printed())
        return max(abs(cell.difference) for cell in cells)

    def sentences(self) -> Iterator[str]:
        """The reproduction in a few lines for a terminal."""
        cells = [*self.tables, *self.totals_as_printed()]
        swedish = self.language == "sv"
        same = sum(not cell.difference for cell in cells)
        yield (
            f"{same} av {len(cells)} tryckta celler stämmer på kronan."
            if swedish
            else f"{same} of {len(cells)} printed cells agree to the krona."
        )
        for slip in self.slips:
            done, mean = self.slip_words(slip), kronor(slip.true_mean, self.language, 2)
            printed = kronor(Fraction(slip.printed), self.language)
            yield (
                f"{slip.row}, {slip.column}: tryckt {printed} = {done}; medelvärdet är {mean}."
                if swedish
                else f"{slip.row}, {slip.column}: printed {printed} = {done}; the mean is {mean}."
            )
        for row in self.data["totals"]:
            total, true = Fraction(row["printed"]["total"]), self.true_total(row)
            share = plain((total / true - 1) * 100, self.language)
            shown, mean = kronor(total, self.language), kronor(true, self.language, 2)
            yield (
                f"{row['row']}: tryckt {shown}, med sanna medelvärden {mean} ({share} % för högt)."
                if swedish
                else f"{row['row']}: printed {shown}, with true means {mean} ({share} % too high)."
            )


def half_up_exact(amount: Fraction) -> Fraction:
    """Whole kronor as a fraction."""
    return Fraction(half_up(amount))
