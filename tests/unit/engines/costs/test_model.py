"""From a scenario to figures: months, on-costs by year, prices, once and yearly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from erfara.engines.costs.calculation import as_json, calculate, conventions
from erfara.engines.costs.comparison import side_by_side
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.months import MonthsIn
from erfara.engines.costs.said import half_up
from tests.factories.cost_scenarios import SMALL, of, small

F = Fraction
RECRUITED = """recruitment:
  - {id: a, name: A, interviewed: 5, trained: 9, hours_per_interview: 3, repeat: once,
     functions: [{id: hr, name: HR, employer: region, wage: 30000}]}
"""


def test_a_small_scenario_by_hand() -> None:
    result = calculate(of(SMALL))
    peers = 2 * 30000 * 12 * F(1, 2) * F(3, 2)
    assert result.by_year == {2023: peers + 12000 + 5000, 2024: peers + 12000}
    assert result.one_off == 5000
    assert result.full_year == peers + 12000
    assert result.recurring == 2 * (peers + 12000)
    assert result.by_kind["premises"] == {2023: 12000, 2024: 12000}
    assert result.by_payer("en") == {"": result.total}


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2023-01-01", "2023-12-31", F(12)),
        ("2023-03-01", "2024-06-30", F(10)),
        ("2022-05-01", "2023-02-28", F(2)),
        ("2023-04-16", "2023-04-30", F(1, 2)),
        ("2023-01-31", "2023-01-31", F(1, 31)),
        ("2024-01-01", "2024-12-31", F(0)),
    ],
)
def test_months_in_2023(start: str, end: str, months: Fraction) -> None:
    known = MonthsIn(2023, date.fromisoformat(start), date.fromisoformat(end))
    assert known.amount == months


def test_a_post_counts_the_months_it_is_filled() -> None:
    text = small(**{"wage: 30000": "wage: 30000, start: 2023-10-01, end: 2024-03-31"})
    (line, *_) = calculate(of(text)).lines
    assert line.by_year == {2023: 2 * 30000 * 3 * F(3, 4), 2024: 2 * 30000 * 3 * F(3, 4)}
    assert line.full_year == 2 * 30000 * 12 * F(3, 4)


def test_what_is_yearly_counts_the_part_of_a_year_in_the_period() -> None:
    result = calculate(of(small(**{"end: 2024-12-31": "end: 2024-06-30"})))
    room = next(line for line in result.lines if line.line.key == "other.room")
    assert room.by_year == {2023: 12000, 2024: 6000}
    assert "6 / 12" in result.how(room, 2024)


def test_nominal_prices_rise_from_the_price_year() -> None:
    text = small(**{"price_year: 2023, prices: fixed":
                    "price_year: 2022, prices: nominal, indexation: 10 %"})  # fmt: skip
    room = next(x for x in calculate(of(text)).lines if x.line.key == "other.room")
    assert room.by_year == {2023: 13200, 2024: 14520}
    # A full running year stays in the prices of the price year.
    assert room.full_year == 12000


def test_on_costs_come_from_the_dated_table() -> None:
    text = small(
        **{"on_cost: 50 %": "on_cost_table: regions", "start: 2023-01-01": "start: 2022-01-01"}
    )
    scenario = of(text)
    result = calculate(scenario)
    rates = {key: p.base for key, p in result.model.parameters.items() if key.startswith("on_cost")}
    assert rates == {
        "on_cost.region.2022": F("0.4522"),  # the decided, not the preliminary 46.27
        "on_cost.region.2023": F("0.5228"),
        "on_cost.region.2024": F("0.5228"),
    }
    codes = [said.code for said in scenario.warnings]
    assert codes == ["on_cost.past", "on_cost.average"]
    assert "2023-12-31" in scenario.warnings[0].say("sv")
    parts = result.model.parameters["on_cost.region.2023"].spread.describes()
    assert {name: float(share) for name, share in parts.items()} == {
        "law": 0.3142, "insurance": 0.0013, "pension": 0.2073,
    }  # fmt: skip


def test_a_scenario_may_bring_on_costs_of_its_own() -> None:
    rows = """on_costs:
  - {sector: regions, from: 2024-01-01, until: 2024-12-31, status: decided, total: 48 %}
  - {sector: regions, from: 2024-01-01, until: 2024-12-31, ages: "67+", status: decided,
     total: 20 %}
