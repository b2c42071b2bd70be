"""The scenario as an Excel file whose formulas live: change a wage, and it recalculates.

Inputs, calculation, result and sources stand on a sheet each. Every figure that is computed is a
formula over named cells, with the engine's own value as its cached result; the names begin with
`in_`, `calc_` or `out_`, since Excel refuses names that look like cells (`po23`) while LibreOffice
takes them. What users wrote is written as text, never as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import xlsxwriter

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import ZERO, Result, conventions
from erfara.engines.costs.effects import break_even, discounted, rates
from erfara.engines.costs.excel_words import FIGURES, WORDS
from erfara.engines.costs.formula import Formula
from erfara.engines.costs.months import MonthsIn
from erfara.engines.costs.said import Language, half_up
from erfara.engines.costs.scenario import Parameter
from erfara.engines.costs.units import Degree, Kind, Kronor, Number, Percentage

_OFFSETS = {"start": "0", "middle": "0.5", "end": "1"}


def write(result: Result, language: Language = "en") -> bytes:
    """The file's bytes."""
    return _Book(result, language).write()


def cell_name(key: str, prefix: str = "in") -> str:
    """The name of a parameter's cell. Short names hold no double underscore: none can collide."""
    return f"{prefix}_{key.replace('.', '__')}"


def _cell_of(key: str) -> str:
    """Months come from dates and are calculated; every other parameter is an input."""
    return cell_name(key, "calc" if key.startswith("months.") else "in")


