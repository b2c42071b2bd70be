"""Uppsala 2023, Annex 3: every printed cell to the krona, the slip, and what solves the rest."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from erfara.engines.costs import calculation, checking
from erfara.engines.costs.said import half_up
from erfara.engines.costs.uppsala import Reproduction


@pytest.fixture(scope="module")
def made() -> Reproduction:
    return Reproduction()


def test_every_printed_cell_agrees_to_the_krona(made: Reproduction) -> None:
    cells = made.as_json()["cells"]
    assert len(cells) == 57
    assert [cell for cell in cells if cell["difference"] != 0] == []
    assert {cell["table"] for cell in cells} == {"1", "2", "3", "4", "5", "totals"}
    assert all(cell["how"] for cell in cells)


def test_rounding_is_once_from_exact_parts(made: Reproduction) -> None:
    """52 013 = 26 012.39 + 26 000.46, although 26 012 + 26 000 would be 52 012."""
    one, two, both = (made.places[("2", "proposal 1", column)]
                      for column in ("nsph_cost", "hr_cost", "total"))  # fmt: skip
    rounded = [int(cell.computed) for cell in (one, two, both)]
    assert rounded == [26012, 26000, 52013]
    assert (half_up(one.exact, 2), half_up(two.exact, 2)) == (
        Decimal("26012.39"),
        Decimal("26000.46"),
    )
    assert both.exact == one.exact + two.exact


def test_three_figures_in_four_cells_are_not_means(made: Reproduction) -> None:
    slips = made.as_json()["slips"]
    assert [(s["printed"], s["true_mean"], s["too_high_by"]) for s in slips] == [
        (722480, 487327.5, 235152.5),
        (722480, 487327.5, 235152.5),
        (481653, 324885, 156768),
        (38780, 29828.5, 8951.5),
    ]
    assert slips[0]["what_was_done"] == "470 304 + 504 351 / 2"


def test_the_peer_training_is_a_true_mean(made: Reproduction) -> None:
    cell = next(c for c in made.totals_as_printed() if c.column == "training")
    assert (cell.printed, cell.how) == (175000, "(150 000 + 200 000) / 2")


def test_totals(made: Reproduction) -> None:
    found = made.as_json()
    assert found["totals_with_true_means"] == {"1": 2907172.5, "2": 1800353.5, "3": 354713.5}
    assert found["exact_totals"] == {"1": 2907172.53, "2": 1800353.96, "3": 354713.79}
    assert found["on_own_terms"] == {"1": 2742117, "2": 1817377, "3": 366062.5}
    assert len(found["disagreements"]) == 5


def test_the_shape_is_the_one_promised(made: Reproduction) -> None:
    found = made.as_json()
    assert list(found)[:6] == [
        "cells", "slips", "totals_with_true_means", "exact_totals", "on_own_terms", "disagreements",
    ]  # fmt: skip
    assert set(found["cells"][0]) == {
        "table", "row", "column", "printed", "computed", "difference", "how",
    }  # fmt: skip
    assert set(found["slips"][0]) == {
        "cell", "printed", "what_was_done", "true_mean", "too_high_by",
    }  # fmt: skip


def test_what_was_solved_says_so_and_names_its_cells(made: Reproduction) -> None:
    solved = {one["parameter"]: one for one in made.as_json()["solved"]}
    assert solved["hours_per_year"]["value"] == "1 808 h"
    assert solved["hr_wage"]["value"] == "34 300 kr"
    assert solved["nsph_wage"]["value"] == "36 800 kr"
    assert solved["on_cost_2022"]["value"] == "45.22 %"
    assert solved["on_cost_2023"]["value"] == "52.28 %"
    assert "table 2, proposal 1, hr_cost" in solved["hr_wage"]["explains"]
    assert "(solved)" in made.places[("2", "proposal 1", "hr_cost")].how


def test_hours_and_wages_are_the_only_fit() -> None:
    """Over whole hours and whole kronor: with 36 800 kr for NSPH and the teachers, 1 808 hours, and
    with 1 808 hours 34 300 kr for HR. Anything else misses a printed cell."""
    on_nsph, on_region = Fraction(142, 100), Fraction(15228, 10000)

    def cost(wage: int, hours: int, worked: int, factor: Fraction) -> Fraction:
        return Fraction(wage * 12, hours) * worked * factor

    def teachers(hours: int) -> bool:
        parts = {32: (11902, 6000, 17902), 80: (29755, 12000, 41755)}
        return all(
            half_up(cost(36800, hours, worked, on_region)) == wage
            and half_up(cost(36800, hours, worked, on_region) + more) == total
            for worked, (wage, more, total) in parts.items()
        )

    def nsph(hours: int) -> bool:
        return all(half_up(cost(36800, hours, worked, on_nsph)) == printed
                   for worked, printed in ((75, 26012), (60, 20810)))  # fmt: skip

    assert [h for h in range(1500, 2201) if teachers(h) and nsph(h)] == [1808]

    def hr(wage: int) -> bool:
        return all(
            half_up(cost(wage, 1808, worked, on_region)) == printed
            and half_up(cost(wage, 1808, worked, on_region) + cost(36800, 1808, worked, on_nsph))
            == total
            for worked, printed, total in ((75, 26000, 52013), (60, 20800, 41610))
        )

    assert [wage for wage in range(30000, 40001) if hr(wage)] == [34300]


@pytest.mark.parametrize(
    ("name", "first_year", "full_year"),
    [
        ("uppsala-1", Fraction("2907172.53"), Fraction("2680159.68")),
        ("uppsala-2", Fraction("1800353.96"), Fraction("1583743.68")),
        ("uppsala-3", Fraction("354713.79"), Fraction("354713.79")),
    ],
)
def test_the_shipped_scenarios_give_the_exact_totals(
    name: str, first_year: Fraction, full_year: Fraction
) -> None:
    """The report's total is the first year; later years lack recruitment and training."""
    result = calculation.calculate(checking.find(name))
    assert Fraction(half_up(result.by_year[2023], 2)) == first_year
    assert Fraction(half_up(result.full_year, 2)) == full_year
    assert result.by_year[2023] == result.full_year + result.one_off


def test_the_explanation_of_employment_is_the_one_promised() -> None:
    result = calculation.calculate(checking.find("uppsala-1"))
    line = next(one for one in result.lines if one.line.key == "employment.peers")
    assert result.how(line, 2023) == (
        "employment 2 192 832 kr = 8 peers × 30 000 kr × 12 × 50 % × (1 + 52.28 %)"
    )
    assert result.how(line, 2023, "sv").startswith("anställning 2 192 832 kr = 8 peer supportrar")


def test_the_slip_cannot_be_made_here(made: Reproduction) -> None:
    """The same range through the engine: its rule is a function, so it has no brackets to lose."""
    for slip in made.slips:
        assert slip.slipped - slip.true_mean == slip.low / 2
        assert slip.low <= slip.true_mean <= slip.high
