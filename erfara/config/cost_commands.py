"""`erfara costs …`: the words of the cost model.

Only argparse is imported here: the engine is loaded by the word that needs it, so that every other
command starts as quickly as before. No database is asked, and no settings are read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from erfara.engines.costs.said import Language
    from erfara.engines.costs.scenario import Scenario

GOOD, BAD_DATA, BAD_CALL = 0, 1, 2
_AGAINST = ("--against", "--comparator", "--reference", "--compare-with")


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _show(result: Any, options: argparse.Namespace, lines: Callable[[], Iterable[str]]) -> int:
    """JSON, or the same in a few lines."""
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for line in lines():
            print(line)
    return GOOD


def _language(options: argparse.Namespace) -> Language:
    return "sv" if options.language == "sv" else "en"


def _scenario(name: str) -> Scenario:
    from erfara.engines.costs import checking

    return checking.find(name)


def _careful(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Say what is wrong with the data on stderr, each thing on its line; end with 1, or 2."""

    def guarded(options: argparse.Namespace) -> int:
        from erfara.engines.costs.errors import CostsError

        try:
            return run(options)
        except CostsError as error:
            _say(error.sentences(_language(options)))
            # A file that isn't there is a slip in the call, not in the data.
            unread = any(p.said.code == "file.unreadable" for p in error.problems)
            return BAD_CALL if unread else BAD_DATA

    guarded.__doc__ = run.__doc__
    return guarded


@_careful
def reproduce(options: argparse.Namespace) -> int:
    """Compute a published cost table anew, cell by cell, and say where it slipped."""
    from erfara.engines.costs.uppsala import Reproduction

    made = Reproduction(_language(options))
    _show(made.as_json(), options, made.sentences)
    return GOOD if made.largest_difference() == 0 else BAD_DATA


@_careful
def run(options: argparse.Namespace) -> int:
    """What a scenario costs, line by line and year by year."""
    from erfara.engines.costs import budget, calculation, effects, sensitivity
    from erfara.engines.costs.said import json_number

    result = calculation.calculate(_scenario(options.file))
    language = _language(options)
    bars = sensitivity.tornado(result)
    low, high = sensitivity.ends(result, bars)
    found = calculation.as_json(result, language)
    found["range"] = {
        "low": json_number(low),
        "base": json_number(result.total),
        "high": json_number(high),
    }
    found["tornado"] = [bar.as_json(language) for bar in bars]
    found["effects"] = effects.effects_view(result)
    found["break_even"] = [one.as_json(language) for one in effects.break_even(result)]
    found["budget"] = budget.compare(result).as_json(language)

    def lines() -> Iterable[str]:
        from erfara.engines.costs.said import kronor

        sv = language == "sv"
        yield result.scenario.name.say(language)
        for line in result.lines:
            yield "  " + result.how(line, min(line.by_year), language)
        yield f"{'Engångskostnader' if sv else 'One-off'}: {kronor(result.one_off, language)}"
        yield (
            f"{'Ett löpande helår' if sv else 'A full running year'}: "
            f"{kronor(result.full_year, language)}"
        )
        for year, amount in result.by_year.items():
            yield f"{year}: {kronor(amount, language)}"
        yield f"{'Hela perioden' if sv else 'The whole period'}: {kronor(result.total, language)}"
        for said in (*calculation.conventions(result.scenario), *result.scenario.warnings):
            yield said.say(language)
        for one in effects.break_even(result):
            yield one.said().say(language)
            yield one.effect.text("found").say(language)

    return _show(found, options, lines)


@_careful
def compare(options: argparse.Namespace) -> int:
    """Two or more scenarios side by side."""
    from erfara.engines.costs import calculation
    from erfara.engines.costs.comparison import side_by_side

    results = [calculation.calculate(_scenario(name)) for name in (options.first, *options.others)]
    table = side_by_side(results)
    language = _language(options)
    return _show(table.as_json(language), options, lambda: table.sentences(language))


