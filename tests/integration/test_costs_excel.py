"""The Excel file lives: LibreOffice, told to recalculate, gets what the engine gets.

LibreOffice trusts the cached results of a file by default, so that dead formulas would pass. Here
it is told to recalculate always, and a file whose inputs were changed under stale results shows
that it does. One start of LibreOffice opens all files.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from erfara.engines.costs import checking
from erfara.engines.costs.calculation import Result, calculate
from erfara.engines.costs.effects import break_even
from erfara.engines.costs.excel import cell_name, write
from tests.factories.cost_scenarios import random_scenario

# Changing an input: it must be one with a cell of its own, not a range.
CHANGES = {
    "employment.peers.wage": Fraction(31500),
    "organisations.region.on_cost": Fraction("0.48"),
    "recruitment.peers.interviewed": Fraction(30),
}
RANDOM = (1, 2, 3, 4, 5, 6)
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item>
</oor:items>"""
ALWAYS, NEVER = 0, 1


def names_and_values(data: bytes) -> dict[str, object]:
    """Every named single cell with the value that the file holds for it."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    found: dict[str, object] = {}
    for name, defined in book.defined_names.items():
        sheet, _, cell = defined.attr_text.replace("'", "").partition("!")
        if ":" not in cell:
            found[name] = book[sheet][cell.replace("$", "")].value
    return found


def change_inputs(data: bytes, changes: dict[str, Fraction]) -> bytes:
    """Write other inputs into the file and leave every cached result as it was."""
    places = openpyxl.load_workbook(io.BytesIO(data)).defined_names
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                for key, amount in changes.items():
                    cell = places[cell_name(key)].attr_text.split("!")[1].replace("$", "")
                    pattern = rf'(<c r="{cell}"[^>]*><v>)[^<]*(</v>)'.encode()
                    content, count = re.subn(
                        pattern, rb"\g<1>" + str(float(amount)).encode() + rb"\g<2>", content
                    )
                    assert count == 1, key
            new.writestr(part, content)
    return made.getvalue()


def open_in_libreoffice(files: dict[str, bytes], folder: Path, mode: int) -> dict[str, bytes]:
    """Open and save each file in one start of LibreOffice without a screen."""
    program = shutil.which("soffice") or shutil.which("localc")
    assert program, "LibreOffice is missing. Debian, Ubuntu: apt install libreoffice-calc"
    profile, source, target = (folder / f"{name}-{mode}" for name in ("profile", "in", "out"))
    (profile / "user").mkdir(parents=True)
    registry = profile / "user" / "registrymodifications.xcu"
    registry.write_text(_ALWAYS.format(mode=mode), encoding="utf-8")
    source.mkdir()
    for name, data in files.items():
        (source / f"{name}.xlsx").write_bytes(data)
    subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target),
         *(str(source / f"{name}.xlsx") for name in files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: (target / f"{name}.xlsx").read_bytes() for name in files}


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    scenarios = {name: checking.find(name) for name in checking.shipped()}
    scenarios |= {f"random-{number}": random_scenario(number) for number in RANDOM}
    return {name: calculate(scenario) for name, scenario in scenarios.items()}


@pytest.fixture(scope="module")
def changed(results: dict[str, Result]) -> Result:
    return calculate(results["uppsala-1"].scenario.with_values(CHANGES))


@pytest.fixture(scope="module")
def files(results: dict[str, Result]) -> dict[str, bytes]:
    made = {name: write(result) for name, result in results.items()}
    made["changed"] = change_inputs(made["uppsala-1"], CHANGES)
    return made


@pytest.fixture(scope="module")
def recalculated(files, tmp_path_factory) -> dict[str, dict[str, object]]:
    opened = open_in_libreoffice(files, tmp_path_factory.mktemp("calc"), ALWAYS)
    return {name: names_and_values(data) for name, data in opened.items()}


def wanted(result: Result) -> dict[str, Fraction]:
    """What each named cell must hold, by the engine."""
    found = {cell_name(key): p.base for key, p in result.model.parameters.items()}
    found |= {cell_name(key, "calc"): m.amount for key, m in result.model.months.items()}
    for line in result.lines:
        for year, amount in line.by_year.items():
            found[cell_name(f"{line.line.key}.{year}", "calc")] = amount
        if line.full_year is not None:
            found[cell_name(f"{line.line.key}.full_year", "calc")] = line.full_year
    for year, amount in result.by_year.items():
        found[f"out_year__{year}"] = amount
    for kind, years in result.by_kind.items():
        found |= {f"out_kind_{kind}__{year}": amount for year, amount in years.items()}
    found |= {"out_total": result.total, "out_once": result.one_off,
              "out_yearly": result.recurring, "out_full_year": result.full_year}  # fmt: skip
    for one in break_even(result):
        if one.needed is not None:
            found[f"out_break_even__{one.effect.id}"] = one.needed
    return found


def differences(result: Result, values: dict[str, object]) -> dict[str, object]:
    """The cells that are not within 0.01 kr of the engine."""
    off: dict[str, object] = {}
    for name, amount in wanted(result).items():
        value = values[name]
        if not isinstance(value, int | float) or abs(Fraction(value) - amount) > Fraction(1, 100):
            off[name] = (value, float(amount))
    return off


NAMES = [*checking.shipped(), *(f"random-{number}" for number in RANDOM)]


@pytest.mark.parametrize("name", NAMES)
def test_cached_engine_and_recalculated_agree(name, results, files, recalculated) -> None:
    assert differences(results[name], names_and_values(files[name])) == {}
    assert differences(results[name], recalculated[name]) == {}


def test_no_cell_is_an_error_or_nameless(recalculated) -> None:
    for name, values in recalculated.items():
        wrong = {cell: v for cell, v in values.items() if v is None or str(v).startswith("#")}
        assert wrong == {}, name


def test_a_changed_wage_changes_everything_that_rests_on_it(changed, results, recalculated) -> None:
    assert changed.total != results["uppsala-1"].total
    assert differences(changed, recalculated["changed"]) == {}


def test_without_being_told_libreoffice_trusts_the_cached_results(
    files, results, changed, tmp_path
) -> None:
    """Why recalculation is forced: else the file that was changed shows the old total."""
    opened = open_in_libreoffice({"changed": files["changed"]}, tmp_path, NEVER)
    total = names_and_values(opened["changed"])["out_total"]
    assert total == pytest.approx(float(results["uppsala-1"].total))
    assert total != pytest.approx(float(changed.total))
