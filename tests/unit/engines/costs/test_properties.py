"""What holds for every scenario, tried on random ones.

The suite runs a short form; COSTS_EXAMPLES=2000 runs a long one.
"""

from __future__ import annotations

import copy
import json
import os
import random
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from erfara.engines.costs import model, simulation
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.checking import loads
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.said import half_up
from erfara.engines.costs.sensitivity import ends, tornado
from erfara.engines.costs.spread import mean_of_range
from erfara.engines.costs.units import Kronor
from tests.factories.cost_scenarios import random_data, random_scenario, random_text

EXAMPLES = int(os.environ.get("COSTS_EXAMPLES", "20"))
short = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
numbers = st.integers(0, 10**6)


@short
@given(numbers)
def test_the_total_is_the_sum_of_its_lines_and_of_its_years_and_of_its_kinds(number: int) -> None:
    result = calculate(random_scenario(number))
    assert result.total == sum(line.total for line in result.lines)
    assert result.total == sum(result.by_year.values())
    assert result.total == sum(sum(years.values()) for years in result.by_kind.values())
    assert result.total == sum(result.by_payer("en").values())


@short
@given(numbers)
def test_one_off_and_recurring_are_all(number: int) -> None:
    result = calculate(random_scenario(number))
    assert result.one_off + result.recurring == result.total
    assert result.one_off >= 0 <= result.recurring


@short
@given(numbers, st.integers(1, 9))
def test_kronor_times_a_constant_times_everything(number: int, times: int) -> None:
    scenario = random_scenario(number)
    result = calculate(scenario)
    more = {key: p.base * times for key, p in scenario.parameters.items() if p.kind is Kronor}
    scaled = calculate(scenario.with_values(more))
    assert scaled.total == times * result.total
    for one, other in zip(result.lines, scaled.lines, strict=True):
        assert other.by_year == {year: times * amount for year, amount in one.by_year.items()}


@short
@given(numbers)
@example(1944)  # who is the cheapest employer depends on where the on-costs end
def test_low_mean_high_and_every_end_between(number: int) -> None:
    result = calculate(random_scenario(number))
    bars = tornado(result)
    low, high = ends(result, bars)
    assert low <= result.total <= high
    assert all(low <= min(b.at_low, b.at_high) <= max(b.at_low, b.at_high) <= high for b in bars)


@short
@given(numbers, st.integers(0, 10**6))
def test_turning_the_file_around_changes_nothing(number: int, turn: int) -> None:
    data, chance = random_data(number), random.Random(turn)
    turned = copy.deepcopy(data)
    for value in turned.values():
        if isinstance(value, list):
            chance.shuffle(value)
            for row in value:
                if isinstance(row.get("employer"), list):
                    row["employer"].reverse()
    fields = list(turned.items())
    chance.shuffle(fields)
    one, two = (loads(json.dumps(d, ensure_ascii=False)) for d in (data, dict(fields)))
    assert calculate(one).total == calculate(two).total
    drawn = [simulation.simulate(model.build(s), 500).summary.mean for s in (one, two)]
    assert drawn[0] == pytest.approx(drawn[1], rel=1e-12)


@settings(max_examples=max(3, EXAMPLES // 5), deadline=None)
@given(numbers)
def test_the_mean_of_the_draws_tends_to_the_analytic_one(number: int) -> None:
    """Where nothing is divided by and nothing appears twice, the mean of a product is the product
    of the means: hours a year and the shared driver are held still for that, and ranges count at
    their mean."""
    data = random_data(number)
    data["hours_per_year"], data["drivers"][0]["factor"] = "1800", "1"
    data["money"]["ranges"] = "mean"
    if "indexation" in data["money"]:
        data["money"]["indexation"] = "2 %"
    built = model.build(loads(json.dumps(data, ensure_ascii=False)))
    found = simulation.simulate(built, 20_000, seed=number)
    # Five standard errors: one false alarm in a million.
    error = 5 * found.standard_error + 1e-6
    assert found.summary.mean == pytest.approx(float(calculate(built).total), abs=error)


@short
@given(st.fractions(-(10**6), 10**6), st.fractions(-(10**6), 10**6))
def test_the_mean_of_a_range_lies_in_it(a: Fraction, b: Fraction) -> None:
    low, high = sorted((a, b))
    assert low <= mean_of_range(low, high) <= high
    assert mean_of_range(low, high) == mean_of_range(high, low)


@short
@given(st.fractions(-(10**6), 10**6), st.integers(0, 4))
def test_rounding_is_never_further_than_half_a_unit(amount: Fraction, places: int) -> None:
    unit = Fraction(1, 10**places)
    off = Fraction(half_up(amount, places)) - amount
    assert abs(off) <= unit / 2
    assert abs(off) < unit / 2 or (off > 0) == (amount > 0)


@settings(max_examples=EXAMPLES * 3, deadline=None)
@given(st.data(), numbers)
def test_a_damaged_file_gives_a_clear_error_or_a_scenario(data, number) -> None:
    """Whatever is done to the text: no other exception than ours, and never half a scenario."""
    text = random_text(number)
    at = data.draw(st.integers(0, len(text)))
    end = min(len(text), at + data.draw(st.integers(0, 60)))
    junk = data.draw(st.text(max_size=20))
    said = ["nothing is wrong"]
    try:
        calculate(loads(text[:at] + junk + text[end:]))
    except CostsError as error:
        said = error.sentences("sv")
    assert said
    assert all(said)