"""
    text = small(**{"on_cost: 50 %": "on_cost_table: regions"})
    result = calculate(of(text + rows))
    assert result.model.parameters["on_cost.region.2024"].base == F("0.48")
    assert "on_cost.past" not in [said.code for said in result.scenario.warnings]
    with pytest.raises(CostsError, match="as early as 2023"):
        of(text.replace("on_cost_table: regions", 'on_cost_table: regions, ages: "67+"') + rows)


@pytest.mark.parametrize(
    "row",
    [
        "{sector: x, from: 2024-01-01, until: 2023-12-31, status: decided, total: 48 %}",
        "{sector: x, from: 2024-01-01, until: 2024-12-31, status: decided, law: 48 %}",
        "{sector: x, from: 2024-01-01, until: 2024-12-31, status: decided}",
    ],
)
def test_rows_of_on_costs_that_make_no_sense(row: str) -> None:
    with pytest.raises(CostsError):
        of(f"{SMALL}on_costs:\n  - {row}\n")


def test_two_employers_mean_either_at_the_mean_of_their_on_costs() -> None:
    text = small(**{"- {id: region, name: Region, on_cost: 50 %}":
                    "- {id: region, name: Region, on_cost: 50 %}\n"
                    "  - {id: club, name: Club, on_cost: 40 %}",
                    "employer: region": "employer: [region, club]"})  # fmt: skip
    (line, *_) = calculate(of(text)).lines
    assert line.by_year[2023] == 2 * 30000 * 12 * F(1, 2) * F("1.45")


def test_a_rule_past_its_last_day_warns() -> None:
    text = small(**{"amount: 5000": "amount: {value: 5000, last_valid: 2023-06-30}"})
    (warning,) = of(text).warnings
    assert warning.code == "parameter.past"
    assert "2023-06-30" in warning.en


def test_a_shared_driver_moves_what_it_drives() -> None:
    text = small(**{"wage: 30000": "wage: {value: 30000, driver: pay}"})
    text += "drivers:\n  - {id: pay, name: Pay, factor: {distribution: triangular, "
    text += "low: 1, mode: 1.1, high: 1.2}}\n"
    (line, *_) = calculate(of(text)).lines
    assert line.by_year[2023] == 2 * 33000 * 12 * F(1, 2) * F(3, 2)


@pytest.mark.parametrize(
    ("section", "code"),
    [
        (RECRUITED, "recruitment.steps"),
        ("training:\n  - {id: a, name: A, repeat: once}\n", "training.empty"),
        ("training:\n  - {id: a, name: A, days: 2, repeat: once}\n", "training.parts"),
        ("training:\n  - {id: a, name: A, lump: 5, travel: 5, repeat: once}\n", "training.parts"),
        ("outcome:\n  - {year: 2023, amount: 5}\n", "outcome.where"),
        ("outcome:\n  - {year: 2030, kind: staff, amount: 5}\n", "outcome.year"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_together(section: str, code: str) -> None:
    with pytest.raises(CostsError) as refused:
        of(SMALL + section)
    assert code in [problem.said.code for problem in refused.value.problems]


def test_an_hourly_wage_needs_the_hours_of_a_year() -> None:
    text = small(**{"hours_per_year: 1800\n": ""})
    text += "recruitment:\n  - {id: a, name: A, interviewed: 5, hours_per_interview: 3, "
    text += "repeat: once, functions: [{id: hr, name: HR, employer: region, wage: 30000}]}\n"
    with pytest.raises(CostsError, match="hours_per_year is needed"):
        of(text)


def test_payments_support_and_who_pays() -> None:
    text = SMALL + (
        "payments:\n  - {id: fee, name: Fees, assignments: 10, people: 2, fee: 500, "
        "contribution: 31.42 %, travel: 100, payer: Borrower}\n"
        "support:\n  - {id: sign, name: Interpreter, group: interpreter, number: 4, price: 800}\n"
    )
    result = calculate(of(text))
    lines = {line.line.key: line for line in result.lines}
    assert lines["payments.fee.fee"].by_year[2023] == 10 * 2 * 500 * F("1.3142")
    assert lines["payments.fee.travel"].by_year[2023] == 2000
    assert lines["support.sign"].by_year[2023] == 3200
    assert result.by_payer("en")["Borrower"] == 2 * (10000 * F("1.3142") + 2000)


def test_the_conventions_are_sentences_in_both_languages() -> None:
    text = small(**{"ranges: mean": "ranges: low, discount: {rate: 3 %, kind: real}"})
    said = conventions(of(text))
    assert [s.code for s in said] == [
        "prices.fixed", "timing.middle", "ranges.low", "budget.undiscounted", "effects.discounted",
    ]  # fmt: skip
    assert "2023" in said[0].sv
    assert "3 % (real)" in said[-1].en


def test_the_json_has_every_line_explained_and_every_figure_sourced() -> None:
    found = as_json(calculate(of(SMALL)))
    assert all(line["how"]["2023"] for line in found["lines"])
    assert all(p["source"] == "A report" and p["year"] == 2023 for p in found["parameters"])
    assert found["totals"]["one_off"] == 5000
    assert half_up(F(found["totals"]["whole_period"])) == Decimal(1109000)


def test_side_by_side_compares_like_with_like() -> None:
    one, more = calculate(of(SMALL)), calculate(of(small(**{"people: 2": "people: 3"})))
    table = side_by_side([one, more])
    rows = {row.key: row for row in table.rows}
    assert rows["full_year"].differences == (F(0), F(270000))
    assert "kind.travel" not in rows
    assert any("a full running year" in line for line in table.sentences("en"))
    other = calculate(of(small(**{"price_year: 2023": "price_year: 2022"})))
    with pytest.raises(CostsError, match="can't be compared"):
        side_by_side([one, other])
