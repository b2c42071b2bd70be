"""Tornado, Monte Carlo, cost-effectiveness from draws, break-even."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from erfara.engines.costs import checking, model, simulation
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.discounting import factor
from erfara.engines.costs.draws import evaluate_table, read_draws, read_table
from erfara.engines.costs.effectiveness import Option, compare, evaluate, expected_gain, frontier
from erfara.engines.costs.effects import break_even, effects_view, saved_a_year
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.sensitivity import ends, tornado
from tests.factories.cost_scenarios import SMALL, of, small

F = Fraction
UNSURE = {"wage: 30000": "wage: {low: 28000, high: 34000}",
          "amount: 12000": "amount: {distribution: gamma, mean: 12000, sd: 1200}"}  # fmt: skip
EFFECT = """effects:
  - {id: days, name: Bed days, unit: bed day, found: Nothing sure., number: {low: 50, high: 150},
     value: 6000, evidence: example}
"""


def test_the_tornado_moves_one_figure_at_a_time_and_the_widest_is_first() -> None:
    result = calculate(of(small(**UNSURE)))
    wage, room = tornado(result)
    assert wage.key == "employment.peers.wage"
    assert (wage.at_low, wage.at_high) == (result.total - 108000, result.total + 108000)
    assert room.width < wage.width
    low, high = ends(result)
    assert low < wage.at_low < result.total < wage.at_high < high


def test_fewer_hours_a_year_are_dearer() -> None:
    text = small(**{"hours_per_year: 1800": "hours_per_year: {low: 1600, high: 1800}"})
    text += "recruitment:\n  - {id: a, name: A, interviewed: 5, hours_per_interview: 3, "
    text += "repeat: once, functions: [{id: hr, name: HR, employer: region, wage: 30000}]}\n"
    result = calculate(of(text))
    (bar,) = tornado(result)
    assert bar.at_low > bar.at_high
    assert ends(result) == (bar.at_high, bar.at_low)


def test_which_employer_it_becomes_is_a_choice_with_two_ends() -> None:
    result = calculate(checking.find("uppsala-1"))
    choice, lump = tornado(result)
    assert (choice.low.en, choice.high.en) == ("Hjärnkoll", "Region Uppsala")
    # Two years of 470 304 or 504 351.36 kr, beside the mean of both.
    assert choice.at_high - choice.at_low == 2 * (F("504351.36") - 470304)
    assert lump.key == "training.peers.lump"
    low, high = ends(result)
    assert (low, high) == (result.total - F("34047.36") - 25000, result.total + F("59047.36"))


def test_the_same_seed_gives_the_same_draws_whatever_the_order() -> None:
    text = small(**UNSURE)
    turned = text.replace("employment:", "EMP").replace("other:", "OTH")
    head, peers, other = turned.partition("EMP")[0], *turned.partition("EMP")[2].split("OTH")
    turned = f"{head}other:{other}employment:{peers}"
    one, two = (simulation.simulate(model.build(of(t)), 20_000) for t in (text, turned))
    assert one.summary.mean == pytest.approx(two.summary.mean, rel=1e-12)
    again = simulation.simulate(model.build(of(text)), 20_000, seed=2)
    assert again.summary.mean != one.summary.mean


def test_each_parameter_is_drawn_for_itself() -> None:
    """Two rooms as unsure as each other: their doubts add as squares, not as they are."""
    text = small(**{"amount: 12000": "amount: {low: 0, high: 12000}",
                    "amount: 5000, kind: material, repeat: once":
                    "amount: {low: 0, high: 12000}, kind: material, repeat: yearly"})  # fmt: skip
    found = simulation.simulate(model.build(of(text)), 100_000)
    one = 2 * 12000 / 12**0.5
    assert found.summary.sd == pytest.approx(one * 2**0.5, rel=0.01)


def test_the_mean_of_the_draws_tends_to_the_analytic_one() -> None:
    built = model.build(of(small(**UNSURE)))
    found = simulation.simulate(built, 200_000)
    assert abs(found.summary.mean - float(calculate(built).total)) < 4 * found.standard_error
    # 36 wages of 6 000 kr between their ends, and two rooms with a sd of 1 200 kr.
    assert found.summary.sd == pytest.approx(np.hypot(36 * 6000 / 12**0.5, 2400), rel=0.01)


def test_the_chance_of_staying_within_a_budget() -> None:
    built = model.build(of(small(**UNSURE)))
    total = calculate(built).total
    found = simulation.simulate(built, 50_000, budgets=(F(0), total, F(10**8)))
    assert list(found.under.values()) == pytest.approx([0, 0.5, 1], abs=0.01)


def test_many_draws_are_summed_up_in_bounded_memory(monkeypatch) -> None:
    """Beyond the limit quantiles come from a histogram, and agree with the exact ones."""
    built = model.build(of(small(**UNSURE)))
    exact = simulation.simulate(built, 300_000)
    monkeypatch.setattr(simulation, "_KEPT", 100_000)
    binned = simulation.simulate(built, 300_000)
    assert binned.summary._kept == []
    width = binned.summary.high - binned.summary.low
    assert binned.summary.quantiles() == pytest.approx(exact.summary.quantiles(), abs=width / 1e4)
    assert binned.summary.mean == pytest.approx(exact.summary.mean)
    assert sum(binned.summary.histogram()[1]) == 300_000


def test_nothing_uncertain_and_too_many_draws() -> None:
    built = model.build(of(SMALL))
    found = simulation.simulate(built, 10)
    assert found.summary.sd == 0
    assert found.as_json()["mean"] == 1109000
    with pytest.raises(CostsError):
        simulation.simulate(built, 0)
    with pytest.raises(CostsError):
        simulation.simulate(built, 10**9)


def test_break_even_stands_beside_what_studies_found() -> None:
    result = calculate(of(SMALL + EFFECT))
    (one,) = break_even(result)
    assert one.needed == result.full_year / 6000
    assert one.needed_with_one_off == result.total / 2 / 6000
    assert "92.0 a year would pay for 552 000 kr, at 6 000 kr each" in one.said().en
    assert one.as_json("en")["found"] == "Nothing sure."
    assert saved_a_year(result) == 600000


def test_break_even_without_a_value_or_a_number() -> None:
    without = EFFECT.replace("value: 6000, ", "")
    (one,) = break_even(calculate(of(SMALL + without)))
    assert (one.needed, one.worth) == (None, F(5520))
    neither = without.replace("number: {low: 50, high: 150},", "")
    (one,) = break_even(calculate(of(SMALL + neither)))
    assert one.said().code == "break_even.unknown"
    assert effects_view(calculate(of(SMALL + neither))) == []


def test_the_effects_view_is_discounted_with_0_and_5_beside_it() -> None:
    text = small(**{"ranges: mean": "ranges: mean, discount: {rate: 4 %, kind: real}"}) + EFFECT
    result = calculate(of(text))
    rows = effects_view(result)
    assert [row["rate"] for row in rows] == [0.0, 0.03, 0.04, 0.05]
    assert [row["rate"] for row in rows if row["main"]] == [0.04]
    assert rows[0]["icer"] == float(result.total / 200)
    assert rows[0]["effects"] == 200
    half = factor(F(3, 100), 0, "middle")
    assert float(half) == pytest.approx(1.03**-0.5, rel=1e-15)


def test_cost_effectiveness_pairs_are_paired_and_discounted() -> None:
    text = small(**{"ranges: mean": "ranges: mean, discount: {rate: 3 %, kind: real}", **UNSURE})
    scenario = of(text + EFFECT)
    pair = simulation.pairs(model.build(scenario), scenario.items("effects")[0], 60_000, 1)
    rows = {row["rate"]: row for row in effects_view(calculate(scenario))}
    assert pair.cost.mean() == pytest.approx(rows[0.03]["cost"], rel=0.001)
    assert pair.effect.mean() == pytest.approx(rows[0.03]["effects"], rel=0.005)
    neither = of(SMALL + EFFECT.replace("number: {low: 50, high: 150},", ""))
    with pytest.raises(CostsError, match="no number a year"):
        simulation.pairs(model.build(neither), neither.items("effects")[0], 10, 1)


def test_the_difference_of_two_scenarios_is_paired_draw_by_draw() -> None:
    """Both draw the same wage: what differs is one person, however unsure the wage is."""
    one, more = (of(small(**{**UNSURE, "people: 2": f"people: {n}"})) for n in (2, 3))
    found = simulation.difference(model.build(more), model.build(one), 20_000, 1)
    assert found.cheaper == 0
    assert found.summary.mean == pytest.approx(18 * 31000, rel=0.001)
    assert found.summary.low >= 18 * 28000
    assert found.summary.high <= 18 * 34000


# Draws made elsewhere

CSV = """option,draw,effect,cost
usual,1,1,100
usual,2,2,200
usual,3,3,300
new,3,5,500
new,1,2,250
new,2,2,150
"""


def test_draws_by_hand() -> None:
    found = evaluate_table(read_table(CSV), [0, 100], "usual")
    # new - usual: cost 150, -50, 200; effect 1, 0, 2.
    assert found.increments["new"] == Option("new", pytest.approx(100), pytest.approx(1))
    assert found.icers["new"] == pytest.approx(100)  # a mean of ratios would have no value at all
    assert found.eib["new"] == pytest.approx((-100, 0))
    assert found.ceac_against["new"] == pytest.approx((1 / 3, 1 / 3))
    # k = 100: increments -50, 50, 0; the tie is shared.
    assert found.ceac["new"] == pytest.approx((1 / 3, 0.5))
    assert found.evpi == pytest.approx((50 / 3, 50 / 3))
    assert found.best[0] == "usual"
    assert found.ceaf[0] == pytest.approx(2 / 3)
    assert found.words["new"].code == "more_for_more"
    assert found.quadrants["new"]["north_east"] == pytest.approx(2 / 3)
    found.as_json()


def test_ceaf_is_of_the_option_best_on_average_not_the_likeliest() -> None:
    """One draw in ten gains much: best on average, and seldom best."""
    gain = np.array([100.0] + [-1.0] * 9)
    found = evaluate({"none": np.zeros(10), "bet": -gain},
                     {"none": np.zeros(10), "bet": np.zeros(10)}, [0], "none")  # fmt: skip
    assert found.best == ("bet",)
    assert found.ceaf == (0.1,)
    assert found.evpi[0] == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("cost", "effect", "code"),
    [(0, 0, "same"), (-1, 1, "dominates"), (0, 1, "dominates"), (1, -1, "dominated"),
     (1, 0, "dominated"), (2, 1, "more_for_more"), (-2, -1, "less_for_less")],
)  # fmt: skip
def test_dominance_is_said_in_words(cost: int, effect: int, code: str) -> None:
    said = compare(Option("new", cost, effect), Option("old", 0, 0))
    assert said.code == code
    assert said.en
    assert said.sv


def test_the_frontier_with_ties_and_equals() -> None:
    options = [Option("a", 0, 0), Option("same", 0, 0), Option("b", 10, 1), Option("c", 20, 2)]
    found = {s.option.name: s.status for s in frontier(options)}
    assert found == {"a": "frontier", "same": "dominated", "b": "frontier", "c": "frontier"}
    assert expected_gain(-1, 0) == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "draws.columns"),
        ("a,b\n1,2\n", "draws.columns"),
        ("option,draw,effect,cost\nx,1,1,1\n", "draws.options"),
        ("option,draw,effect,cost\nx,1,nan,1\ny,1,1,1\n", "draws.figure"),
        ("option,draw,effect,cost\nx,1,inf,1\ny,1,1,1\n", "draws.figure"),
        ("option,draw,effect,cost\nx,1,many,1\ny,1,1,1\n", "draws.figure"),
        ("option,draw,effect,cost\nx,1\n", "draws.short"),
        ("option,draw,effect,cost\nx,1,1,1\nx,1,1,1\n", "draws.twice"),
        ("option,draw,effect,cost\n,1,1,1\n", "draws.no_option"),
        ("option,draw,effect,cost\nx,1,1,1\ny,2,1,1\n", "draws.unpaired"),
    ],
)
def test_draws_that_cannot_be_used(text: str, code: str) -> None:
    with pytest.raises(CostsError) as refused:
        read_table(text)
    assert refused.value.problems[0].said.code == code


def test_draws_from_a_swedish_spreadsheet_and_from_nowhere(tmp_path) -> None:
    swedish = "Option;Draw;Effect;Cost;Note\nx;1;0,5;1000,50;ja\ny;1;1,5;2000;nej\n"
    (tmp_path / "draws.csv").write_text("\ufeff" + swedish, encoding="utf-8")
    assert read_draws(tmp_path / "draws.csv") == {
        "x": {"1": (0.5, 1000.5)},
        "y": {"1": (1.5, 2000.0)},
    }
    with pytest.raises(CostsError):
        read_draws(tmp_path / "none.csv")
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(CostsError, match=r"50\.0 MB"):
        read_draws(tmp_path / "large.csv")
    with pytest.raises(CostsError, match="no option 'z'"):
        evaluate_table(read_table(CSV), [1], "z")
