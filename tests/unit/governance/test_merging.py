"""Two documents from one: what differs, what clashes, and what comes of a choice."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erfara.governance import content
from erfara.governance.merging import changes, differences, get, merged, put

BASE: dict[str, Any] = content.shipped("uppsala-1")
WAGE = ("employment", "peers", "wage")
DEGREE = ("employment", "peers", "degree")


def with_(*steps: tuple[tuple[str, ...], Any]) -> dict[str, Any]:
    tree = copy.deepcopy(BASE)
    for path, value in steps:
        put(tree, path, value)
    return tree


def test_a_figure_with_its_source_is_one_thing():
    assert list(changes(BASE, with_((WAGE, {"value": "31000", "source": "skr"})))) == [WAGE]


def test_a_row_above_moves_nothing():
    tree = copy.deepcopy(BASE)
    tree["organisations"].insert(0, {"id": "ny", "name": "Ny", "on_cost": "40 %"})
    assert list(changes(BASE, tree)) == [("organisations", "ny")]


def test_what_only_one_changed_is_kept_and_what_both_did_is_chosen():
    theirs = with_((WAGE, "32000"), (("employment", "peers", "people"), "9"))
    mine = with_((WAGE, "31000"), (DEGREE, "60 %"))
    found = differences(BASE, theirs, mine)
    assert [one.path for one in found if one.clash] == [WAGE]
    choices: list[tuple[set[tuple[str, ...]], str]] = [(set(), "32000"), ({WAGE}, "31000")]
    for chosen, wage in choices:
        tree = merged(theirs, found, chosen)
        assert get(tree, WAGE) == wage
        assert get(tree, DEGREE) == "60 %"
        assert get(tree, ("employment", "peers", "people")) == "9"


def test_a_row_taken_away_by_one_and_written_in_by_the_other_clashes_as_a_whole():
    theirs, mine = with_((("training", "peers"), None)), with_((("training", "peers", "lump"), "1"))
    (one,) = differences(BASE, theirs, mine)
    assert one.clash
    assert one.path == ("training", "peers")
    assert "training" not in merged(theirs, [one], set())
    assert get(merged(theirs, [one], {one.path}), ("training", "peers", "lump")) == "1"


def test_the_same_change_by_both_is_no_clash():
    tree = with_((WAGE, "31000"))
    (one,) = differences(BASE, tree, copy.deepcopy(tree))
    assert not one.clash


def test_first_rows_of_a_section_by_both_are_both_kept():
    one = {"id": "a", "name": "A", "amount": "1", "kind": "premises", "repeat": "once"}
    theirs, mine = with_((("other", "a"), one)), with_((("other", "b"), {**one, "id": "b"}))
    tree = merged(theirs, differences(BASE, theirs, mine), set())
    assert [row["id"] for row in tree["other"]] == ["a", "b"]


_PATHS = [WAGE, DEGREE, ("training", "peers"), ("training", "peers", "lump"), ("about",),
          ("money", "timing"), ("effects", "bed_days"), ("recruitment", "peers", "functions", "hr"),
          ("employment", "peers", "people"), ("hours_per_year",)]  # fmt: skip
_STEPS = st.lists(st.tuples(st.sampled_from(_PATHS), st.none() | st.just("7")), max_size=5)


# A row is a mapping or isn't there; a text in its place is no document.
_ROWS = {
    ("training", "peers"),
    ("effects", "bed_days"),
    ("recruitment", "peers", "functions", "hr"),
}


def apply(steps: list[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    tree = copy.deepcopy(BASE)
    for path, value in steps:
        fits = value is None or path not in _ROWS
        if fits and get(tree, path[:-1]) is not None:
            put(tree, path, value)
    return tree


@given(_STEPS, _STEPS)
def test_nobodys_change_is_ever_lost_unseen(theirs_did, mine_did):
    theirs, mine = apply(theirs_did), apply(mine_did)
    found = differences(BASE, theirs, mine)
    kept = merged(theirs, found, {one.path for one in found})
    assert not changes(mine, kept).keys() & {one.path for one in found if one.by_me}
    given_up = merged(theirs, found, set())
    for one in found:
        if one.by_them:
            assert get(given_up, one.path) == one.theirs
        elif one.by_me:
            assert get(given_up, one.path) == one.mine


@given(_STEPS)
def test_what_i_changed_alone_is_mine_whole(mine_did):
    mine = apply(mine_did)
    tree = merged(BASE, differences(BASE, BASE, mine), set())
    assert not changes(mine, tree)


@pytest.mark.parametrize("name", ["uppsala-1", "uppsala-2", "uppsala-3"])
def test_out_as_a_file_and_in_again(name):
    tree = content.shipped(name)
    assert content.read_file(content.as_file(tree).encode()) == tree


def test_what_is_no_document_is_refused():
    deep: Any = "x"
    for _n in range(40):
        deep = [deep]
    for node in (1, None, {"a": 1.5}, {1: "a"}, deep):
        with pytest.raises(ValueError, match=r"nested|neither"):
            content.entry_of(node)
