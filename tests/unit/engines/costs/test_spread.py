"""Ranges and distributions: means, ends, draws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from erfara.engines.costs import special, spread
from erfara.engines.costs.simulation import stream

F = Fraction
SPREADS = [
    spread.Uniform(F(2), F(5)),
    spread.Range(F(2), F(5), "mean"),
    spread.Triangular(F(2), F(3), F(7)),
    spread.Pert(F(2), F(3), F(7)),
    spread.Gamma(F(25), F(400)),
    spread.Beta(F(12), F(3)),
    spread.Normal(F(100), F(5)),
]


def test_the_mean_of_a_range_has_its_brackets() -> None:
    assert spread.mean_of_range(F(470304), F(504351)) == F("487327.5")


def test_a_range_follows_its_rule() -> None:
    assert [spread.Range(F(2), F(5), rule).base() for rule in spread.RULES] == [
        F("3.5"), 2, 5, F("3.5"),
    ]  # fmt: skip


@pytest.mark.parametrize("known", SPREADS, ids=lambda s: type(s).__name__)
def test_draws_tend_to_the_mean_and_lie_between_the_ends(known: spread.Spread) -> None:
    drawn = known.draw(stream(1, "x"), 200_000)
    assert drawn.dtype == np.float64
    low, high = (float(end) for end in known.ends())
    assert drawn.mean() == pytest.approx(float(known.mean()), rel=0.005)
    inside = ((drawn >= low) & (drawn <= high)).mean()
    assert inside == pytest.approx(0.95, abs=0.005) or inside == 1.0


def test_nothing_to_draw_where_the_ends_meet() -> None:
    for known in (spread.Triangular(F(2), F(2), F(2)), spread.Pert(F(2), F(2), F(2))):
        assert set(known.draw(stream(1, "x"), 5)) == {2.0}
    assert not spread.Fixed(F(2)).uncertain


@pytest.mark.parametrize("shape", [0.5, 1.0, 25.0, 400.0])
def test_gamma_quantiles(shape: float) -> None:
    for p in (0.025, 0.5, 0.975):
        assert special.gamma_share(shape, special.gamma_quantile(shape, 1, p)) == pytest.approx(p)
    # Exponential, where the quantile is known.
    assert special.gamma_quantile(1, 2, 0.5) == pytest.approx(2 * np.log(2))


@pytest.mark.parametrize(("a", "b"), [(12, 3), (0.5, 0.5), (200, 300), (1, 1)])
def test_beta_quantiles(a: float, b: float) -> None:
    for p in (0.025, 0.5, 0.975):
        assert special.beta_share(a, b, special.beta_quantile(a, b, p)) == pytest.approx(p)
    assert special.beta_quantile(1, 1, 0.3) == pytest.approx(0.3)
    # Arcsine, where it is known too.
    assert special.beta_quantile(0.5, 0.5, 0.25) == pytest.approx(np.sin(np.pi / 8) ** 2)
