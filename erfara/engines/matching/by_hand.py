"""A team changed by hand: what it gains and loses beside the one that is proposed.

The same weights as in `team.choose`, so that a team that is tried and a team that is proposed can
be held against each other, and against what could be had if nothing were wished.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from erfara.engines.matching.team import UNMET, Candidate, Relaxed, choose, unmet, worth

# So many are tried in each place of a team, the best fitting first.
TRIED = 40


@dataclass(frozen=True, slots=True)
class Held:
    """A team, how near it comes to the best of its size (0-1), and which wishes it leaves."""

    ids: tuple[str, ...]
    near: float
    unmet: tuple[Relaxed, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A team that is tried beside the one that is proposed.

    `costs`: wish → how much nearer to the best the proposed team would come without it.
    `next_best`: who would take each one's place best, the rest of the team being as it is.
    `answers`: what of the request each one answers. `out`: who can't be asked, and why.
    """

    proposed: Held
    tried: Held
    costs: Mapping[str, float]
    next_best: Mapping[str, str | None]
    answers: Mapping[str, frozenset[str]]
    out: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, list[str]] = field(default_factory=dict)


def weigh(
    candidates: Sequence[Candidate],
    tried: Sequence[str],
    *,
    beside: Collection[str] = (),
    size: int,
    wishes: Mapping[str, Any],
    lang: str = "sv",
    year: int | None = None,
) -> Weighed:
    """Hold a team against the proposed one. `beside`: those tried whom the search wouldn't propose;
    `year`: the one in which ages are reckoned.

    Same input, same answer.
    """
    every = {one.person.id: one for one in candidates}
    fitting = [one for one in candidates if one.person.id not in beside]
    sides = len(set().union(*(one.answers for one in fitting)))
    asked = {name: int(number) for name, number in wishes.items() if number}
    best: dict[int, float] = {}

    def value(ids: Sequence[str]) -> float:
        return worth([every[one] for one in ids], sides)

    def held(ids: Sequence[str]) -> Held:
        if len(ids) not in best:
            best[len(ids)] = value(choose(fitting, len(ids), lang=lang).ids)
        top, its = best[len(ids)], value(ids)
        near = 1.0 if its >= top else max(0.0, its / top)
        team = [every[one] for one in ids]
        return Held(tuple(ids), round(near, 4), tuple(unmet(team, asked, lang=lang, year=year)))

    def near_with(wished: Mapping[str, int]) -> Held:
        return held(choose(fitting, size, wished, lang=lang, year=year).ids)

    proposed = near_with(asked)
    costs = {
        name: round(
            near_with({n: w for n, w in asked.items() if n != name}).near - proposed.near, 4
        )
        for name in asked
    }
    pool = [one.person.id for one in fitting if one.person.id not in tried][:TRIED]
    next_best: dict[str, str | None] = {}
    for one in tried:
        rest = [other for other in tried if other != one]

        def with_(other: str, rest: Sequence[str] = rest) -> tuple[float, str]:
            team = [every[i] for i in (*rest, other)]
            left = sum(w.wanted - w.met for w in unmet(team, asked, lang=lang, year=year))
            return UNMET * left - worth(team, sides), other

        next_best[one] = min(pool, key=with_, default=None)
    answers = {one: every[one].answers for one in {*tried, *proposed.ids, *pool}}
    return Weighed(proposed, held(tried), costs, next_best, answers)