@_careful
def simulate(options: argparse.Namespace) -> int:
    """Draw every uncertain figure at once; how often does it stay under a budget?"""
    from erfara.engines.costs import model, simulation
    from erfara.engines.costs.calculation import calculate
    from erfara.engines.costs.said import kronor

    scenario = _scenario(options.file)
    built = model.build(scenario)
    drawn = simulation.simulate(built, options.draws, options.seed, options.budget)
    found = drawn.as_json()
    found["analytic_base"] = float(round(calculate(built).total, 2))
    if options.against:
        other = model.build(_scenario(options.against))
        more = simulation.difference(built, other, options.draws, options.seed)
        found["difference"] = {"against": other.scenario.id, **more.as_json()}
    if options.effect:
        found["cost_effectiveness"] = _cost_effectiveness(scenario, options)

    def lines() -> Iterable[str]:
        language = _language(options)
        low, middle, high = drawn.summary.quantiles((0.025, 0.5, 0.975))
        shown = [kronor(Fraction(x), language) for x in (drawn.summary.mean, low, middle, high)]
        if language == "sv":
            yield f"Medel {shown[0]}, median {shown[2]}, 95 % mellan {shown[1]} och {shown[3]}."
        else:
            yield f"Mean {shown[0]}, median {shown[2]}, 95 % between {shown[1]} and {shown[3]}."
        for budget, share in drawn.under.items():
            word = "inom" if language == "sv" else "within"
            yield f"{share:.1%} {word} {kronor(budget, language)}"

    return _show(found, options, lines)


def _cost_effectiveness(scenario: Scenario, options: argparse.Namespace) -> dict[str, Any]:
    import numpy as np

    from erfara.engines.costs import model, simulation
    from erfara.engines.costs.effectiveness import evaluate
    from erfara.engines.costs.errors import wrong

    effect = next((e for e in scenario.items("effects") if e.id == options.effect), None)
    if effect is None:
        known = ", ".join(e.id for e in scenario.items("effects")) or "none"
        raise wrong(
            "effect.unknown",
            f"There is no effect {options.effect!r}; there are: {known}.",
            f"Det finns ingen effekt {options.effect!r}; det finns: {known}.",
        )
    draws = min(options.draws, 200_000)
    pair = simulation.pairs(model.build(scenario), effect, draws, options.seed)
    nothing = np.zeros(draws)
    found = evaluate(
        {"none": nothing, scenario.id: pair.cost},
        {"none": nothing, scenario.id: pair.effect},
        options.k,
        "none",
    ).as_json()
    found["points"] = [
        [round(float(e), 4), round(float(c), 2)]
        for e, c in zip(pair.effect[:500], pair.cost[:500], strict=True)
    ]
    return found


@_careful
def export(options: argparse.Namespace) -> int:
    """Write a scenario as an Excel file with living formulas, or as a PDF."""
    from erfara.engines.costs.calculation import calculate

    kind = "xlsx" if options.xlsx is not None else "pdf"
    file, out = options.file, getattr(options, kind)
    if file is None:
        # `export --xlsx FILE`: what stands after the option is the scenario.
        file, out = out, ""
    if not file:
        _say(["Say which scenario: erfara costs export FILE --xlsx OUT"])
        return BAD_CALL
    result = calculate(_scenario(file))
    path = Path(out or f"{result.scenario.id}.{kind}")
    if not path.parent.is_dir():
        _say([f"There is no folder {path.parent}."])
        return BAD_CALL
    if kind == "xlsx":
        from erfara.engines.costs.excel import write

        path.write_bytes(write(result, _language(options)))
    else:
        from erfara.engines.costs.pdf import write as write_pdf

        path.write_bytes(write_pdf(result, _language(options)))
    _say([str(path)])
    return GOOD


