"""No small group of people can be worked out from what is shown of who is asked."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from erfara.insight.small_groups import (
    ALL,
    EVERYBODY,
    NESTED,
    NEVER,
    asked,
    parts,
    shown,
    stands_for,
)
from erfara.people.counting import FEWEST, POSSIBLE

NUMBERS = st.integers(min_value=0, max_value=11)
# Never asked; asked but no yes; yes but not chosen; chosen.
FOUR = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)


def as_told(four: tuple[int, ...]) -> dict[str, int]:
    """The numbers of a row, each with those in it."""
    never, no, yes, chosen = four
    return {
        ALL: never + no + yes + chosen, NEVER: never, "asked_people": no + yes + chosen,
        "said_yes_people": yes + chosen, "chosen_people": chosen,
    }  # fmt: skip


def could_be(told: dict[str, int | None], total: int | None) -> list[tuple[int, int, int, int]]:
    """Every row that looks like this one, for whoever tries them all."""
    spans = {key: range(low, high + 1) for key, one in told.items()
             for low, high in [stands_for(one)]}  # fmt: skip
    largest = total if total is not None else max(span.stop for span in spans.values())
    found = []
    for n, chosen, yes, said in product(
        [total] if total is not None else spans.get(ALL, range(largest + 1)),
        *(spans.get(key, range(largest + 1)) for key in reversed(NESTED[1:])),
    ):
        four = (n - said, said - yes, yes - chosen, chosen)
        if min(four) < 0 or any(as_told(four)[key] not in spans[key] for key in told):
            continue
        found.append(four)
    return found


def small_ones_left(rows: list[tuple[int, int, int, int]]) -> list[set[int]]:
    """For every number that must be small, what it can be."""
    every = [tuple(as_told(row).values()) + row for row in rows]
    found = [set(column) for column in zip(*every, strict=True)]
    return [one for one in found if max(one) < FEWEST]


@given(FOUR, st.lists(FOUR, max_size=2))
def test_no_number_that_is_hidden_can_be_worked_out(
    every: tuple[int, ...], some: list[tuple[int, int, int, int]]
) -> None:
    total = sum(every)
    # A group is a part of everybody.
    groups = {EVERYBODY: as_told(every)} | {
        f"area:{n}": as_told(tuple(map(min, one, every))) for n, one in enumerate(some)
    }
    told = asked(groups, total)
    for key, row in told.items():
        assert groups[key][ALL] >= FEWEST
        for column, number in row.items():
            assert number is None or (number % 5 == 0 and number >= FEWEST), column
        left = small_ones_left(could_be(row, total if key == EVERYBODY else None))
        assert all(len(one) >= POSSIBLE for one in left), (key, row)


@given(FOUR, FOUR)
def test_not_even_beside_what_is_shown_of_everybody(
    every: tuple[int, ...], one: tuple[int, ...]
) -> None:
    """A group is known to be within everybody, and that is known from the row above."""
    total = sum(every)
    part = tuple(map(min, one, every))
    told = asked({EVERYBODY: as_told(every), "area:x": as_told(part)}, total)
    assume("area:x" in told)
    above = could_be(told[EVERYBODY], total)
    most = tuple(max(column) for column in zip(*above, strict=True))
    rows = [
        row for row in could_be(told["area:x"], None)
        if all(n <= m for n, m in zip(row, most, strict=True))
    ]  # fmt: skip
    assert part in rows
    assert all(len(left) >= POSSIBLE for left in small_ones_left(rows)), told


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 30), min_size=1))
def test_ways_in_that_are_shown_leave_the_others_open(counts: dict[str, int]) -> None:
    total = sum(counts.values())
    told = parts(counts, total)
    assume(told is not None)
    assert told is not None
    spans = {key: set(range(low, high + 1)) for key, n in told.items()
             for low, high in [stands_for(n)]}  # fmt: skip
    for key, number in told.items():
        if number is not None:
            continue
        rest = {0}
        for other, span in spans.items():
            if other != key:
                rest = {have + n for have in rest for n in span}
        left = {n for n in spans[key] if total - n in rest}
        assert counts[key] in left
        assert len(left) >= POSSIBLE, told


def test_what_is_told() -> None:
    assert shown({"a": 4, "b": 5, "c": 12, "d": 0}) == {"a": None, "b": 5, "c": 10, "d": None}
    told = asked({EVERYBODY: as_told((0, 0, 0, 4))}, 4)
    assert told == {}
    # Fourteen of whom one was never asked: the others would tell of her.
    told = asked({EVERYBODY: as_told((6, 7, 8, 9)), "area:x": as_told((1, 0, 0, 3))}, 30)
    assert set(told) == {EVERYBODY}
    # A hidden one that is the rest of two exact numbers isn't shown at all.
    assert parts({"a": 3, "b": 1}, 4) is None
