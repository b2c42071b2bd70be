"""A figure as it is written on the screen and as the document keeps it."""

from __future__ import annotations

from typing import Any

import pytest

from erfara.web.costs.figures import PARTS, ends, grouped, shown, written

NODES: list[Any] = [
    "36800", "50 %", {"low": "2", "high": "5"}, {"low": "150000", "high": "200000", "rule": "low"},
    {"value": "1808", "source": "own", "year": "2023", "evidence": "solved", "note": "Solved."},
    {"distribution": "pert", "low": "1", "mode": "2", "high": "4", "driver": "index"},
    {"distribution": "uniform", "low": "1", "high": "4"},
    {"distribution": "gamma", "mean": "10000", "sd": "2000"},
    {"distribution": "gamma", "shape": "4", "scale": "2500"},
    {"distribution": "beta", "a": "2", "b": "8"},
    {"distribution": "normal", "mean": "100", "sd": "10"},
]  # fmt: skip


@pytest.mark.parametrize("node", NODES, ids=str)
def test_what_is_shown_is_written_back_the_same(node):
    values = shown(node)
    values["figure"] = values["figure"].replace(" 000", "000").replace("36 800", "36800")
    assert written(node, values) == node


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("36 800", ("36 800",)), ("2–5", ("2", "5")), ("2 - 5", ("2", "5")), ("-5", ("-5",)),
        ("40–50 %", ("40 %", "50 %")), ("150 000 till 200 000", ("150 000", "200 000")),
        ("2 to 5", ("2", "5")), ("1e-5", ("1e", "5")), ("NaN", ("NaN",)), ("", ("",)),
        ("–", ("–",)), ("1–2–3", ("1–2–3",)),
    ],
)  # fmt: skip
def test_a_range_is_known_by_its_dash(text, found):
    assert ends(text) == found


def test_long_numbers_have_gaps():
    assert [grouped(text) for text in ("1808", "36800", "1000000", "50 %", "NaN")] == [
        "1808", "36 800", "1 000 000", "50 %", "NaN",
    ]  # fmt: skip


def test_nothing_written_is_nothing_shown():
    assert shown(None) == dict.fromkeys(("figure", *PARTS), "")
