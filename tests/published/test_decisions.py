"""Published results on dominance, distributions, value of information. Sources in cases.yaml."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
import yaml

from erfara.engines.costs.effectiveness import Option, evaluate, frontier, normal_evpi
from erfara.engines.costs.spread import Pert, beta_from, gamma_from, pert_shapes

CASES = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
C = CASES["C_dominance"]
F = CASES["F_closed_forms"]
H = CASES["H_distributions"]


def test_dominance_of_the_va_example() -> None:
    options = [Option(name, Fraction(cost), Fraction(str(effect)))
               for name, (cost, effect) in C["cost_effect"].items()]  # fmt: skip
    found = {standing.option.name: standing for standing in frontier(options)}
    assert [n for n, s in found.items() if s.status == "dominated"] == C["dominated"]
    extended = [n for n, s in found.items() if s.status == "extendedly dominated"]
    assert extended == C["extendedly_dominated"]
    assert {n: s.icer for n, s in found.items() if s.icer is not None} == C["icer"]
    assert "B gives at least as much" in found["A"].said.en
    assert "blandning av B och D" in found["C"].said.sv


def test_value_of_information_in_closed_form() -> None:
    for name, expected in F.items():
        k = int(name[1:])
        mean, of_effect, of_cost = float(k), 1.0 * k, 2.0
        both = (of_effect**2 + of_cost**2) ** 0.5
        assert normal_evpi(mean, both) == pytest.approx(expected["EVPI"], abs=1e-10)
        if k == 1:
            assert normal_evpi(mean, of_effect) == pytest.approx(expected["EVPPI_e"], abs=1e-10)
            assert normal_evpi(mean, of_cost) == pytest.approx(expected["EVPPI_c"], abs=1e-10)
            assert NormalDist().cdf(mean / both) == pytest.approx(expected["CEAC"], abs=1e-10)


def test_value_of_information_from_draws_tends_to_the_closed_form() -> None:
    generator = np.random.default_rng(1)
    effects = {"nothing": np.zeros(400_000), "it": generator.normal(1, 1, 400_000)}
    costs = {"nothing": np.zeros(400_000), "it": generator.normal(0, 2, 400_000)}
    found = evaluate(costs, effects, [1, 2, 3], "nothing")
    for place, k in enumerate((1, 2, 3)):
        assert found.evpi[place] == pytest.approx(F[f"k{k}"]["EVPI"], abs=0.006)
        assert found.eib["it"][place] == pytest.approx(k, abs=0.02)
    assert found.ceac["it"][0] == pytest.approx(F["k1"]["CEAC"], abs=0.003)
    assert found.ceaf[0] == found.ceac["it"][0]


def test_distributions_by_mean_and_sd() -> None:
    gamma, beta, pert = H["gamma"], H["beta"], H["pert"]
    shape_scale = gamma_from(Fraction(gamma["mean"]), Fraction(gamma["sd"]))
    assert shape_scale == (gamma["shape"], gamma["scale"])
    made = beta_from(Fraction(str(beta["mean"])), Fraction(str(beta["sd"])))
    assert made == (beta["a"], beta["b"])
    ends = tuple(Fraction(pert[name]) for name in ("low", "mode", "high"))
    assert pert_shapes(*ends) == (Fraction(str(pert["a"])), Fraction(str(pert["b"])))
    # The beta between the ends has the mean that PERT is known for: (a + 4 m + b) / 6.
    share = Fraction(str(pert["a"])) / (Fraction(str(pert["a"])) + Fraction(str(pert["b"])))
    assert Pert(*ends).mean() == ends[0] + share * (ends[2] - ends[0])
