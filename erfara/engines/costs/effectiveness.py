"""Cost-effectiveness in the field's own terms: ICER, dominance, net benefit, CEAC, CEAF, EVPI.

ICER is the ratio of mean increments, never a mean of ratios. Increments are paired draw by draw.
CEAF is the probability that the option which is best on average is best. EVPI = E max − max E.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from erfara.engines.costs.said import Said

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Option:
    """One alternative by its means."""

    name: str
    cost: Any
    effect: Any


@dataclass(frozen=True)
class Standing:
    """Where an option stands among all: on the frontier, or dominated, and by whom."""

    option: Option
    status: str
    icer: Any
    against: str
    said: Said


def icer(option: Option, against: Option) -> Any:
    """Extra cost for each extra unit of effect: the ratio of means. None if effects are equal."""
    gained = option.effect - against.effect
    return None if gained == 0 else (option.cost - against.cost) / gained


def compare(option: Option, against: Option) -> Said:
    """Which quarter of the cost-effectiveness plane the option lies in, in words."""
    a, b = option.name, against.name
    cost, effect = option.cost - against.cost, option.effect - against.effect
    if cost == 0 and effect == 0:
        return Said(
            "same",
            f"{a} costs and gives the same as {b}.",
            f"{a} kostar och ger lika mycket som {b}.",
        )
    if cost <= 0 and effect >= 0:
        return Said(
            "dominates",
            f"{a} gives no less than {b} and costs no more: it dominates.",
            f"{a} ger inte mindre än {b} och kostar inte mer: det dominerar.",
        )
    if cost >= 0 and effect <= 0:
        return Said(
            "dominated",
            f"{a} gives no more than {b} and costs no less: it is dominated.",
            f"{a} ger inte mer än {b} och kostar inte mindre: det är dominerat.",
        )
    if cost > 0:
        return Said(
            "more_for_more",
            f"{a} gives more than {b} and costs more.",
            f"{a} ger mer än {b} och kostar mer.",
        )
    return Said(
        "less_for_less",
        f"{a} gives less than {b} and costs less: the ratio is a saving.",
        f"{a} ger mindre än {b} och kostar mindre: kvoten är en besparing.",
    )


def frontier(options: Sequence[Option]) -> list[Standing]:
    """Every option's standing, from the cheapest up: first dominance, then extended dominance."""
    rest = sorted(options, key=lambda o: (o.cost, -o.effect))
    found: dict[str, Standing] = {}
    kept: list[Option] = []
    for option in rest:
        better = next((k for k in kept if k.effect >= option.effect), None)
        if better is None:
            kept.append(option)
            continue
        found[option.name] = Standing(
            option,
            "dominated",
            None,
            better.name,
            Said(
                "dominated",
                f"{option.name} is dominated: {better.name} gives at least as much and costs no "
                "more.",
                f"{option.name} är dominerat: {better.name} ger minst lika mycket och kostar inte "
                "mer.",
            ),
        )
    changed = True
    while changed:
        changed = False
        for low, middle, high in zip(kept, kept[1:], kept[2:], strict=False):
            first, second = icer(middle, low), icer(high, middle)
            if first > second:
                found[middle.name] = Standing(
                    middle,
                    "extendedly dominated",
                    None,
                    f"{low.name} + {high.name}",
                    Said(
                        "extendedly_dominated",
                        f"{middle.name} is extendedly dominated: a mix of {low.name} and "
                        f"{high.name} gives as much for less.",
                        f"{middle.name} är utvidgat dominerat: en blandning av {low.name} och "
                        f"{high.name} ger lika mycket för mindre.",
                    ),
                )
                kept.remove(middle)
                changed = True
                break
    for place, option in enumerate(kept):
        before = kept[place - 1] if place else None
        found[option.name] = Standing(
            option,
            "frontier",
            icer(option, before) if before else None,
            before.name if before else "",
            Said(
                "frontier",
                f"{option.name} is worth considering: nothing dominates it.",
                f"{option.name} är värt att överväga: inget dominerar det.",
            ),
        )
    return [found[option.name] for option in rest]


def expected_gain(mean: float, sd: float) -> float:
    """E max(0, X) for a normal X: m Φ(m/s) + s φ(m/s)."""
    if sd == 0:
        return max(mean, 0.0)
    z = mean / sd
    return mean * NormalDist().cdf(z) + sd * math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def normal_evpi(mean: float, sd: float) -> float:
    """Value of perfect information on a normal incremental net benefit against doing nothing.

    With the sd that only some parameters cause, it is the value of knowing those (EVPPI).
    """
    return expected_gain(mean, sd) - max(mean, 0.0)


