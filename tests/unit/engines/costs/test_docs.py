"""The pages about costs say what the engine does: examples run, and printed errors are its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from erfara.engines.costs import budget
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.checking import loads
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.uppsala import Reproduction

DOCS = Path(__file__).resolve().parents[4] / "docs"
HOW_TO = (DOCS / "how-to" / "calculate-costs.md").read_text(encoding="utf-8")
SCENARIO, DRIVERS, OUTCOME = re.findall(r"```yaml\n(.*?)```", HOW_TO, re.DOTALL)


def test_the_example_runs_with_its_driver_and_its_outcome() -> None:
    driven = SCENARIO.replace("{low: 35000, high: 38500}", "{value: 36800, driver: pay}")
    assert driven != SCENARIO
    result = calculate(loads(driven + DRIVERS + OUTCOME))
    assert len(budget.compare(result).deviations) == 2


def test_the_error_that_is_shown_is_the_one_that_comes() -> None:
    with pytest.raises(CostsError) as refused:
        loads(SCENARIO.replace("degree: 50 %", "degree: 0.5"))
    shown = re.search(r"\n    (Line .*?)\n\n", HOW_TO, re.DOTALL)
    assert shown
    assert " ".join(shown[1].split()) == str(refused.value)


@pytest.mark.parametrize(("name", "language"), [("uppsala.md", "en"), ("uppsala.sv.md", "sv")])
def test_the_story_of_the_slip_has_the_engines_figures(name: str, language) -> None:
    page = (DOCS / "costs" / name).read_text(encoding="utf-8")
    made = Reproduction(language)
    for slip in made.slips:
        assert made.slip_words(slip) in page
    for line in made.sentences():
        for figure in re.findall(r"\d[\d ]*[.,]\d\d", line):
            assert figure in page, (line, figure)
    for row in made.as_json()["on_own_terms"].values():
        assert f"{row:,.2f}".replace(",", " ").removesuffix(".00").replace(
            ".", "," if language == "sv" else "."
        ) in page  # fmt: skip
