"""A team for one request: the best one under the wishes, exactly.

A small integer programme for HiGHS. It weighs how well each one fits, which sides of the request
the team covers (more perspectives rather than the same one twice: a penalty on overlap and a gain
for coverage of what was *asked*, never distances between people), and how much each has been asked
already. Balances the coordinator sets are bounds with slack: a wish that can't be met is relaxed by
as little as possible, and said. Ties are broken by id, so that the same input gives the same team.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np

from erfara.engines.matching.people import Person
from erfara.engines.matching.solver import nothing, solver

COVER = 0.35  # a further side of the request
LOAD = 0.06  # each loan in the last twelve months
SELDOM = 0.3  # asked to be asked seldom
NEVER = 0.05  # never asked yet
UNMET = 50.0  # each missing person of a wish: more than any gain
TIE = 1e-5
MOST = 120  # candidates handed to the solver, the best fitting

WISHES = {
    "under_40": ("under 40 år", "under 40"),
    "over_65": ("över 65 år", "over 65"),
    "gender": ("av varje kön", "of each gender"),
    "born_abroad": ("födda utomlands", "born abroad"),
    "municipalities": ("olika kommuner", "different municipalities"),
    "not_association": ("utanför föreningarna", "outside the associations"),
    "never_asked": ("som inte varit utlånade", "not lent before"),
    "perspectives": ("olika perspektiv", "different perspectives"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who fits, and what of the request she answers."""

    person: Person
    score: float
    answers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A wish that couldn't be met whole."""

    wish: str
    wanted: int
    met: int
    said: str


@dataclass(frozen=True, slots=True)
class Team:
    """The ids in the team, and what had to give."""

    ids: list[str]
    relaxed: list[Relaxed] = field(default_factory=list)


def groups(wish: str, people: Sequence[Person], year: int | None) -> list[list[int]]:
    """Who counts for a wish, as lists of places. Each list has to reach the wish's number.

    `year`: the one in which ages are reckoned; without it nobody's age is known. The register knows
    none at all: they come with files alone.
    """

    def turns(person: Person) -> int | None:
        born = person.birth_year
        return None if year is None or born is None else year - born

    if wish == "gender":
        return [
            [i for i, p in enumerate(people) if p.gender == gender] for gender in ("woman", "man")
        ]
    tests: dict[str, Callable[[Person], bool]] = {
        "under_40": lambda p: (age := turns(p)) is not None and age < 40,
        "over_65": lambda p: (age := turns(p)) is not None and age >= 65,
        "born_abroad": lambda p: p.born_abroad is True,
        "not_association": lambda p: not p.association_active,
        "never_asked": lambda p: p.loans_last_12_months == 0,
    }
    return [[i for i, p in enumerate(people) if tests[wish](p)]]


class _Programme:
    """Columns and rows for HiGHS, all of them binaries or slacks."""

    def __init__(self) -> None:
        self.gain: list[float] = []
        self.upper: list[float] = []
        self.rows: list[tuple[float, float, list[int], list[float]]] = []

    def column(self, gain: float, upper: float = 1.0) -> int:
        self.gain.append(gain)
        self.upper.append(upper)
        return len(self.gain) - 1

    def row(self, low: float, high: float, at: list[int], values: list[float]) -> None:
        self.rows.append((low, high, at, values))

    def solve(self) -> list[float]:
        model = solver(mip_rel_gap=0.0, mip_abs_gap=1e-9)
        for gain, upper in zip(self.gain, self.upper, strict=True):
            model.addCol(-gain, 0.0, upper, 0, *nothing())
        for at in range(len(self.gain)):
            model.changeColIntegrality(at, highspy.HighsVarType.kInteger)
        for low, high, columns, values in self.rows:
            model.addRow(
                low, high, len(columns), np.array(columns, np.int32), np.array(values, np.float64)
            )
        model.run()
        return list(model.getSolution().col_value)


def gain(one: Candidate) -> float:
    """What somebody adds to a team by herself: how well she fits, and how seldom she is asked."""
    person = one.person
    load = NEVER * (person.loans_last_12_months == 0) - SELDOM * person.asked_seldom
    return one.score - LOAD * min(person.loans_last_12_months, 6) + load


def _of_a_side(sides: int) -> float:
    """What covering one of so many sides of a request adds."""
    return COVER / max(1, sides) * min(sides, 4)


