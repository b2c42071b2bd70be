"""Monte Carlo of Uppsala's proposal 1 with 20 uncertain parameters, and one plain calculation.

The multiple compares a million draws through the model (drawing, formulas, mean, quantiles) with
drawing the same random numbers by bare numpy, in the same run: round by round, one after the other,
the median of the ratios. Bare numpy draws in the same chunks, which is its faster way; as one block
it is beside it. Memory is what numpy and Python held at the most, for ten times as many draws too.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import tracemalloc
from dataclasses import replace
from fractions import Fraction
from typing import Any

from erfara.engines.costs import calculation, checking, model, simulation, spread
from erfara.engines.costs.model import Model
from erfara.engines.costs.scenario import Parameter
from erfara.engines.costs.units import Degree, Percentage

UNCERTAIN = 20
DRAWS = 1_000_000
# Lines that the report doesn't have, so that there are 20 parameters to draw. They weigh little.
_MORE = """
payments:
  - {id: lent, name: Payments, assignments: 20, people: 2, fee: 500, contribution: 31.42 %}
support:
  - {id: sign, name: Interpreter, group: interpreter, number: 10, price: 1000}
"""


def uncertain_model() -> Model:
    """Proposal 1 with a distribution of each kind on 20 of its parameters."""
    path = checking.DATA / "scenarios" / "uppsala-1.yaml"
    built = model.build(checking.loads(path.read_text(encoding="utf-8") + _MORE))
    scenario = built.scenario
    used = sorted(
        {key for line in built.lines for f in line.by_year.values() for key in f.rests_on()}
    )
    # The report's own range first: it is uncertain already.
    keys = sorted(
        (key for key in used if key in scenario.parameters),
        key=lambda key: not scenario.parameters[key].spread.uncertain,
    )
    changed = dict(scenario.parameters)
    for number, key in enumerate(keys[:UNCERTAIN]):
        changed[key] = replace(changed[key], spread=_spread(changed[key], number))
    made = model.build(replace(scenario, parameters=changed))
    if len(made.uncertain()) != UNCERTAIN:
        raise SystemExit(f"{len(made.uncertain())} uncertain parameters, not {UNCERTAIN}.")
    return made


def _spread(parameter: Parameter, number: int) -> spread.Spread:
    base = parameter.base
    low, high, sd = base * Fraction(9, 10), base * Fraction(11, 10), base / 20
    if parameter.kind in (Percentage, Degree):
        return spread.Beta(*spread.beta_from(base, sd), by_mean=True)
    kinds: list[spread.Spread] = [
        spread.Pert(low, base, high),
        spread.Triangular(low, base, high),
        spread.Uniform(low, high),
        spread.Gamma(*spread.gamma_from(base, sd), by_mean=True),
        spread.Normal(base, sd),
    ]
    return kinds[number % len(kinds)]


def bare(built: Model, draws: int, chunk: int) -> float:
    """Seconds for drawing the same numbers and doing nothing with them."""
    calls: list[tuple[Any, tuple[float, ...]]] = []
    for parameter in built.uncertain():
        generator, known = simulation.stream(1, parameter.key), parameter.spread
        if isinstance(known, spread.Pert):
            a, b = spread.pert_shapes(known.low, known.mode, known.high)
            calls.append((generator.beta, (float(a), float(b))))
        elif isinstance(known, spread.Triangular):
            calls.append(
                (generator.triangular, (float(known.low), float(known.mode), float(known.high)))
            )
        elif isinstance(known, spread.Uniform):
            calls.append((generator.uniform, (float(known.low), float(known.high))))
        elif isinstance(known, spread.Gamma):
            calls.append((generator.gamma, (float(known.shape), float(known.scale))))
        elif isinstance(known, spread.Beta):
            calls.append((generator.beta, (float(known.a), float(known.b))))
        elif isinstance(known, spread.Normal):
            calls.append((generator.normal, (float(known.centre), float(known.sd))))
    began = time.perf_counter()
    for _ in range(draws // chunk):
        for draw, arguments in calls:
            draw(*arguments, chunk)
    return time.perf_counter() - began


def ours(built: Model, draws: int) -> float:
    """Seconds for the whole simulation."""
    began = time.perf_counter()
    found = simulation.simulate(built, draws, budgets=(Fraction(6_000_000),))
    found.as_json()
    return time.perf_counter() - began


def memory(built: Model, draws: int) -> float:
    """The most that was held at once, in MB."""
    tracemalloc.start()
    simulation.simulate(built, draws).as_json()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def plain() -> list[float]:
    """Milliseconds of each of 200 plain calculations of proposal 1."""
    scenario = checking.find("uppsala-1")
    times = []
    for _ in range(200):
        began = time.perf_counter()
        calculation.calculate(scenario)
        times.append((time.perf_counter() - began) * 1000)
    return times


def measure(draws: int, rounds: int) -> dict[str, Any]:
    """Everything, once warmed up."""
    built = uncertain_model()
    chunk = min(simulation.CHUNK, draws)
    ours(built, chunk)
    bare(built, chunk, chunk)
    took = [
        (ours(built, draws), bare(built, draws, chunk), bare(built, draws, draws))
        for _ in range(rounds)
    ]
    calculated = plain()
    return {
        "draws": draws,
        "uncertain_parameters": UNCERTAIN,
        "rounds": rounds,
        "ours_s": round(statistics.median(t[0] for t in took), 3),
        "bare_chunks_s": round(statistics.median(t[1] for t in took), 3),
        "bare_block_s": round(statistics.median(t[2] for t in took), 3),
        "multiple": round(statistics.median(t[0] / t[1] for t in took), 2),
        "multiple_of_block": round(statistics.median(t[0] / t[2] for t in took), 2),
        "memory_mb": round(memory(built, draws), 1),
        "memory_mb_ten_times_the_draws": round(memory(built, 10 * draws), 1),
        "plain_ms": round(statistics.median(calculated), 3),
        "plain_p95_ms": round(sorted(calculated)[int(len(calculated) * 0.95)], 3),
        "goals": {"multiple": 3, "plain_ms": 2},
    }


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="./run bench costs", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    found = measure(options.draws, options.rounds)
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    print(
        f"{found['draws']} draws of {UNCERTAIN} parameters: {found['ours_s']} s, bare numpy "
        f"{found['bare_chunks_s']} s in chunks, {found['bare_block_s']} s as one block."
    )
    print(
        f"Multiple {found['multiple']} (goal at most 3), {found['multiple_of_block']} of a block."
    )
    more = found["memory_mb_ten_times_the_draws"]
    print(f"Memory {found['memory_mb']} MB, {more} MB for ten times as many draws.")
    print(f"One plain calculation {found['plain_ms']} ms (goal at most 2).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
