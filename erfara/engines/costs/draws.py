"""Draws made elsewhere: a CSV with the columns option, draw, effect, cost."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from erfara.engines.costs.effectiveness import Evaluation, evaluate
from erfara.engines.costs.errors import CostsError, Problem, wrong
from erfara.engines.costs.reading import file_text
from erfara.engines.costs.said import Said

COLUMNS = ("option", "draw", "effect", "cost")
LARGEST = 40_000_000
_MOST_OPTIONS = 50
_MOST_PROBLEMS = 20
_EXAMPLE = "option,draw,effect,cost / Peer support,1,0.42,120000"

Table = dict[str, dict[str, tuple[float, float]]]


def read_draws(path: Path) -> Table:
    """Option → draw → (effect, cost), every option with the same draws."""
    return read_table(file_text(path, LARGEST, "draws"))


def read_table(text: str) -> Table:
    """The same from a text. Semicolons between columns allow decimal commas."""
    first = text.split("\n", 1)[0]
    mark = ";" if first.count(";") > first.count(",") else "\t" if "\t" in first else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        heads = [head.strip().lower() for head in next(rows, [])]
        lacking = [name for name in COLUMNS if name not in heads]
        if lacking:
            raise wrong(
                "draws.columns",
                f"Columns are missing: {', '.join(lacking)}.",
                f"Kolumner saknas: {', '.join(lacking)}.",
                line=1,
                expected=Said("", "option, draw, effect, cost", "option, draw, effect, cost"),
                example=_EXAMPLE,
            )
        places = [heads.index(name) for name in COLUMNS]
        return _checked(_rows(rows, places, decimal_comma=mark != ","))
    except csv.Error as error:
        raise wrong(
            "draws.form",
            f"This is no CSV: {error}.",
            f"Det här är ingen CSV: {error}.",
            line=rows.line_num,
        ) from None


def _rows(rows: Any, places: list[int], *, decimal_comma: bool) -> Table:
    found: Table = {}
    problems: list[Problem] = []
    for row in rows:
        if len(problems) >= _MOST_PROBLEMS:
            break
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(places):
            problems.append(
                Problem(
                    Said(
                        "draws.short", "This row has too few columns.", "Raden har för få kolumner."
                    ),
                    "",
                    rows.line_num,
                    example=_EXAMPLE,
                )
            )
            continue
        option, draw = row[places[0]].strip(), row[places[1]].strip()
        figures = []
        for name, place in (("effect", places[2]), ("cost", places[3])):
            amount = _figure(row[place], decimal_comma)
            if amount is None:
                problems.append(
                    Problem(
                        Said(
                            "draws.figure",
                            f"{row[place][:40]!r} is no figure.",
                            f"{row[place][:40]!r} är ingen siffra.",
                        ),
                        name,
                        rows.line_num,
                        Said("", "a finite number", "ett ändligt tal"),
                        "120000.50",
                    )
                )
            else:
                figures.append(amount)
        if len(figures) < 2:
            continue
        mine = found.setdefault(option, {})
        if draw in mine or not option:
            problems.append(
                Problem(
                    Said(
                        "draws.twice",
                        f"Draw {draw[:20]!r} of {option[:40]!r} stands here again.",
                        f"Dragning {draw[:20]!r} av {option[:40]!r} står här en gång till.",
                    )
                    if option
                    else Said(
                        "draws.no_option", "The option has no name.", "Alternativet saknar namn."
                    ),
                    "draw" if option else "option",
                    rows.line_num,
                )
            )
        mine[draw] = (figures[0], figures[1])
    if problems:
        raise CostsError(problems)
    return found


def _figure(text: str, decimal_comma: bool) -> float | None:
    text = text.strip()
    if decimal_comma and text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if "_" in text:
        return None
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if math.isfinite(amount) and abs(amount) < 1e15 else None


def _checked(table: Table) -> Table:
    if len(table) < 2:
        raise wrong(
            "draws.options",
            f"There are {len(table)} options; two are needed to compare.",
            f"Det finns {len(table)} alternativ; det behövs två för att jämföra.",
            example=_EXAMPLE,
        )
    if len(table) > _MOST_OPTIONS:
        raise wrong(
            "draws.options",
            f"There are {len(table)} options; {_MOST_OPTIONS} is the most.",
            f"Det finns {len(table)} alternativ; {_MOST_OPTIONS} är flest.",
        )
    first_name, first = next(iter(table.items()))
    for name, draws in table.items():
        if draws.keys() != first.keys():
            apart = min(draws.keys() ^ first.keys())
            raise wrong(
                "draws.unpaired",
                f"{name!r} and {first_name!r} don't have the same draws: {apart!r} is in one only.",
                f"{name!r} och {first_name!r} har olika dragningar: {apart!r} finns bara i ett.",
            )
    return table


def evaluate_table(table: Table, ks: Sequence[float], against: str | None = None) -> Evaluation:
    """Evaluate draws against a named option; without a name, the first in the file."""
    import numpy as np

    names = list(table)
    against = names[0] if against is None else against
    if against not in table:
        raise wrong(
            "draws.against",
            f"There is no option {against!r}.",
            f"Det finns inget {against!r}.",
            expected=Said("", f"one of {', '.join(names)}", f"något av {', '.join(names)}"),
        )
    order = list(table[against])
    pairs = {name: np.array([table[name][draw] for draw in order]) for name in names}
    return evaluate(
        {name: pair[:, 1] for name, pair in pairs.items()},
        {name: pair[:, 0] for name, pair in pairs.items()},
        ks,
        against,
    )
