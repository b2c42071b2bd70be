"""`erfara costs …`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from erfara.config import cli
from tests.factories.cost_scenarios import SMALL, small
from tools.bench import costs as bench

ROOT = Path(__file__).resolve().parents[2]
EFFECT = """effects:
  - {id: days, name: Bed days, unit: bed day, found: Nothing sure., number: {low: 50, high: 150}}
"""


def say(capsys, *words: str) -> tuple[int, str, str]:
    """Run `erfara costs` with these words: status, stdout, stderr."""
    status = cli.main(["costs", *words])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture
def file(tmp_path) -> str:
    (tmp_path / "small.yaml").write_text(SMALL + EFFECT, encoding="utf-8")
    return str(tmp_path / "small.yaml")


def test_reproduce_uppsala(capsys) -> None:
    status, out, _ = say(capsys, "reproduce", "uppsala", "--json")
    found = json.loads(out)
    assert status == 0
    assert all(cell["difference"] == 0 for cell in found["cells"])
    assert found["totals_with_true_means"]["3"] == 354713.5
    status, out, _ = say(capsys, "reproduce", "uppsala", "--language", "sv")
    assert out.startswith("57 av 57 tryckta celler stämmer på kronan.")


def test_run(capsys, file) -> None:
    status, out, _ = say(capsys, "run", file, "--json")
    found = json.loads(out)
    assert status == 0
    assert found["totals"]["by_year"] == {"2023": 557000, "2024": 552000}
    assert found["range"] == {"low": 1109000, "base": 1109000, "high": 1109000}
    assert found["break_even"][0]["needed_value_of_one"] == 5520
    assert found["budget"]["rows"][0]["budget"] == {"2023": 540000, "2024": 540000}
    status, out, _ = say(capsys, "run", "uppsala-1")
    assert "= 8 peers × 30 000 kr × 12 × 50 % × (1 + 52.28 %)" in out


def test_compare(capsys) -> None:
    status, out, _ = say(capsys, "compare", "uppsala-1", "uppsala-2", "uppsala-3", "--json")
    rows = {row["key"]: row["figures"] for row in json.loads(out)["rows"]}
    assert status == 0
    assert rows["full_year"] == [2680159.68, 1583743.68, 354713.79]
    assert "Uppsala, förslag 1" in say(capsys, "compare", "uppsala-1", "uppsala-3",
                                       "--language", "sv")[1]  # fmt: skip


def test_simulate(capsys, file) -> None:
    words = ("simulate", file, "--draws", "2000", "--budget", "1109000", "--budget", "1 100 000")
    status, out, _ = say(capsys, *words, "--effect", "days", "--k", "0,5000,20000", "--json")
    found = json.loads(out)
    assert status == 0
    assert [row["probability"] for row in found["probability_under"]] == [1.0, 0.0]
    effect = found["cost_effectiveness"]
    assert effect["k"] == [0, 5000, 20000]
    assert effect["ceac"]["small"][0] == 0
    assert len(effect["points"]) == 500
    assert say(capsys, *words, "--effect", "joy")[0] == 1
    out = say(
        capsys, "simulate", "uppsala-1", "--against", "uppsala-2", "--draws", "500", "--json"
    )[1]
    # Four peers more for two years, and five interviews; the coordinator and the training cancel.
    assert json.loads(out)["difference"]["sd"] == pytest.approx(0, abs=0.01)
    assert json.loads(out)["difference"]["mean"] == pytest.approx(2203234.57)
    status, out, _ = say(capsys, "simulate", "uppsala-1", "--draws", "1000", "--budget", "5600000")
    assert "within 5 600 000 kr" in out


def test_export(capsys, file, tmp_path) -> None:
    for kind, mark in (("xlsx", b"PK"), ("pdf", b"%PDF")):
        target = tmp_path / f"out.{kind}"
        assert say(capsys, "export", file, f"--{kind}", str(target))[0] == 0
        assert target.read_bytes().startswith(mark)
    assert say(capsys, "export", file, "--xlsx", str(tmp_path / "none" / "x.xlsx"))[0] == 2
    assert say(capsys, "export", "--xlsx")[0] == 2


def test_export_without_a_name_takes_the_scenarios_own(capsys, file, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert say(capsys, "export", "--xlsx", file)[2] == "small.xlsx\n"
    assert (tmp_path / "small.xlsx").read_bytes().startswith(b"PK")


def test_evaluate(capsys, tmp_path) -> None:
    draws = tmp_path / "draws.csv"
    draws.write_text("option,draw,effect,cost\na,1,1,10\na,2,1,10\nb,1,2,20\nb,2,4,10\n")
    status, out, _ = say(capsys, "evaluate", str(draws), "--k", "0,5", "--against", "a", "--json")
    found = json.loads(out)
    assert status == 0
    assert found["icer"] == {"b": 2.5}
    assert found["eib"] == {"b": [-5.0, 5.0]}
    assert found["best"] == ["a", "b"]
    assert (
        "b gives more than a and costs more. ICER 2.50"
        in say(capsys, "evaluate", str(draws), "--k", "0")[1]
    )


def test_wrong_data_ends_with_1_and_every_sentence_on_stderr(capsys, tmp_path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(small(**{"people: 2": "people: -2", "degree: 50 %": "degree: 900 %"}))
    status, out, err = say(capsys, "run", str(path), "--language", "sv", "--json")
    assert (status, out) == (1, "")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "Rad 13, employment.peers.people", "Rad 13, employment.peers.degree",
    ]  # fmt: skip
    assert say(capsys, "run", "no-such-scenario")[0] == 2
    assert say(capsys, "evaluate", str(path), "--k", "1")[0] == 1


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["reproduce", "elsewhere"],
        ["evaluate", "x.csv"],
        ["evaluate", "x.csv", "--k", "many"],
        ["simulate", "x", "--draws", "0"],
        ["simulate", "x", "--seed", "-1"],
        ["simulate", "x", "--budget", "much"],
        ["export", "x"],
        ["compare", "x"],
    ],
)
def test_a_wrong_call_ends_with_2(words, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["costs", *words])
    assert ended.value.code == 2
    assert capsys.readouterr().out == ""


def test_the_schema_is_printed(capsys) -> None:
    assert json.loads(say(capsys, "schema")[1])["title"] == "A cost scenario of Erfara"


def test_other_commands_load_nothing_of_the_engine() -> None:
    """And the costs themselves ask for neither Django nor, without draws, numpy."""
    code = (
        "import sys; from erfara.config import cli; cli._parser(); "
        "assert not any(m.startswith('erfara.engines.costs') for m in sys.modules); "
        "cli.main(['costs', 'run', 'uppsala-1', '--json']); "
        "assert not {'django', 'numpy', 'xlsxwriter', 'weasyprint'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_benchmark_runs() -> None:
    """Nothing here is timed: with so few draws the figures say nothing."""
    found = bench.measure(draws=1000, rounds=1)
    assert found["uncertain_parameters"] == 20
    assert found["multiple"] > 0
