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
    """A panel and how it came about."""

    panel: list[str]
    seed: int
    smallest_chance: float
    largest_chance: float
    proven: bool
    chances: dict[str, float]
    panels: list[tuple[float, list[str]]]

    def report(self) -> dict[str, Any]:
        """All of it as plain data, to be kept and shown."""
        return asdict(self)


def _panel(
    ids: Sequence[str], size: int, quotas: Sequence[Quota], worth: Sequence[float]
) -> list[int] | None:
    """The panel within the quotas that is worth most, or None when there is none."""
    model = solver()
    for at, one in enumerate(worth):
        model.addCol(-one - 1e-9 * (len(ids) - at), 0.0, 1.0, 0, *nothing())
        model.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    everybody = np.arange(len(ids), dtype=np.int32)
    model.addRow(size, size, len(ids), everybody, np.ones(len(ids)))
    for quota in quotas:
        who = np.array([i for i, one in enumerate(ids) if one in quota.members], np.int32)
        model.addRow(quota.least, quota.most, len(who), who, np.ones(len(who)))
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = model.getSolution().col_value
    return [i for i in range(len(ids)) if values[i] > 0.5]


def _chances(count: int, panels: Sequence[Sequence[int]]) -> tuple[float, list[float], list[float]]:
    """Chances over known panels with the largest smallest chance, and what each person is worth."""
    model = solver()
    for _ in panels:
        model.addCol(0.0, 0.0, 1.0, 0, *nothing())
    model.addCol(-1.0, 0.0, 1.0, 0, *nothing())
    least = len(panels)
    for person in range(count):
        at = [number for number, panel in enumerate(panels) if person in panel]
        columns = np.array([*at, least], np.int32)
        model.addRow(0.0, np.inf, len(columns), columns, np.array([*[1.0] * len(at), -1.0]))
    columns = np.arange(len(panels), dtype=np.int32)
    model.addRow(1.0, 1.0, len(panels), columns, np.ones(len(panels)))
    model.run()
    solution = model.getSolution()
    values = list(solution.col_value)
    worth = [abs(dual) for dual in list(solution.row_dual)[:count]]
    return values[least], values[:least], worth


def draw(ids: Sequence[str], size: int, quotas: Sequence[Quota], seed: int) -> Drawn:
    """Draw a panel. Raises `InputError` when no panel meets the quotas.

    People whom the quotas keep out of every panel have no chance to make equal; they stand in the
    report with 0.
    """
    ids = sorted(ids)
    if len(set(ids)) != len(ids):
        raise InputError("people", "somebody is there twice.")
    if not 0 < size <= len(ids):
        raise InputError("size", f"{size} of {len(ids)} can't be drawn.")
    panels: list[list[int]] = []
    possible: list[int] = []
    for person in range(len(ids)):
        if any(person in panel for panel in panels):
            possible.append(person)
            continue
        found = _panel(ids, size, quotas, [float(i == person) for i in range(len(ids))])
        if found is None:
            raise InputError("quotas", "no panel meets them all.")
        if person in found:
            possible.append(person)
        if found not in panels:
            panels.append(found)
    place = {person: at for at, person in enumerate(possible)}
    proven = False
    for _ in range(_ROUNDS):
        known = [[place[i] for i in panel if i in place] for panel in panels]
        least, shares, worth = _chances(len(possible), known)
        every = [worth[place[i]] if i in place else 0.0 for i in range(len(ids))]
        better = _panel(ids, size, quotas, every)
        gain = sum(every[i] for i in better or [])
        if better is None or better in panels or gain <= least + _ENOUGH:
            proven = True
            break
        panels.append(better)
    weighted = [(s, p) for s, p in zip(shares, panels, strict=False) if s > _ENOUGH]
    total = sum(s for s, _ in weighted)
    # Whom no quota tells apart may change places: within such a group all chances are the same.
    alike: dict[frozenset[str], list[int]] = {}
    for i, one in enumerate(ids):
        alike.setdefault(frozenset(q.name for q in quotas if one in q.members), []).append(i)
    chance = [0.0] * len(ids)
    for group in alike.values():
        share = sum(s * sum(i in p for i in group) for s, p in weighted) / total / len(group)
        for i in group:
            chance[i] = share
    dice = random.Random(seed)  # noqa: S311 - drawn to be repeated
    point, at = dice.random() * total, 0.0
    drawn = weighted[-1][1]
    for share, panel in weighted:
        at += share
        if point <= at:
            drawn = panel
            break
    chosen = [
        i
        for group in alike.values()
        for i in dice.sample(group, sum(member in group for member in drawn))
    ]
    of_possible = [chance[i] for i in possible]
    return Drawn(
        sorted(ids[i] for i in chosen),
        seed,
        round(min(of_possible), 6),
        round(max(of_possible), 6),
        proven,
        {one: round(chance[i], 6) for i, one in enumerate(ids)},
        [(round(s / total, 6), [ids[i] for i in p]) for s, p in weighted],
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