class _Book:
    def __init__(self, result: Result, language: Language) -> None:
        self.result = result
        self.model = result.model
        self.scenario = result.scenario
        self.language: Language = language
        self.memory = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.memory,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_numbers": False,
                "strings_to_urls": False,
            },
        )
        self.formats = {
            "title": self.book.add_format({"bold": True, "font_size": 14}),
            "head": self.book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": self.book.add_format({"text_wrap": True, "valign": "top"}),
            "kronor": self.book.add_format({"num_format": "#,##0.00"}),
            "whole": self.book.add_format({"num_format": "#,##0"}),
            "share": self.book.add_format({"num_format": "0.00%"}),
            "number": self.book.add_format({"num_format": "0.######"}),
            "date": self.book.add_format({"num_format": "yyyy-mm-dd"}),
            "input": self.book.add_format({"num_format": "#,##0.00", "bg_color": "#FFF6D6"}),
            "input_share": self.book.add_format({"num_format": "0.00%", "bg_color": "#FFF6D6"}),
            "input_number": self.book.add_format({"num_format": "0.######", "bg_color": "#FFF6D6"}),
            "input_date": self.book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFF6D6"}),
            "sum": self.book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
        }
        self.names = {key: words[language] for key, words in WORDS.items()}
        self.inputs: Any = self.book.add_worksheet(self.names["inputs"])
        self.calc: Any = self.book.add_worksheet(self.names["calculation"])
        self.out: Any = self.book.add_worksheet(self.names["result"])
        self.sources: Any = self.book.add_worksheet(self.names["sources"])

    def write(self) -> bytes:
        """Fill the sheets and close the file."""
        self.book.set_properties({"title": self.scenario.name.say(self.language)})
        self._inputs()
        self._calculation()
        self._result()
        self._sources()
        self.out.activate()
        self.book.close()
        return self.memory.getvalue()

    # Small tools

    def text(self, sheet: Any, row: int, column: int, words: str, form: str = "text") -> None:
        """Text as text: a name that begins with = stays a name."""
        sheet.write_string(row, column, words, self.formats[form])

    def heads(self, sheet: Any, row: int, heads: Sequence[str], widths: Sequence[int]) -> None:
        """A row of heads, kept in sight."""
        for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
            self.text(sheet, row, column, head, "head")
            sheet.set_column(column, column, width)
        sheet.freeze_panes(row + 1, 0)

    def define(self, name: str, sheet: Any, row: int, column: int) -> None:
        """Give a cell its name."""
        self.book.define_name(name, f"='{sheet.get_name()}'!{_place(row, column)}")

    def formula(
        self, sheet: Any, row: int, column: int, text: str, value: Fraction, form: str
    ) -> None:
        """A formula with the engine's figure as what it gave last."""
        sheet.write_formula(row, column, f"={text}", self.formats[form], float(value))

    def form(self, kind: Kind, given: bool) -> str:
        """How a figure looks, and whether it is there to be changed."""
        name = {Percentage: "share", Degree: "share", Kronor: "kronor"}.get(kind, "number")
        if not given:
            return name
        return "input" if name == "kronor" else f"input_{name}"

    # Sheets

    def _inputs(self) -> None:
        sheet, say = self.inputs, self.names
        self.text(sheet, 0, 0, self.scenario.name.say(self.language), "title")
        self.text(sheet, 1, 0, say["change"])
        heads = [say[key] for key in ("cell", "what", "value", "unit", "source", "year")]
        self.heads(sheet, 3, [*heads, say["evidence"], say["note"]],
                   (44, 40, 16, 24, 40, 8, 26, 50))  # fmt: skip
        row = 4
        for parameter in self.model.parameters.values():
            row = self._parameter(parameter, row)
        for key, months in self._spans().items():
            for end, day in (("start", months.start), ("end", months.end)):
                self.text(sheet, row, 0, cell_name(f"{key}.{end}"))
                self.text(sheet, row, 1, f"{key}: {say[end]}")
                self._date(sheet, row, day)
                self.define(cell_name(f"{key}.{end}"), sheet, row, 2)
                row += 1

    def _date(self, sheet: Any, row: int, day: date) -> None:
        # Days since 1899-12-30, as both programs count them.
        sheet.write_number(row, 2, (day - date(1899, 12, 30)).days, self.formats["input_date"])

    def _spans(self) -> dict[str, MonthsIn]:
        """Each pair of days once: the months of every year come from it."""
        found: dict[str, MonthsIn] = {}
        for key, months in self.model.months.items():
            found.setdefault(_span(key), months)
        return found

    def _parameter(self, parameter: Parameter, row: int) -> int:
        """The rows of a parameter: what describes it, then the figure that is used."""
        sheet = self.inputs
        described = parameter.spread.describes()
        label = parameter.label.say(self.language)
        cells: dict[str, str] = {}
        if set(described) != {"value"}:
            for name, amount in described.items():
                cells[name] = cell_name(f"{parameter.key}__{name}")
                self.text(sheet, row, 0, cells[name])
                self.text(sheet, row, 1, f"{label}, {FIGURES[name][self.language]}")
                kind = Number if name in ("shape", "a", "b") else parameter.kind
                form = self.formats[self.form(kind, given=True)]
                sheet.write_number(row, 2, float(amount), form)
                self.define(cells[name], sheet, row, 2)
                row += 1
        name = cell_name(parameter.key)
        self.text(sheet, row, 0, name)
        self.text(sheet, row, 1, label)
        if cells:
            text = parameter.spread.excel_mean(cells)
            self.formula(sheet, row, 2, text, parameter.base, self.form(parameter.kind, False))
        else:
            form = self.formats[self.form(parameter.kind, given=True)]
            sheet.write_number(row, 2, float(parameter.base), form)
        self.define(name, sheet, row, 2)
        self.text(sheet, row, 3, parameter.unit)
        source = self.scenario.sources[parameter.source]
        self.text(sheet, row, 4, source.title.say(self.language))
        sheet.write_number(row, 5, parameter.year)
        swedish = self.language == "sv"
        self.text(sheet, row, 6, spec.EVIDENCE_WORDS[parameter.evidence][swedish])
        self.text(sheet, row, 7, parameter.note.say(self.language))
        return row + 1

    def _calculation(self) -> None:
        sheet, say, years = self.calc, self.names, self.scenario.years
        self.text(sheet, 0, 0, say["calculation"], "title")
        heads = [say[key] for key in ("cell", "line", "kind", "repeat", "payer")]
        self.heads(sheet, 2, [*heads, *map(str, years), say["full_year"], say["how"]],
                   (40, 40, 18, 14, 20, *(16 for _ in years), 16, 90))  # fmt: skip
        row = 3
        for key, months in self.model.months.items():
            self.text(sheet, row, 0, cell_name(key, "calc"))
            self.text(sheet, row, 1, f"{say['months']}: {_span(key)}")
            start, end = (cell_name(f"{_span(key)}.{side}") for side in ("start", "end"))
            column = 5 + years.index(months.year)
            self.formula(sheet, row, column, months.excel(start, end), months.amount, "number")
            self.define(cell_name(key, "calc"), sheet, row, column)
            row += 1
        first = row
        swedish = self.language == "sv"
        for line in self.result.lines:
            self.text(sheet, row, 0, cell_name(line.line.key, "calc"))
            self.text(sheet, row, 1, line.line.name.say(self.language))
            self.text(sheet, row, 2, spec.KIND_WORDS[line.line.kind][swedish])
            self.text(sheet, row, 3, say[line.line.repeat])
            self.text(sheet, row, 4, line.line.payer.say(self.language))
            for column, year in enumerate(years, 5):
                if year in line.by_year:
                    self._line(row, column, line.line.by_year[year], line.by_year[year],
                               f"{line.line.key}.{year}")  # fmt: skip
            if line.full_year is not None and line.line.full_year is not None:
                self._line(row, 5 + len(years), line.line.full_year, line.full_year,
                           f"{line.line.key}.full_year")  # fmt: skip
            how = self.result.how(line, min(line.by_year), self.language)
            self.text(sheet, row, 6 + len(years), how)
            row += 1
        # An empty row keeps the ranges good when a scenario has no line at all.
        last = max(row - 1, first)
        spans = {"kinds": 2, "repeats": 3, "full_year": 5 + len(years)}
        spans |= {f"year_{year}": column for column, year in enumerate(years, 5)}
        for name, column in spans.items():
            area = f"{_place(first, column)}:{_place(last, column)}"
            self.book.define_name(f"calc_all_{name}", f"='{sheet.get_name()}'!{area}")

    def _line(self, row: int, column: int, formula: Formula, value: Fraction, key: str) -> None:
        self.formula(self.calc, row, column, formula.excel(_cell_of), value, "kronor")
        self.define(cell_name(key, "calc"), self.calc, row, column)

    def _result(self) -> None:
        sheet, say, result = self.out, self.names, self.result
        years = self.scenario.years
        swedish = self.language == "sv"
        self.text(sheet, 0, 0, self.scenario.name.say(self.language), "title")
        self.text(sheet, 1, 0, self.scenario.about.say(self.language))
        self.heads(sheet, 3, [say["kind"], *map(str, years), say["whole_period"], say["rounded"]],
                   (44, *(16 for _ in years), 18, 18))  # fmt: skip
        row = 4
        for kind in spec.COST_KINDS:
            self.text(sheet, row, 0, spec.KIND_WORDS[kind][swedish])
            for column, year in enumerate(years, 1):
                text = f"SUMIF(calc_all_kinds,{_place(row, 0)},calc_all_year_{year})"
                self.formula(sheet, row, column, text, result.by_kind[kind][year], "kronor")
                self.define(f"out_kind_{kind}__{year}", sheet, row, column)
            self._across(row, sum(result.by_kind[kind].values(), ZERO), f"out_kind_{kind}")
            row += 1
        self.text(sheet, row, 0, say["total"], "head")
        for column, year in enumerate(years, 1):
            text = f"SUM(calc_all_year_{year})"
            self.formula(sheet, row, column, text, result.by_year[year], "sum")
            self.define(f"out_year__{year}", sheet, row, column)
        self._across(row, result.total, "out_total")
        row += 2
        for name in ("once", "yearly"):
            self.text(sheet, row, 0, say[f"{name}_sum"])
            value = result.one_off if name == "once" else result.recurring
            parts = "+".join(
                f'SUMIF(calc_all_repeats,"{say[name]}",calc_all_year_{year})' for year in years
            )
            self._single(row, parts, value, f"out_{name}")
            row += 1
        self.text(sheet, row, 0, say["full_year_sum"])
        self._single(row, "SUM(calc_all_full_year)", result.full_year, "out_full_year")
        row = self._break_even(row + 2)
        row = self._effects(row)
        self.text(sheet, row, 0, say["conventions"], "head")
        for said in (*conventions(self.scenario), *self.scenario.warnings):
            row += 1
            self.text(sheet, row, 0, said.say(self.language))

    def _across(self, row: int, value: Fraction, name: str) -> None:
        """The sum of a row's years, and the same in whole kronor."""
        last = len(self.scenario.years)
        text = f"SUM({_place(row, 1)}:{_place(row, last)})"
        self.formula(self.out, row, last + 1, text, value, "sum")
        self.define(name, self.out, row, last + 1)
        self._rounded(row, name, value)

    def _single(self, row: int, text: str, value: Fraction, name: str) -> None:
        column = len(self.scenario.years) + 1
        self.formula(self.out, row, column, text, value, "kronor")
        self.define(name, self.out, row, column)
        self._rounded(row, name, value)

    def _rounded(self, row: int, name: str, value: Fraction) -> None:
        # What both programs hold is a hair beside the exact figure: 0.5 must not become 0.4999…
        text = f"ROUND(ROUND({name},6),0)"
        column = len(self.scenario.years) + 2
        self.formula(self.out, row, column, text, Fraction(half_up(value)), "whole")

    def _break_even(self, row: int) -> int:
        for one in break_even(self.result):
            if one.value is None or one.needed is None:
                continue
            name = one.effect.name.say(self.language)
            self.text(self.out, row, 0, f"{self.names['break_even']}: {name}")
            value = cell_name(f"effects.{one.effect.id}.value")
            self.formula(self.out, row, 1, f"out_full_year/{value}", one.needed, "number")
            self.define(f"out_break_even__{one.effect.id}", self.out, row, 1)
            self.text(self.out, row, 2, one.effect.text("found").say(self.language))
            row += 1
        return row + 1

    def _effects(self, row: int) -> int:
        """Cost for each at every rate: the effects view, with its timing written out."""
        timing = _OFFSETS[self.scenario.money.timing]
        shares = _shares(self.result)
        for effect in self.scenario.items("effects"):
            if not effect.parameter("number"):
                continue
            number = cell_name(f"effects.{effect.id}.number")
            for place, rate in enumerate(rates(self.scenario)):
                cost, gained = discounted(self.result, effect, rate)
                if not gained:
                    continue
                shown = f"{self.names['discounted']} {float(rate):.1%}"
                self.text(self.out, row, 0, f"{effect.name.say(self.language)}: {shown}")
                own = "money.discount.rate" if rate == self.scenario.money.discount else ""
                yearly = cell_name(own) if own else repr(float(rate))
                factors = [f"(1+{yearly})^({n}+{timing})" for n in range(len(shares))]
                years = zip(self.scenario.years, factors, strict=True)
                costs = "+".join(f"out_year__{year}/{factor}" for year, factor in years)
                parts = zip(shares.values(), factors, strict=True)
                units = "+".join(f"{number}*{float(s)!r}/{factor}" for s, factor in parts)
                self.formula(self.out, row, 1, costs, cost, "kronor")
                self.formula(self.out, row, 2, units, gained, "number")
                ratio = f"{_place(row, 1)}/{_place(row, 2)}"
                self.formula(self.out, row, 3, ratio, cost / gained, "kronor")
                self.define(f"out_icer__{effect.id}__{place}", self.out, row, 3)
                row += 1
        return row + 1

    def _sources(self) -> None:
        sheet, say = self.sources, self.names
        heads = [say[key] for key in ("source", "title", "year", "address", "note")]
        self.heads(sheet, 0, heads, (20, 70, 10, 40, 60))
        used = {p.source for p in self.model.parameters.values()}
        row = 1
        for source in self.scenario.sources.values():
            if source.id in used:
                self.text(sheet, row, 0, source.id)
                self.text(sheet, row, 1, source.title.say(self.language))
                sheet.write_number(row, 2, source.year)
                self.text(sheet, row, 3, source.url)
                self.text(sheet, row, 4, source.note.say(self.language))
                row += 1
        row += 1
        for effect in self.scenario.items("effects"):
            self.text(sheet, row, 0, effect.name.say(self.language))
            self.text(sheet, row, 1, effect.text("found").say(self.language))
            row += 1


def _span(key: str) -> str:
    """months.employment.peers.2023 → employment.peers."""
    return key.removeprefix("months.").rpartition(".")[0]


def _place(row: int, column: int) -> str:
    """$C$5 for row 4, column 2."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"${letters}${row + 1}"


def _shares(result: Result) -> Mapping[int, Fraction]:
    scenario = result.scenario
    return {
        year: MonthsIn(year, scenario.start, scenario.end).amount / 12 for year in scenario.years
    }
