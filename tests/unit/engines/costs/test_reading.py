"""A scenario file: what is wrong with it is said by line, field, expectation and example."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from erfara.engines.costs import checking, reading
from erfara.engines.costs.errors import CostsError
from tests.factories.cost_scenarios import SMALL, of, small


def problems(text: str) -> list[str]:
    with pytest.raises(CostsError) as refused:
        of(text)
    assert len(refused.value.sentences("sv")) == len(refused.value.problems)
    return [problem.said.code for problem in refused.value.problems]


def test_the_shipped_scenarios_and_the_small_one_are_right() -> None:
    assert checking.shipped() == ("uppsala-1", "uppsala-2", "uppsala-3")
    for name in checking.shipped():
        checking.find(name)
    assert of(SMALL).years == (2023, 2024)


def test_an_error_says_line_field_expected_and_example() -> None:
    with pytest.raises(CostsError) as refused:
        of(small(**{"degree: 50 %": "degree: 0.5"}))
    (problem,) = refused.value.problems
    line = next(n for n, text in enumerate(SMALL.splitlines(), 1) if "id: peers" in text)
    assert (problem.line, problem.field) == (line, "employment.peers.degree")
    assert problem.sentence() == (
        f"Line {line}, employment.peers.degree: '0.5' needs its per cent sign. Expected: % of full "
        "time: 0.5 could be half or half a per cent. Example: degree: 50 %"
    )
    assert problem.sentence("sv").startswith(f"Rad {line}, employment.peers.degree: '0.5' behöver")
    assert problem.as_json()["code"] == "value.no_percent"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = small(**{"people: 2": "people: -2", "degree: 50 %": "degree: 900 %",
                    "amount: 5000": "amount: five"})  # fmt: skip
    assert problems(text) == ["value.outside", "value.outside", "value.no_figure"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("people: 2", "people: -2", "value.outside"),
        ("people: 2", "people: 1.5", "value.whole"),
        ("people: 2", "people: .nan", "value.no_figure"),
        ("people: 2", "people: inf", "value.no_figure"),
        ("people: 2", "people: 1e3", "value.no_figure"),
        ("people: 2", "people: two", "value.no_figure"),
        ("people: 2", "people: [2]", "value.form"),
        ("people: 2", "people: {low: 3, high: 2}", "range.backwards"),
        ("people: 2", "people: {low: 3}", "value.form"),
        ("people: 2", "people: {value: 2, unit: dogs}", "value.unit"),
        ("people: 2", "people: {value: 2, colour: red}", "field.unknown"),
        ("people: 2", "people: {value: 2, source: nobody}", "reference.unknown"),
        ("people: 2", "people: {value: 2, evidence: certain}", "choice.unknown"),
        ("people: 2", "people: {value: 2, rule: guess}", "value.rule"),
        ("people: 2", "people: {distribution: cauchy, mean: 2, sd: 1}", "value.distribution"),
        ("people: 2", "people: {distribution: pert, low: 1, high: 2}",
         "value.distribution_figures"),
        ("people: 2", "people: {distribution: beta, mean: 2, sd: 1}", "value.distribution_share"),
        ("people: 2", "people: {distribution: gamma, mean: 2, sd: 0}", "value.positive"),
        ("degree: 50 %", "degree: 900 %", "value.outside"),
        ("degree: 50 %", "degree: 0 %", "value.zero"),
        ("degree: 50 %", "degree: {distribution: normal, mean: 50 %, sd: 1 %}",
         "value.distribution_share"),
        ("degree: 50 %", "degree: {distribution: beta, mean: 50 %, sd: 60 %}", "value.beta_sd"),
        ("wage: 30000", "wage: 1000000000000", "value.outside"),
        ("wage: 30000", "wage: '30,000'", "value.no_figure"),
        ("wage: 30000", "wage: 30 %", "value.unit"),
        ("wage: 30000", "wage: '=1+1'", "value.no_figure"),
        ("wage: 30000", "wage: {distribution: normal, mean: 100, sd: 90}",
         "value.normal_below_zero"),
        ("wage: 30000", "wage: 30000, end: 2022-12-31", "date.backwards"),
        ("wage: 30000", "wage: 30000, start: 2025-01-01, end: 2025-02-01", "date.outside"),
        ("wage: 30000", "wage: 30000, start: 2023-02-30", "date.form"),
        ("wage: 30000", "wage: 30000, wages: 1", "field.unknown"),
        (", wage: 30000", "", "field.missing"),
        ("employer: region", "employer: [region, nobody]", "reference.unknown"),
        ("start: 2023-01-01, end: 2024-12-31", "start: 2024-01-01, end: 2023-12-31",
         "date.backwards"),
        ("end: 2024-12-31", "end: 2094-12-31", "period.long"),
        ("end: 2024-12-31", "end: ", "date.form"),
        ("start: 2023-01-01, ", "", "field.missing"),
        ("price_year: 2023", "price_year: 23", "year.form"),
        ("currency: SEK", "currency: EUR", "choice.unknown"),
        ("prices: fixed", "prices: nominal", "money.no_index"),
        ("prices: fixed", "prices: fixed, indexation: 2 %", "money.fixed_indexed"),
        ("prices: fixed", "prices: fixed, discount: {rate: 3 %, kind: nominal}",
         "money.nominal_on_fixed"),
        ("prices: fixed", "prices: nominal, indexation: 2 %, discount: {rate: 3 %, kind: real}",
         "money.real_on_nominal"),
        ("timing: middle, ", "", "field.missing"),
        ("id: small", "id: Not Short", "id.form"),
        ("id: small", "id: a__b", "id.form"),
        ("id: desks", "id: room", "id.twice"),
        ("repeat: once", "repeat: once, date: 2030-01-01", "date.outside"),
        ("repeat: yearly", "repeat: yearly, date: 2023-05-01", "date.yearly"),
        ("repeat: once", "repeat: sometimes", "choice.unknown"),
        ("on_cost: 50 %", "on_cost: 50 %, on_cost_table: regions", "organisation.on_cost"),
        (", on_cost: 50 %", ", on_cost_table: nowhere", "organisation.no_table"),
        ("basis: {source: report, year: 2023, evidence: assumed}\n", "", "value.no_basis"),
        ("erfara: costs/1", "erfara: costs/2", "choice.unknown"),
        ("employment:\n", "employment: 3\nemploymnt:\n", "field.unknown"),
    ],
)  # fmt: skip
def test_hostile_and_mistaken_values(old: str, new: str, code: str) -> None:
    assert code in problems(small(**{old: new}))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file.empty"),
        ("- a\n- b\n", "file.empty"),
        ("just words", "file.empty"),
        ("a: [1, 2", "file.not_yaml"),
        ("a: b: c", "file.not_yaml"),
        ("a: \x00", "file.not_yaml"),
        ("a: &x 1\nb: *x\n", "file.alias"),
        ("a: " + "[" * 50 + "]" * 50, "file.deep"),
        ("a: 1\na: 2\n", "field.twice"),
        ("name: !!python/object:os.system x", "field.missing"),  # a tag is only a word here
        (SMALL + "other: []\n", "field.twice"),
    ],
)
def test_what_is_no_scenario(text: str, code: str) -> None:
    assert code in problems(text)


def test_a_file_of_50_mb_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    began = time.monotonic()
    with pytest.raises(CostsError, match=r"50\.0 MB"):
        reading.read_file(path)
    assert time.monotonic() - began < 1
    with pytest.raises(CostsError, match="MB"):
        reading.read_text("a" * 2_000_000)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CostsError, match="UTF-8"):
        reading.read_file(tmp_path / "picture.yaml")
    with pytest.raises(CostsError, match="can't be read"):
        checking.find(str(tmp_path))
    with pytest.raises(CostsError, match="or one of uppsala-1"):
        checking.find(str(tmp_path / "none.yaml"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("36 800 kr", "36800"),
        ("36 800", "36800"),
        ("0,5", "0.5"),
        ("45.22 %", "45.22"),
        ("-3", "-3"),
        ("1,000", None),
        ("1 00", None),
        ("1e5", None),
        ("١٢", None),
        ("9" * 16, None),
    ],
)
def test_figures_are_read_in_one_way_only(text: str, found: str | None) -> None:
    got = reading.figure(text)
    assert (str(got[0].numerator / got[0].denominator) if got else None) == (
        None if found is None else str(float(found))
    )


def test_text_in_both_languages_or_one() -> None:
    scenario = of(small(**{"name: Small": "name: {en: Small, sv: Liten}"}))
    assert (scenario.name.say("en"), scenario.name.say("sv")) == ("Small", "Liten")
    assert of(small(**{"name: Small": "name: {sv: Liten}"})).name.say("en") == "Liten"
