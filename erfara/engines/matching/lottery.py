"""A drawn panel: quotas first, and everybody's chance as equal as the quotas allow.

Maximin: panels are found one by one by column generation, with chances over them such that the
smallest chance of anybody is as large as it can be (Flanigan and others, Nature 2021,
doi 10.1038/s41586-021-03788-6, where it is one of several aims). Then one panel is drawn by these
chances with a seed. The report holds all that is needed to draw again and to show it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import highspy
import numpy as np

from erfara.engines.matching.errors import InputError
from erfara.engines.matching.solver import nothing, solver

_ROUNDS = 400
_ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class Quota:
    """At least and at most so many of those named."""

    name: str
    members: frozenset[str]
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A panel and how it came about.

    `groups`: those whom no quota tells apart, by the quotas they count for. `panels`: the chance
    of each kind of panel, and how many of each group it takes.
    """

    panel: list[str]
    seed: int
    smallest_chance: float
    largest_chance: float
    proven: bool
    chances: dict[str, float]
    groups: list[tuple[list[str], list[str]]]
    panels: list[tuple[float, list[int]]]

    def report(self) -> dict[str, Any]:
        """All of it as plain data, to be kept and shown."""
        return asdict(self)


def _panel(
    sizes: Sequence[int],
    within: Sequence[frozenset[str]],
    size: int,
    quotas: Sequence[Quota],
    worth: Sequence[float],
) -> list[int] | None:
    """How many of each group the panel takes that is worth most; None when there is no panel."""
    model = solver()
    for at, (many, one) in enumerate(zip(sizes, worth, strict=True)):
        model.addCol(-one - 1e-9 * (len(sizes) - at), 0.0, float(many), 0, *nothing())
        model.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    everybody = np.arange(len(sizes), dtype=np.int32)
    model.addRow(size, size, len(sizes), everybody, np.ones(len(sizes)))
    for quota in quotas:
        who = np.array([i for i, names in enumerate(within) if quota.name in names], np.int32)
        model.addRow(quota.least, quota.most, len(who), who, np.ones(len(who)))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return [round(value) for value in model.getSolution().col_value]


def _chances(
    sizes: Sequence[int], possible: Sequence[int], panels: Sequence[Sequence[int]]
) -> tuple[float, list[float], list[float]]:
    """Chances over known panels with the largest smallest chance, and what each group is worth.

    The chance of somebody in a group is the share of it that is taken.
    """
    model = solver()
    for _ in panels:
        model.addCol(0.0, 0.0, 1.0, 0, *nothing())
    model.addCol(-1.0, 0.0, 1.0, 0, *nothing())
    least = len(panels)
    for group in possible:
        at = [number for number, panel in enumerate(panels) if panel[group]]
        share = [panels[number][group] / sizes[group] for number in at]
        columns = np.array([*at, least], np.int32)
        model.addRow(0.0, np.inf, len(columns), columns, np.array([*share, -1.0]))
    columns = np.arange(len(panels), dtype=np.int32)
    model.addRow(1.0, 1.0, len(panels), columns, np.ones(len(panels)))
    model.run()
    solution = model.getSolution()
    values = list(solution.col_value)
    worth = [abs(dual) for dual in list(solution.row_dual)[: len(possible)]]
    return values[least], values[:least], worth


def _grouped(ids: Sequence[str], quotas: Sequence[Quota]) -> dict[frozenset[str], list[str]]:
    """Those whom no quota tells apart: the same chance for all in a group, and nothing is lost."""
    alike: dict[frozenset[str], list[str]] = {}
    for one in ids:
        alike.setdefault(frozenset(q.name for q in quotas if one in q.members), []).append(one)
    return alike


def draw(ids: Sequence[str], size: int, quotas: Sequence[Quota], seed: int) -> Drawn:
    """Draw a panel. Raises `InputError` when no panel meets the quotas.

    People whom the quotas keep out of every panel have no chance to make equal; they stand in the
    report with 0. Quotas are told apart by their names.
    """
    ids = sorted(ids)
    if len(set(ids)) != len(ids):
        raise InputError("people", "somebody is there twice.")
    if not 0 < size <= len(ids):
        raise InputError("size", f"{size} of {len(ids)} can't be drawn.")
    alike = _grouped(ids, quotas)
    within, members = list(alike), list(alike.values())
    sizes = [len(group) for group in members]
    panels: list[list[int]] = []
    possible: list[int] = []
    for group in range(len(sizes)):
        if not any(panel[group] for panel in panels):
            wished = [float(i == group) for i in range(len(sizes))]
            found = _panel(sizes, within, size, quotas, wished)
            if found is None:
                raise InputError("quotas", "no panel meets them all.")
            if found not in panels:
                panels.append(found)
            if not found[group]:
                continue
        possible.append(group)
    proven = False
    for _ in range(_ROUNDS):
        least, shares, worth = _chances(sizes, possible, panels)
        every = [0.0] * len(sizes)
        for group, value in zip(possible, worth, strict=True):
            every[group] = value / sizes[group]
        better = _panel(sizes, within, size, quotas, every)
        gain = sum(value * many for value, many in zip(every, better or [], strict=False))
        if better is None or better in panels or gain <= least + _ENOUGH:
            proven = True
            break
        panels.append(better)
    weighted = [(s, p) for s, p in zip(shares, panels, strict=False) if s > _ENOUGH]
    total = sum(s for s, _ in weighted)
    share_of = [
        sum(s * p[group] for s, p in weighted) / total / sizes[group] for group in range(len(sizes))
    ]
    dice = random.Random(seed)  # noqa: S311 - drawn to be repeated
    point, at = dice.random() * total, 0.0
    drawn = weighted[-1][1]
    for share, panel in weighted:
        at += share
        if point <= at:
            drawn = panel
            break
    chosen = [one for group, many in zip(members, drawn, strict=True)
              for one in dice.sample(group, many)]  # fmt: skip
    of_possible = [share_of[group] for group in possible]
    return Drawn(
        sorted(chosen),
        seed,
        round(min(of_possible), 6),
        round(max(of_possible), 6),
        proven,
        {one: round(share_of[g], 6) for g, group in enumerate(members) for one in group},
        [(sorted(names), group) for names, group in alike.items()],
        [(round(s / total, 6), panel) for s, panel in weighted],
    )


def quotas(data: Mapping[str, Mapping[str, Any]]) -> list[Quota]:
    """Quotas from plain data: name → members, least, most. Raises `InputError` with the path."""
    made = []
    for name, one in data.items():
        path = f"quotas.{name}"
        members, least, most = one.get("members"), one.get("least", 0), one.get("most", 10**6)
        if not isinstance(members, list):
            raise InputError(f"{path}.members", "must be a list of ids.")
        if not isinstance(least, int) or not isinstance(most, int) or least > most:
            raise InputError(path, "least and most must be numbers, the least first.")
        made.append(Quota(name, frozenset(members), least, most))
    return made
