"""Probabilistic sensitivity analysis: every uncertain parameter drawn at once, with a seed.

Each parameter has a stream of its own, made from the seed and its name. So the order in a file
changes nothing, nor does the size of the chunks, and two scenarios that share a parameter share its
draws: increments are paired. Memory is bounded: what is kept doesn't grow with the draws.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from erfara.engines.costs.discounting import factor
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.model import Model
from erfara.engines.costs.said import Said
from erfara.engines.costs.scenario import Item

Array = NDArray[np.float64]

# Faster than one block: 50 000 doubles stay in the processor's cache.
CHUNK = 50_000
MOST_DRAWS = 100_000_000
# Up to here quantiles are exact; after it they come from a histogram this fine.
_KEPT = 1_000_000
_BINS = 65_536
QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)


def stream(seed: int, key: str) -> np.random.Generator:
    """The stream of one parameter."""
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(key.encode())]))


def chunks(model: Model, draws: int, seed: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Values for the formulas, chunk by chunk: arrays where uncertain, plain floats elsewhere."""
    if not 0 < draws <= MOST_DRAWS:
        raise wrong(
            "simulate.draws",
            f"{draws} draws: from 1 to {MOST_DRAWS} are possible.",
            f"{draws} dragningar: från 1 till {MOST_DRAWS} går bra.",
        )
    uncertain = {p.key: (p.spread, stream(seed, p.key)) for p in model.uncertain()}
    values: dict[str, Any] = {key: float(value) for key, value in model.values().items()}
    left = draws
    while left:
        size = min(left, CHUNK)
        for key, (spread, generator) in uncertain.items():
            values[key] = spread.draw(generator, size)
        yield size, values
        left -= size


def total(model: Model, values: Mapping[str, Any], size: int) -> Array:
    """The whole period's cost for each draw."""
    added: Any = 0.0
    for line in model.lines:
        for formula in line.by_year.values():
            added = added + formula.value(values)
    return added if isinstance(added, np.ndarray) else np.full(size, float(added))


class Summary:
    """Mean, spread and quantiles of as many figures as one likes, in bounded memory."""

    def __init__(self) -> None:
        self.count = 0
        self.mean = 0.0
        self._squares = 0.0
        self.low, self.high = np.inf, -np.inf
        self._kept: list[Array] = []
        self._bins: NDArray[np.int64] | None = None
        self._from, self._width = 0.0, 1.0

    def add(self, figures: Array) -> None:
        """Take in a chunk (Chan's way of joining means and squares)."""
        size, mean = len(figures), float(figures.mean())
        squares = float(np.square(figures - mean).sum())
        both, step = self.count + size, mean - self.mean
        self._squares += squares + step * step * self.count * size / both
        self.mean += step * size / both
        self.count = both
        self.low, self.high = min(self.low, figures.min()), max(self.high, figures.max())
        if self._bins is None and self.count <= _KEPT:
            self._kept.append(figures)
            return
        if self._bins is None:
            self._begin_bins()
        self._count(figures)

    def _begin_bins(self) -> None:
        # A million draws have seen nearly all; half their width more on each side holds the rest.
        kept = np.concatenate(self._kept)
        width = float(kept.max() - kept.min()) or 1.0
        self._from = float(kept.min()) - width / 2
        self._width = 2 * width / _BINS
        self._bins = np.zeros(_BINS, dtype=np.int64)
        self._kept = []
        self._count(kept)

    def _count(self, figures: Array) -> None:
        assert self._bins is not None  # noqa: S101 -- called after they were begun
        place = ((figures - self._from) / self._width).astype(np.int64)
        np.clip(place, 0, _BINS - 1, out=place)
        self._bins += np.bincount(place, minlength=_BINS)

    @property
    def sd(self) -> float:
        """Standard deviation of the draws."""
        return float(np.sqrt(self._squares / (self.count - 1))) if self.count > 1 else 0.0

    def quantiles(self, shares: Sequence[float] = QUANTILES) -> list[float]:
        """The figures below which these shares lie."""
        if self._bins is None:
            return [float(q) for q in np.quantile(np.concatenate(self._kept), shares)]
        reached = np.cumsum(self._bins) / self.count
        return [
            float(self._from + (np.searchsorted(reached, share) + 0.5) * self._width)
            for share in shares
        ]

    def histogram(self, bars: int = 40) -> tuple[list[float], list[int]]:
        """Edges and counts of a chart."""
        if self._bins is None:
            counts, edges = np.histogram(np.concatenate(self._kept), bins=bars)
            return [float(e) for e in edges], [int(c) for c in counts]
        middles = self._from + (np.arange(_BINS) + 0.5) * self._width
        # The middle of an outermost bin may lie beyond the last draw.
        np.clip(middles, self.low, self.high, out=middles)
        counts, edges = np.histogram(
            middles, bins=bars, range=(self.low, self.high), weights=self._bins
        )
        return [float(e) for e in edges], [int(c) for c in counts]