@dataclass(frozen=True)
class Evaluation:
    """What draws of several options say, for each willingness to pay in `ks`."""

    draws: int
    against: str
    ks: tuple[float, ...]
    means: Mapping[str, Option]
    increments: Mapping[str, Option]
    icers: Mapping[str, float | None]
    words: Mapping[str, Said]
    standings: tuple[Standing, ...]
    net_benefit: Mapping[str, tuple[float, ...]]
    eib: Mapping[str, tuple[float, ...]]
    ceac: Mapping[str, tuple[float, ...]]
    ceac_against: Mapping[str, tuple[float, ...]]
    best: tuple[str, ...]
    ceaf: tuple[float, ...]
    evpi: tuple[float, ...]
    quadrants: Mapping[str, Mapping[str, float]]

    def as_json(self) -> dict[str, Any]:
        """For programs: lists follow the order of `k`."""
        return {
            "draws": self.draws,
            "against": self.against,
            "k": list(self.ks),
            "means": {n: {"cost": o.cost, "effect": o.effect} for n, o in self.means.items()},
            "increments": {
                n: {"cost": o.cost, "effect": o.effect} for n, o in self.increments.items()
            },
            "icer": dict(self.icers),
            "dominance": {n: said.as_json() for n, said in self.words.items()},
            "frontier": [
                {
                    "option": s.option.name,
                    "status": s.status,
                    "icer": s.icer,
                    "against": s.against or None,
                    "words": s.said.as_json(),
                }
                for s in self.standings
            ],
            "nmb": {n: list(v) for n, v in self.net_benefit.items()},
            "eib": {n: list(v) for n, v in self.eib.items()},
            "ceac": {n: list(v) for n, v in self.ceac.items()},
            "ceac_against": {n: list(v) for n, v in self.ceac_against.items()},
            "best": list(self.best),
            "ceaf": list(self.ceaf),
            "evpi": list(self.evpi),
            "plane": {n: dict(v) for n, v in self.quadrants.items()},
        }


def evaluate(costs: Draws, effects: Draws, ks: Sequence[float], against: str) -> Evaluation:
    """All of it from paired draws: the same place in every array is the same draw.

    `ceac` is the probability of being best of all (ties are shared equally), `ceac_against` that of
    beating the option of comparison.
    """
    import numpy as np

    names = list(costs)
    cost = np.stack([costs[name] for name in names])
    effect = np.stack([effects[name] for name in names])
    base = names.index(against)
    means = {
        name: Option(name, float(cost[i].mean()), float(effect[i].mean()))
        for i, name in enumerate(names)
    }
    # Differences first, then means: paired, and free of what both options share.
    steps = {
        name: Option(
            name, float((cost[i] - cost[base]).mean()), float((effect[i] - effect[base]).mean())
        )
        for i, name in enumerate(names)
        if i != base
    }
    nothing = Option(against, 0.0, 0.0)
    rows: dict[str, dict[str, list[float]]] = {
        kind: {name: [] for name in names} for kind in ("nmb", "eib", "ceac", "against")
    }
    best, ceaf, evpi = [], [], []
    for k in ks:
        net = k * effect - cost
        mean = net.mean(axis=1)
        top = net.max(axis=0)
        wins = net == top
        share = (wins / wins.sum(axis=0)).mean(axis=1)
        ahead = (net > net[base]).mean(axis=1)
        gain = (net - net[base]).mean(axis=1)
        chosen = int(mean.argmax())
        best.append(names[chosen])
        ceaf.append(float(share[chosen]))
        # E max − max E as the mean regret: the same figure without the loss of digits.
        evpi.append(float((top - net[chosen]).mean()))
        for i, name in enumerate(names):
            rows["nmb"][name].append(float(mean[i]))
            rows["ceac"][name].append(float(share[i]))
            rows["eib"][name].append(float(gain[i]))
            rows["against"][name].append(float(ahead[i]))
    return Evaluation(
        draws=cost.shape[1],
        against=against,
        ks=tuple(ks),
        means=means,
        increments=steps,
        icers={name: icer(step, nothing) for name, step in steps.items()},
        words={name: compare(step, nothing) for name, step in steps.items()},
        standings=tuple(frontier(list(means.values()))),
        net_benefit=_tuples(rows["nmb"]),
        eib=_tuples(rows["eib"], without=against),
        ceac=_tuples(rows["ceac"]),
        ceac_against=_tuples(rows["against"], without=against),
        best=tuple(best),
        ceaf=tuple(ceaf),
        evpi=tuple(evpi),
        quadrants={
            name: _quadrants(cost[i] - cost[base], effect[i] - effect[base])
            for i, name in enumerate(names)
            if i != base
        },
    )


def _tuples(
    rows: Mapping[str, Sequence[float]], without: str | None = None
) -> dict[str, tuple[float, ...]]:
    return {name: tuple(values) for name, values in rows.items() if name != without}


def _quadrants(cost: NDArray[np.float64], effect: NDArray[np.float64]) -> dict[str, float]:
    """The share of draws in each quarter of the cost-effectiveness plane; axes count as gains."""
    return {
        "north_east": float(((effect >= 0) & (cost > 0)).mean()),
        "south_east": float(((effect >= 0) & (cost <= 0)).mean()),
        "north_west": float(((effect < 0) & (cost > 0)).mean()),
        "south_west": float(((effect < 0) & (cost <= 0)).mean()),
    }
