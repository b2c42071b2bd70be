"""Uppsala's cost tables to the krona, and the brackets that were lost."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.engines.costs.pictures import slip_picture
from erfara.engines.costs.said import Language
from erfara.engines.costs.uppsala import Reproduction
from erfara.web.costs import say as words
from erfara.web.costs.report_words import said
from erfara.web.costs.shared import picture


@cache
def _made(language: Language) -> dict[str, Any]:
    # The report doesn't change, and is computed once in each language.
    made = Reproduction(language)
    found = made.as_json()
    cells = [*made.tables, *made.totals_as_printed()]
    tables: dict[str, list[Any]] = {}
    for cell in cells:
        tables.setdefault(cell.table, []).append(
            {"row": said(cell.row, language), "column": said(cell.column, language),
             "printed": words.money(cell.printed), "computed": words.money(cell.computed),
             "difference": words.money(cell.difference), "how": cell.how}
        )  # fmt: skip
    return {
        "same": sum(not cell.difference for cell in cells),
        "cells": len(cells),
        "tables": list(tables.items()),
        "slips": [
            {"where": f"{said(slip.row, language)}: {said(slip.column, language)}",
             "printed": words.money(slip.printed),
             "done": made.slip_words(slip), "mean": words.money(slip.true_mean, 2),
             "over": words.money(slip.too_high_by, 2)}
            for slip in made.slips
        ],
        "totals": [
            {"row": said(row["row"], language), "printed": words.money(row["printed"]["total"]),
             "mean": words.money(made.true_total(row), 2),
             "own": words.money(Fraction(made.own_total(row)), 2),
             "own_words": made.own_words(row).say(language)}
            for row in made.data["totals"]
        ],
        "disagreements": found["disagreements"],
        "solved": found["solved"],
        "slip_picture": picture(slip_picture(language)),
    }  # fmt: skip


def uppsala(request: Any, slug: str) -> HttpResponse:
    """Every printed cell computed anew, and the three figures that aren't means."""
    context = {**_made(words.language()), "back": reverse("costs:all", args=[slug])}
    return render(request, "costs/uppsala.html", context)
