"""What is written: Excel's formulas and names, page and PDF, charts, the schema, budgets."""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from fractions import Fraction

import openpyxl
import pytest
import yaml

from erfara.engines import pdf as shared
from erfara.engines.costs import budget, checking, excel, pdf, pictures, report, schema, simulation
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.scenario import Text
from erfara.engines.costs.sensitivity import tornado
from tests.factories.cost_scenarios import SMALL, of, random_scenario, small

F = Fraction
OUTCOME = """outcome:
  - {year: 2023, line: employment.peers, amount: 600000, volume: 10, because: A post was empty.}
  - {year: 2023, kind: premises, amount: 12000}
"""


def test_excel_holds_formulas_over_prefixed_names_and_sheets_apart() -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel.write(calculate(checking.find("uppsala-1")))))
    assert book.sheetnames == ["Inputs", "Calculation", "Result", "Sources"]
    assert all(name.startswith(("in_", "calc_", "out_")) for name in book.defined_names)
    where = book.defined_names["calc_employment__peers__2023"].attr_text
    sheet, cell = where.replace("'", "").split("!")
    assert book[sheet][cell].value == (
        "=in_employment__peers__people*in_employment__peers__wage*"
        "calc_months__employment__peers__2023*in_employment__peers__degree*"
        "(1+in_organisations__region__on_cost)"
    )


@pytest.mark.parametrize("number", range(4))
def test_nothing_that_is_computed_is_a_pasted_value(number: int) -> None:
    book = openpyxl.load_workbook(io.BytesIO(excel.write(calculate(random_scenario(number)))))
    for name in ("Calculation", "Result"):
        figures = [
            c for row in book[name].iter_rows() for c in row if c.data_type in "nf" and c.value
        ]
        assert figures
        assert all(c.data_type == "f" for c in figures)


def test_what_a_user_wrote_is_text_and_never_a_formula() -> None:
    """Every name of the random scenarios begins with an equals sign."""
    made = excel.write(calculate(random_scenario(1)), "sv")
    book = openpyxl.load_workbook(io.BytesIO(made))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert any(isinstance(c.value, str) and c.value.startswith("=lead") for c in cells)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert b"=lead" in parts.read("xl/sharedStrings.xml")
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>lead" in parts.read(n) for n in sheets)


def test_the_page_escapes_and_explains_and_says_the_conventions() -> None:
    page = report.html(calculate(random_scenario(1)), "sv")
    assert "=lead &amp; &lt;co&gt;" in page
    assert "<co>" not in page
    assert "Budgeten är inte diskonterad." in page
    assert "Det här är räkneexempel, inga löften." in page
    english = report.html(calculate(of(SMALL + OUTCOME)), "en")
    assert "A post was empty." in english
    assert "what it cost" not in english


def test_the_pdf_is_tagged_and_in_its_language() -> None:
    made = pdf.write(calculate(checking.find("uppsala-3")), "sv")
    assert made.startswith(b"%PDF-")
    streams = re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL)
    inside = b"".join(zlib.decompress(stream) for stream in streams if stream[:1] == b"x")
    assert b"/Marked true" in inside
    assert b"/Lang (sv)" in inside
    with pytest.raises(ValueError, match="Nothing is fetched"):
        shared._fetch_nothing("https://example.org/x.png")


def test_without_pango_there_is_a_sentence(monkeypatch) -> None:
    class Broken:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    with pytest.raises(CostsError, match="apt install libpango"):
        pdf.write(calculate(of(SMALL)))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_charts_say_what_they_show(language) -> None:
    result = calculate(random_scenario(3))
    drawn = simulation.simulate(result.model, 2000, budgets=(result.total,))
    edges, counts = drawn.summary.histogram()
    made = [
        pictures.years_by_kind(result, language),
        pictures.tornado(result, tornado(result), language),
        pictures.distribution(edges, counts, language, drawn.under),
        pictures.break_even_line(result.full_year, language, [Fraction(4000), Fraction(8000)]),
        pictures.slip_picture(language),
    ]
    for picture in made:
        assert picture.startswith("<svg")
        assert "<title>" in picture
        assert "nan" not in picture
    assert "487" in made[-1]


