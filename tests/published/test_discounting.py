"""Published results that depend on when a year's costs fall: the right timing, and the wrong ones.

Sources stand in cases.yaml beside each case. The cohorts are walked here, in plain numpy; what is
tested is what Erfara does with the costs and effects of each year.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import yaml

from erfara.engines.costs.discounting import Timing, present_value
from erfara.engines.costs.effectiveness import Option, frontier, icer

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
A = CASES["A_discounting_year_end"]
B = CASES["B_discounting_first_point_free"]
G = CASES["G_discount_timing"]


def hiv(strategy: str, timing: Timing | None) -> tuple[float, float]:
    """Cost (discounted unless timing is None) and life years of 20 years of HIV therapy."""
    counts = np.array([*A["transitions_mono"], [0, 0, 0, 1]], dtype=float)
    mono = counts / counts.sum(axis=1, keepdims=True)
    comb = mono * A["treatment_effect"]
    for state in range(4):
        comb[state, state] = 0
        comb[state, state] = 1 - comb[state].sum()
    place = np.array([1.0, 0, 0, 0])
    costs, years = [], []
    for year in range(1, A["years"] + 1):
        both = strategy == "comb" and year <= 2
        place = place @ (comb if both else mono)
        drug = A["drug_while_alive"] + (A["extra_drug_years_1_2_comb"] if both else 0)
        costs.append(float(place[:3] @ (np.array(A["cost_per_state"]) + drug)))
        years.append(float(place[:3].sum()))
    rate = Fraction(str(A["rate"])) if timing else Fraction(0)
    return present_value(costs, rate, timing or "end"), sum(years)


def test_hiv_therapy_comes_out_to_the_printed_digits() -> None:
    mono, comb = hiv("mono", "end"), hiv("comb", "end")
    expected = A["expected"]
    assert mono == pytest.approx((expected["mono_cost"], expected["mono_ly"]), rel=1e-8)
    assert comb == pytest.approx((expected["comb_cost"], expected["comb_ly"]), rel=1e-8)
    ratio = icer(Option("comb", *comb), Option("mono", *mono))
    assert ratio == pytest.approx(expected["icer"], rel=1e-8)


def test_hiv_therapy_undiscounted() -> None:
    for strategy, cost in A["undiscounted_costs"].items():
        assert hiv(strategy, None)[0] == pytest.approx(cost, rel=1e-8)


@pytest.mark.parametrize("timing", ["start", "middle"])
def test_a_wrong_timing_turns_hiv_therapy_red(timing: Timing) -> None:
    """With year 1 not discounted the figures are those that must not come out."""
    for strategy, wrong in A["wrong_convention_gives"].items():
        cost = hiv(strategy, timing)[0]
        assert cost != pytest.approx(A["expected"][f"{strategy}_cost"], rel=1e-3)
        if timing == "start":
            assert cost == pytest.approx(wrong, abs=0.01)


def sick_sicker(strategy: str, timing: Timing = "start") -> Option:
    """Discounted cost and QALYs over 75 years, by Simpson's rule over the points."""
    rates, ratios = B["rates"], B["hazard_ratios_on_HD"]
    slower = B["slower_progress"] if "B" in strategy else 1
    death = [1 - np.exp(-rates["HD"] * ratio) for ratio in (1, ratios["S1"], ratios["S2"])]
    move = {name: 1 - np.exp(-rates[name] * (slower if name == "S1S2" else 1))
            for name in ("HS1", "S1H", "S1S2")}  # fmt: skip
    table = np.zeros((4, 4))
    table[:3, 3], table[3, 3] = death, 1
    table[0, 1] = move["HS1"] * (1 - death[0])
    table[1, 0], table[1, 2] = (move[name] * (1 - death[1]) for name in ("S1H", "S1S2"))
    for state in range(3):
        table[state, state] = 1 - table[state].sum()
    extra = 0 if strategy == "SoC" else B["extra_cost"][strategy]
    cost = np.array(B["costs"], dtype=float) + np.array([0, extra, extra])
    utility = np.array(B["utilities"], dtype=float)
    if "A" in strategy:
        utility[1] = B["better_utility_in_S1"]
    place = np.array([1.0, 0, 0, 0])
    costs, effects = [], []
    for _ in range(B["years"] + 1):
        costs.append(float(place[:3] @ cost))
        effects.append(float(place[:3] @ utility))
        place = place @ table
    rate, shares = Fraction(str(B["rate"])), weights(B["years"] + 1)
    return Option(
        strategy,
        present_value(costs, rate, timing, shares),
        present_value(effects, rate, timing, shares),
    )


def weights(points: int) -> list[float]:
    """The published code's within-cycle weights: 1/3 at both ends, 2/3 and 4/3 in turn between.

    It counts points from 1 and gives 4/3 to the odd ones. Simpson's rule itself would begin with
    4/3, and wants an odd number of points; the printed figures come from these.
    """
    inner = [2 / 3 if point % 2 else 4 / 3 for point in range(1, points - 1)]
    return [1 / 3, *inner, 1 / 3]


def test_sick_sicker_comes_out_to_the_printed_digits() -> None:
    options = {name: sick_sicker(name) for name in ("SoC", "A", "B", "AB")}
    for name, (cost, effect) in B["recomputed"].items():
        assert options[name].cost == pytest.approx(cost, abs=0.05)
        assert options[name].effect == pytest.approx(effect, abs=5e-5)
    standings = {s.option.name: s for s in frontier(list(options.values()))}
    assert standings["A"].status == "dominated"
    assert round(standings["B"].icer) == B["expected"]["ICER_B"]
    assert round(standings["AB"].icer) == B["expected"]["ICER_AB"]
    assert round(options["SoC"].cost) == B["expected"]["SoC"][0]
    assert round(options["SoC"].effect, 3) == B["expected"]["SoC"][1]


def test_a_wrong_timing_turns_sick_sicker_red() -> None:
    wrong = sick_sicker("SoC", timing="end")
    assert wrong.cost != pytest.approx(B["expected"]["SoC"][0], rel=0.01)


@pytest.mark.parametrize("timing", ["start", "middle", "end"])
def test_three_payments_of_100(timing: Timing) -> None:
    value = present_value([100, 100, 100], Fraction(3, 100), timing)
    assert round(float(value), 2) == G[timing]
