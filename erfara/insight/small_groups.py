"""Figures about groups of people, for those who don't see the register. Pure arithmetic.

The rule is that of `people.counting`: numbers are rounded to the nearest five, 0–4 are not told
apart, and a small number that could still be narrowed down to one or two values isn't shown, nor
is what it would be subtracted from. It is looked at as somebody would who knows every number that
is shown, how they are rounded, how many there are in all, and that nobody is asked, says yes or is
chosen who isn't in the row before.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from erfara.people.counting import FEWEST, POSSIBLE, rounded

Counts = Mapping[str, int]
Shown = dict[str, int | None]

# Each is part of the one before it, but for those who have never been asked: they are the rest.
ALL, NEVER = "in_register_people", "never_asked_people"
NESTED = (ALL, "asked_people", "said_yes_people", "chosen_people")
EVERYBODY = "everybody"
_INFINITE = 10**9

# What is known of the distances between the nested numbers, and from nought, which stands last:
# `_Known[i][j]` is the most that number i can be above number j.
_Known = list[list[int]]


def hides(number: int) -> bool:
    """Whether a number is too small to be told."""
    return number < FEWEST


def stands_for(number: int | None) -> tuple[int, int]:
    """The least and the greatest number that a shown one can be."""
    if number is None:
        return 0, FEWEST - 1
    return max(FEWEST, number - 2), number + 2


def shown(counts: Counts) -> Shown:
    """Numbers as they are told, if they may be."""
    return {key: None if hides(n) else rounded(n) for key, n in counts.items()}


def _known(told: Shown, most: int, above: _Known | None = None) -> _Known:
    """All that follows from what is shown of one group, tight. `most`: no group is larger;
    `above`: what is known of everybody, of which this group is a part."""
    size = len(NESTED)
    nought = size
    known = [[0 if i == j else _INFINITE for j in range(size + 1)] for i in range(size + 1)]
    for i in range(size + 1):
        for j in range(i + 1, size + 1):
            known[j][i] = 0  # what is further in is never more
    for i, key in enumerate(NESTED):
        if key in told:
            low, high = stands_for(told[key])
            known[i][nought], known[nought][i] = min(high, most), -low
    known[0][nought] = min(known[0][nought], most)
    if NEVER in told:
        low, high = stands_for(told[NEVER])
        known[0][1], known[1][0] = min(known[0][1], high), min(known[1][0], -low)
    if above is not None:
        for i in range(size + 1):
            for j in range(i + 1, size + 1):
                known[i][j] = min(known[i][j], above[i][j])
    return _tight(known)


def _tight(known: _Known) -> _Known:
    """With all that follows from two distances together."""
    every = range(len(known))
    for k in every:
        for i in every:
            for j in every:
                known[i][j] = min(known[i][j], known[i][k] + known[k][j])
    return known


def _gives_away(known: _Known) -> bool:
    """Whether some small number, or the small rest between two, has too few values left."""
    return any(
        known[i][j] < FEWEST and known[i][j] + known[j][i] + 1 < POSSIBLE
        for i, j in combinations(range(len(NESTED) + 1), 2)
    )


def asked(groups: Mapping[str, Counts], total: int) -> dict[str, Shown]:
    """Who is asked, by group. A group of fewer than five isn't there at all; one whose numbers
    would give each other away is told only how large it is.

    `total`: how many are in the register, which is told exactly elsewhere.
    """
    if hides(total):
        return {}
    found: dict[str, Shown] = {}
    every = groups[EVERYBODY]
    told = shown(every)
    above = _exactly(_known(told, total), total)
    if _gives_away(above):
        told = {ALL: rounded(total)}
        above = _exactly(_known(told, total), total)
    found[EVERYBODY] = told
    for key, counts in groups.items():
        if key == EVERYBODY or hides(counts[ALL]):
            continue
        told = shown(counts)
        if _gives_away(_known(told, total, above)):
            told = {ALL: rounded(counts[ALL])}
        found[key] = told
    return found


def _exactly(known: _Known, total: int) -> _Known:
    """The same, for one who knows exactly how many everybody is."""
    nought = len(NESTED)
    known[0][nought], known[nought][0] = total, -total
    return _tight(known)


def parts(counts: Counts, total: int) -> Shown | None:
    """Groups that together are everybody; None when they would give a small one away."""
    told = shown(counts)
    if hides(total):
        return None
    spans = {key: stands_for(number) for key, number in told.items()}
    least, most = (sum(side) for side in zip(*spans.values(), strict=True))
    for key, number in told.items():
        if number is None:
            low, high = spans[key]
            fewest = max(low, total - (most - high))
            largest = min(high, total - (least - low))
            if largest - fewest + 1 < POSSIBLE:
                return None
    return told