@dataclass(frozen=True)
class Simulation:
    """What the draws say of the whole period's cost."""

    draws: int
    seed: int
    uncertain: tuple[str, ...]
    summary: Summary
    under: Mapping[Fraction, float]

    @property
    def standard_error(self) -> float:
        """How sure the mean is: it would vary this much with another seed."""
        return self.summary.sd / float(np.sqrt(self.draws))

    def as_json(self) -> dict[str, Any]:
        """For programs; kronor with öre."""
        quantiles = self.summary.quantiles()
        edges, counts = self.summary.histogram()
        return {
            "draws": self.draws,
            "seed": self.seed,
            "uncertain_parameters": list(self.uncertain),
            "mean": round(self.summary.mean, 2),
            "sd": round(self.summary.sd, 2),
            "standard_error_of_mean": round(self.standard_error, 2),
            "lowest": round(float(self.summary.low), 2),
            "highest": round(float(self.summary.high), 2),
            "quantiles": {f"{s:g}": round(q, 2) for s, q in zip(QUANTILES, quantiles, strict=True)},
            "probability_under": [
                {"budget": float(budget), "probability": share}
                for budget, share in self.under.items()
            ],
            "histogram": {"edges": [round(e, 2) for e in edges], "counts": counts},
        }


def simulate(
    model: Model, draws: int = 100_000, seed: int = 1, budgets: Sequence[Fraction] = ()
) -> Simulation:
    """Draw the cost of the whole period, and how often it stays under each budget."""
    summary = Summary()
    under = dict.fromkeys(budgets, 0)
    for size, values in chunks(model, draws, seed):
        costs = total(model, values, size)
        summary.add(costs)
        for budget in budgets:
            under[budget] += int((costs <= float(budget)).sum())
    return Simulation(
        draws,
        seed,
        tuple(p.key for p in model.uncertain()),
        summary,
        {budget: count / draws for budget, count in under.items()},
    )


@dataclass(frozen=True)
class Difference:
    """What a scenario costs more than another, draw by draw."""

    summary: Summary
    cheaper: float

    def as_json(self) -> dict[str, Any]:
        """For programs; kronor with öre."""
        quantiles = self.summary.quantiles()
        return {
            "mean": round(self.summary.mean, 2),
            "sd": round(self.summary.sd, 2),
            "quantiles": {f"{s:g}": round(q, 2) for s, q in zip(QUANTILES, quantiles, strict=True)},
            "probability_cheaper": self.cheaper,
        }


def difference(model: Model, other: Model, draws: int, seed: int) -> Difference:
    """A scenario less another. What both name alike is drawn once for both, so that it cancels."""
    summary, cheaper = Summary(), 0
    both = zip(chunks(model, draws, seed), chunks(other, draws, seed), strict=True)
    for (size, values), (_, others) in both:
        more = total(model, values, size) - total(other, others, size)
        summary.add(more)
        cheaper += int((more < 0).sum())
    return Difference(summary, cheaper / draws)


@dataclass(frozen=True)
class Pairs:
    """Discounted cost and effect of one programme, draw by draw, beside having none."""

    cost: Array
    effect: Array


def pairs(model: Model, effect: Item, draws: int, seed: int) -> Pairs:
    """Cost and effect of a programme for the cost-effectiveness plane, at the scenario's rate."""
    number = effect.parameter("number")
    if number is None:
        raise wrong(
            "effect.no_number",
            f"{effect.key} gives no number a year, so nothing can be drawn.",
            f"{effect.key} anger inget antal per år, så inget kan dras.",
            field=f"{effect.key}.number",
            expected=Said("", "a range or a distribution", "ett spann eller en fördelning"),
        )
    scenario = model.scenario
    rate, timing = scenario.money.discount or Fraction(0), scenario.money.timing
    worth = {year: float(factor(rate, place, timing)) for place, year in enumerate(scenario.years)}
    shares = year_shares(model)
    costs, effects = [], []
    for size, values in chunks(model, draws, seed):
        cost: Any = np.zeros(size)
        for line in model.lines:
            for year, formula in line.by_year.items():
                cost = cost + formula.value(values) * worth[year]
        count = values[number.key] * sum(float(shares[y]) * worth[y] for y in scenario.years)
        costs.append(cost)
        effects.append(count if isinstance(count, np.ndarray) else np.full(size, float(count)))
    return Pairs(np.concatenate(costs), np.concatenate(effects))


def year_shares(model: Model) -> dict[int, Fraction]:
    """How much of each calendar year the period covers."""
    from erfara.engines.costs.months import MonthsIn

    scenario = model.scenario
    return {
        year: MonthsIn(year, scenario.start, scenario.end).amount / 12 for year in scenario.years
    }
