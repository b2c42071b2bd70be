"""What the pages about costs share: the scenario at hand, its result, the way around it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import spec
from erfara.engines.costs.calculation import ZERO, Result, calculate
from erfara.engines.costs.errors import CostsError
from erfara.governance import access, queries
from erfara.governance.content import scenario_of
from erfara.governance.models import Scenario, ScenarioVersion
from erfara.organisations.words import say
from erfara.web.costs import say as words

# What a page may reckon on: beyond this the command does it, without anybody waiting.
MOST_WORK = 400_000


@dataclass(frozen=True)
class Held:
    """A scenario, its newest version, and what that comes to."""

    scenario: Scenario
    version: ScenarioVersion
    result: Result


def held(request: Any, pk: UUID) -> Held:
    """The scenario that the address names, calculated; 404 when it isn't the viewer's."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    version = queries.newest(scenario)
    return Held(scenario, version, calculate(scenario_of(version.content)))


def explained(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A saved document that this version of the engine refuses is said so, and can be fetched."""

    @functools.wraps(view)
    def run(request: Any, slug: str, **parts: Any) -> HttpResponse:
        try:
            return view(request, slug, **parts)
        except CostsError as error:
            found = words.file_sentences(error)
            file = reverse("costs:file", args=[slug, parts["pk"]]) if "pk" in parts else ""
            context = {"sentences": found, "file": file, "back": reverse("costs:all", args=[slug])}
            return render(request, "costs/cannot.html", context, status=422)

    return run


_TABS = (
    ("scenario", _("What it costs")),
    ("uncertainty", _("How sure it is")),
    ("effects", _("What would pay for it")),
    ("budget", _("Budget and outcome")),
    ("versions", _("Versions")),
)


def around(request: Any, slug: str, scenario: Scenario, here: str) -> dict[str, Any]:
    """Context of every page about one scenario."""
    writes = access.may_write(request.viewer)
    return {
        "scenario": scenario,
        "kind": say(scenario.get_kind_display()),
        "writes": writes and scenario.state == "kept",
        "may_write": writes,
        "tabs": [
            {"label": say(label), "url": reverse(f"costs:{name}", args=[slug, scenario.pk]),
             "here": name == here}
            for name, label in _TABS
        ],
        "back": reverse("costs:all", args=[slug]),
        "moves": [
            {"label": say(t.label), "url": reverse(f"costs:{t.name}", args=[slug, scenario.pk])}
            for t in scenario.table.available(scenario.state, request.viewer.role)
        ],
    }  # fmt: skip


def picture(svg: str) -> SafeString:
    """A drawing of the engine's: everything written in it is escaped there."""
    return SafeString(svg)


def sums(result: Result) -> list[dict[str, Any]]:
    """What comes once, what comes every year, and the whole: never one of them as another."""
    years = result.scenario.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    return [
        {"value": words.money(result.one_off), "label": say(_("what comes once"))},
        {"value": words.money(result.full_year),
         "label": say(_("a full running year, without what comes once"))},
        {"value": words.money(result.total),
         "label": say(_("the whole period, {span}"), span=span)},
    ]  # fmt: skip


def by_kind(result: Result) -> dict[str, Any]:
    """The table of years and kinds of cost."""
    years = result.scenario.years
    kinds = [k for k in spec.COST_KINDS if any(result.by_kind[k].values())]
    rows = [
        {"name": words.kind(k),
         "cells": [words.money(result.by_kind[k][y]) for y in years]
         + [words.money(sum(result.by_kind[k].values(), ZERO))]}
        for k in kinds
    ]  # fmt: skip
    total = {
        "name": say(_("Total")),
        "cells": [*(words.money(result.by_year[y]) for y in years), words.money(result.total)],
    }
    return {
        "columns": ["", *map(str, years), say(_("The whole period"))],
        "numbers": " ".join(str(n) for n in range(2, len(years) + 3)),
        "rows": [*rows, total],
    }


def work_of(result: Result) -> int:
    """How many formulas a result is made of."""
    return sum(len(line.by_year) for line in result.lines) or 1