def worth(team: Sequence[Candidate], sides: int) -> float:
    """What `choose` makes as large as it can, for a team that is given. Wishes are not in it.

    `sides`: how many sides all the candidates together have.
    """
    covered: set[str] = set().union(*(one.answers for one in team))
    return sum(gain(one) for one in team) + _of_a_side(sides) * len(covered)


def unmet(
    team: Sequence[Candidate],
    wishes: Mapping[str, int],
    *,
    lang: str = "sv",
    year: int | None = None,
) -> list[Relaxed]:
    """The wishes that a given team doesn't meet whole."""
    people = [one.person for one in team]
    found = []
    for name, wanted in sorted(wishes.items()):
        if name == "perspectives":
            met = len(set().union(*(one.answers for one in team)))
        elif name == "municipalities":
            met = len({person.municipality for person in people})
        else:
            met = min(len(who) for who in groups(name, people, year))
        if met < wanted:
            found.append(_relaxed(name, wanted, met, lang))
    return found


def choose(
    candidates: Sequence[Candidate],
    size: int,
    wishes: Mapping[str, Any] | None = None,
    *,
    lang: str = "sv",
    year: int | None = None,
) -> Team:
    """The best team of `size`, or of all there are. `year`: as in `groups`."""
    ordered = sorted(candidates, key=lambda c: (-c.score, c.person.id))[:MOST]
    ordered.sort(key=lambda c: c.person.id)
    people = [c.person for c in ordered]
    wishes = {name: int(n) for name, n in (wishes or {}).items() if n}
    take = min(size, len(ordered))
    if take == 0:
        return Team([], _relaxed_all(wishes, lang))
    lp = _Programme()
    for at, one in enumerate(ordered):
        lp.column(gain(one) - TIE * at)
    lp.row(take, take, list(range(len(ordered))), [1.0] * len(ordered))
    sides = sorted({a for one in ordered for a in one.answers})
    covered = {}
    for side in sides:
        covered[side] = lp.column(_of_a_side(len(sides)))
        who = [i for i, one in enumerate(ordered) if side in one.answers]
        lp.row(-np.inf, 0.0, [covered[side], *who], [1.0, *[-1.0] * len(who)])
    slacks: list[tuple[str, int, int]] = []
    for name, wanted in sorted(wishes.items()):
        _bind(lp, name, wanted, people, covered, slacks, year)
    values = lp.solve()
    chosen = [i for i in range(len(ordered)) if values[i] > 0.5]
    chosen.sort(key=lambda i: (-ordered[i].score, people[i].id))
    missing: dict[str, int] = {}
    for name, column, _ in slacks:
        missing[name] = max(missing.get(name, 0), round(values[column]))
    relaxed = [
        _relaxed(name, wishes[name], wishes[name] - missing[name], lang)
        for name in sorted(missing)
        if missing[name]
    ]
    return Team([people[i].id for i in chosen], relaxed)


def _bind(
    lp: _Programme,
    name: str,
    wanted: int,
    people: Sequence[Person],
    covered: Mapping[str, int],
    slacks: list[tuple[str, int, int]],
    year: int | None,
) -> None:
    if name == "perspectives":
        lists = [list(covered.values())]
    elif name == "municipalities":
        columns = []
        for place in sorted({p.municipality for p in people}):
            column = lp.column(0.0)
            who = [i for i, p in enumerate(people) if p.municipality == place]
            lp.row(-np.inf, 0.0, [column, *who], [1.0, *[-1.0] * len(who)])
            columns.append(column)
        lists = [columns]
    else:
        lists = groups(name, people, year)
    for who in lists:
        slack = lp.column(-UNMET, float(wanted))
        lp.row(wanted, np.inf, [slack, *who], [1.0] * (1 + len(who)))
        slacks.append((name, slack, wanted))


def _relaxed(name: str, wanted: int, met: int, lang: str) -> Relaxed:
    words = WISHES[name][lang != "sv"]
    said = (
        f"Önskat {wanted} {words}; {met} går att få."
        if lang == "sv"
        else f"Wished {wanted} {words}; {met} can be had."
    )
    return Relaxed(name, wanted, met, said)


def _relaxed_all(wishes: Mapping[str, int], lang: str) -> list[Relaxed]:
    return [_relaxed(name, wanted, 0, lang) for name, wanted in sorted(wishes.items())]
