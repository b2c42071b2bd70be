"""Own types for quantities, and one formula in four readings."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from erfara.engines.costs import units
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.formula import Leaf, Mean, OnTop, Power, Product, Ratio, Sum, constant
from erfara.engines.costs.said import half_up, kronor, percent
from erfara.engines.costs.units import Degree, Hours, Kronor, People, Percentage

PEOPLE, WAGE = Leaf("people", People, ("peers", "peers")), Leaf("wage", Kronor)
DEGREE, TOP = Leaf("degree", Degree), Leaf("on_cost", Percentage)
VALUES = {"people": Fraction(8), "wage": Fraction(30000), "degree": Fraction(1, 2),
          "on_cost": Fraction("0.5228")}  # fmt: skip
EMPLOYMENT = Product((PEOPLE, WAGE, constant(12), DEGREE, OnTop(TOP)))


def test_one_formula_exactly_in_draws_in_excel_and_in_words() -> None:
    assert EMPLOYMENT.value(VALUES) == 2192832
    arrays = {**{key: float(value) for key, value in VALUES.items()}, "wage": np.full(3, 30000.0)}
    drawn = EMPLOYMENT.value(arrays)
    assert drawn.dtype == np.float64
    assert drawn == pytest.approx([2192832.0] * 3)
    cell = "in_{}".format
    assert EMPLOYMENT.excel(cell) == "in_people*in_wage*12*in_degree*(1+in_on_cost)"
    assert EMPLOYMENT.words(VALUES, "en") == "8 peers × 30 000 kr × 12 × 50 % × (1 + 52.28 %)"
    assert EMPLOYMENT.words(VALUES, "sv") == "8 peers × 30 000 kr × 12 × 50 % × (1 + 52,28 %)"
    assert list(EMPLOYMENT.rests_on()) == ["people", "wage", "degree", "on_cost"]


def test_the_other_parts_of_a_formula() -> None:
    hourly = Ratio(Product((WAGE, constant(12))), Leaf("hours", Hours))
    values = {**VALUES, "hours": Fraction(1800)}
    assert (hourly.value(values), hourly.kind) == (200, Kronor)
    assert hourly.excel(str) == "(wage*12/hours)"
    both = Mean((WAGE, Leaf("other", Kronor)))
    assert both.value({**values, "other": Fraction(40000)}) == 35000
    assert both.excel(str) == "AVERAGE(wage,other)"
    assert Sum((WAGE, WAGE)).value(values) == 60000
    assert Power(OnTop(TOP), 2).excel(str) == "(1+on_cost)^(2)"
    assert isinstance(Ratio(constant(1), constant(3)).value({}), Fraction)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Sum((DEGREE, TOP)),
        lambda: Mean((WAGE, PEOPLE)),
        lambda: OnTop(DEGREE),
        lambda: Product((WAGE, WAGE)),
        lambda: Product((DEGREE, TOP)),
        lambda: Ratio(PEOPLE, WAGE),
    ],
)
def test_what_means_nothing_is_refused_when_it_is_built(wrong) -> None:
    with pytest.raises(CostsError):
        wrong()


def test_a_percentage_and_a_degree_are_not_the_same_half() -> None:
    """A units library takes both for plain numbers and adds them."""
    half, on_top = Degree("0.5", "peers.degree"), Percentage("0.5", "region.on_cost")
    with pytest.raises(CostsError) as refused:
        half + on_top
    assert str(refused.value).startswith("region.on_cost: peers.degree is a degree of employment")
    assert "kan inte läggas ihop" in refused.value.sentences("sv")[0]
    assert half != on_top
    assert half + Degree("0.25") == Degree("0.75")
    assert Degree("0.75") - half == Degree("0.25")
    assert Kronor(30000) * half == Kronor(15000)
    assert Kronor(30000) / Hours(100) == Kronor(300)
    assert repr(half) == "Degree(1/2, 'peers.degree')"
    assert len({half, Degree("0.5"), on_top}) == 2


@pytest.mark.parametrize("kind", units.KINDS)
def test_every_kind_shows_itself_in_both_languages(kind: units.Kind) -> None:
    assert kind.show(Fraction(5, 2), "en").startswith(("2.5", "250 %"))
    assert kind.show(Fraction(5, 2), "sv").startswith(("2,5", "250 %"))


def test_rounding_is_half_up_from_the_exact_figure() -> None:
    assert half_up(Fraction(1, 2)) == 1
    assert half_up(Fraction(-1, 2)) == -1
    assert half_up(Fraction(5, 2)) == 3  # to even would give 2
    assert half_up(Fraction(1, 2) - Fraction(1, 10**60)) == 0
    assert half_up(Fraction("0.005"), 2) == Decimal("0.01")
    assert kronor(Fraction("2907172.5"), "sv", 2) == "2 907 172,50 kr"
    assert percent(Fraction("0.4522")) == "45.22 %"