def test_the_schema_knows_every_field_and_the_page_too() -> None:
    made = schema.json_schema()
    assert set(made["required"]) == {"erfara", "id", "name", "period", "money"}
    post = made["properties"]["employment"]["items"]["properties"]
    assert post["wage"]["x-unit"] == "kr a month, full time"
    assert post["degree"]["$ref"] == "#/$defs/share"
    assert made["$defs"]["share"]["anyOf"][0]["pattern"].endswith("%$")
    page = schema.reference_page()
    assert "| `wage` * | monthly wage | månadslön på heltid |" in page
    assert "## recruitment.functions" in page


def fits(data: object, schema_part: dict, defs: dict) -> bool:
    """Just enough of JSON Schema for ours: does the data have this shape?"""
    if "$ref" in schema_part:
        return fits(data, defs[schema_part["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in schema_part:
        return any(fits(data, one, defs) for one in schema_part["anyOf"])
    if "enum" in schema_part:
        return data in schema_part["enum"]
    if schema_part["type"] == "object":
        known = schema_part["properties"]
        return (
            isinstance(data, dict)
            and set(schema_part.get("required", ())) <= set(data) <= set(known)
            and all(fits(value, known[name], defs) for name, value in data.items())
        )
    if schema_part["type"] == "array":
        return isinstance(data, list) and all(fits(x, schema_part["items"], defs) for x in data)
    pattern = schema_part.get("pattern", "")
    return isinstance(data, str | int | float) and bool(re.search(pattern, str(data)))


@pytest.mark.parametrize("name", checking.shipped())
def test_the_schema_takes_the_shipped_scenarios_and_refuses_a_slip(name: str) -> None:
    made = schema.json_schema()
    text = (checking.DATA / "scenarios" / f"{name}.yaml").read_text(encoding="utf-8")
    # Dates stay text, as an editor's checker sees them.
    data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 -- the loader without objects
    assert fits(data, made, made["$defs"])
    assert not fits({**data, "employ": []}, made, made["$defs"])
    data["coordinators"][0]["degree"] = "0.5"
    assert not fits(data, made, made["$defs"])


def test_a_deviation_is_split_into_volume_and_price() -> None:
    table = budget.compare(calculate(of(SMALL + OUTCOME)))
    peers, room = table.deviations
    # 12 full months for 540 000 kr were budgeted; it became 10 for 600 000.
    assert (peers.amount, peers.by_volume) == (F(60000), F(-90000))
    assert peers.by_price == F(150000)  # both together are the whole
    said = peers.said(table.names["employment.peers"])
    assert said.en.startswith("Peers 2023: 60 000 kr over budget (11.1 %). Volume -90 000 kr")
    assert "över budget (11,1 %)" in said.sv
    assert room.said(table.names["premises"]).en == "premises 2023: as budgeted."
    found = table.as_json("sv")
    rows = {row["kind"]: row for row in found["rows"]}
    assert rows["staff"]["outcome"] == {"2023": 600000, "2024": None}
    assert rows["total"]["outcome"]["2023"] == 612000
    assert rows["premises"]["name"] == "lokaler"


def test_outcomes_from_daily_records() -> None:
    result = calculate(of(SMALL))
    rows = [budget.Outcome(2023, "travel", Fraction(700))]
    (deviation,) = budget.compare(result, rows).deviations
    assert (deviation.budget, deviation.amount) == (F(0), F(700))
    assert deviation.said(Text("travel", "resor")).en == "travel 2023: 700 kr over budget."


@pytest.mark.parametrize(
    "rows",
    [
        "outcome:\n  - {year: 2023, line: nothing.here, amount: 5}\n",
        OUTCOME + "  - {year: 2023, kind: staff, amount: 5}\n",
    ],
)
def test_outcomes_that_cannot_be_compared(rows: str) -> None:
    with pytest.raises(CostsError):
        budget.compare(calculate(of(SMALL + rows)))


def test_a_scenario_with_no_line_at_all_is_a_page_and_a_file() -> None:
    head, _, _ = small().partition("employment:")
    result = calculate(of(head))
    assert result.total == 0
    assert excel.write(result)
    assert "0 kr" in report.html(result)