@_careful
def evaluate_draws(options: argparse.Namespace) -> int:
    """ICER, dominance, EIB, CEAC, CEAF and EVPI of draws made elsewhere."""
    from erfara.engines.costs.draws import evaluate_table, read_draws

    found = evaluate_table(read_draws(options.file), options.k, options.against)
    language = _language(options)

    def lines() -> Iterable[str]:
        for name, said in found.words.items():
            ratio = found.icers[name]
            shown = "" if ratio is None else f" ICER {ratio:,.2f}".replace(",", " ")
            yield said.say(language) + shown
        for standing in found.standings:
            yield standing.said.say(language)
        for place, k in enumerate(found.ks):
            yield (
                f"k {k:g}: {found.best[place]} (CEAF {found.ceaf[place]:.4f}, "
                f"EVPI {found.evpi[place]:.4f})"
            )

    return _show(found.as_json(), options, lines)


def schema(options: argparse.Namespace) -> int:
    """The JSON Schema of a scenario, for editors."""
    from erfara.engines.costs.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return GOOD


def _numbers(text: str) -> list[float]:
    try:
        found = [float(part) for part in text.replace(" ", "").split(",") if part]
    except ValueError:
        found = []
    if not found or any(not 0 <= k < 1e12 for k in found):
        raise argparse.ArgumentTypeError(f"{text!r}: write numbers with commas, like 0,100,50000")
    return found


def _kronor(text: str) -> Fraction:
    from erfara.engines.costs.reading import figure

    found = figure(text)
    if found is None or found[0] < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount: write it like 3000000")
    return found[0]


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no count: write it like 100000")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text!r} is no seed: write a whole number")
    return int(text)


def add_words(costs: argparse.ArgumentParser) -> None:
    """Hang the words of `erfara costs` on its parser."""
    words = costs.add_subparsers(dest="cost_word", metavar="WORD", required=True)

    def word(
        name: str, call: Callable[[argparse.Namespace], int], *, as_json: bool = True
    ) -> argparse.ArgumentParser:
        text = (call.__doc__ or "").strip().split("\n")[0]
        made = words.add_parser(name, help=text, description=text)
        made.set_defaults(run=call, json=False)
        if as_json:
            made.add_argument("--json", action="store_true", help="JSON on stdout")
        made.add_argument("--language", choices=("en", "sv"), default="en", help="of the sentences")
        return made

    scenario = "a scenario file, or a name like uppsala-1"
    made = word("reproduce", reproduce)
    made.add_argument("report", choices=("uppsala",), help="which report")
    made = word("run", run)
    made.add_argument("file", metavar="FILE", help=scenario)
    made = word("compare", compare)
    made.add_argument("first", metavar="A", help=scenario)
    made.add_argument("others", metavar="B", nargs="+", help="the others")
    made = word("simulate", simulate)
    made.add_argument("file", metavar="FILE", help=scenario)
    made.add_argument("--draws", type=_count, default=100_000, help="how many (100000)")
    made.add_argument("--seed", type=_seed, default=1, help="same seed, same draws (1)")
    made.add_argument(
        "--budget", type=_kronor, action="append", default=[], help="kronor for the whole period"
    )
    made.add_argument("--against", metavar="B", help="also the paired difference from this one")
    made.add_argument("--effect", help="an effect with a number: adds plane, CEAC and EVPI")
    made.add_argument(
        "--k", type=_numbers, default=[0.0], help="kronor for one unit of the effect: 0,100,…"
    )
    made = word("export", export, as_json=False)
    made.add_argument("file", metavar="FILE", nargs="?", help=scenario)
    kinds = made.add_mutually_exclusive_group(required=True)
    # Without OUT the file gets the scenario's short name, here.
    for name, text in (("xlsx", "Excel with living formulas"), ("pdf", "PDF to read and print")):
        kinds.add_argument(f"--{name}", nargs="?", const="", metavar="OUT", help=text)
    made = word("evaluate", evaluate_draws)
    made.add_argument("file", metavar="DRAWS.csv", type=Path, help="option,draw,effect,cost")
    made.add_argument("--k", type=_numbers, required=True, help="willingness to pay: 0,100,…")
    made.add_argument(*_AGAINST, dest="against", help="the option of comparison (the first)")
    word("schema", schema, as_json=False)
