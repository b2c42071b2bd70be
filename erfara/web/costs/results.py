"""What a scenario costs, how sure that is, what effects would be worth; several side by side."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import pictures as engine_pictures
from erfara.engines.costs import spec
from erfara.engines.costs.calculation import LineResult, Result, calculate, conventions
from erfara.engines.costs.comparison import side_by_side
from erfara.engines.costs.effects import break_even, effects_view
from erfara.engines.costs.errors import CostsError
from erfara.engines.costs.said import percent
from erfara.engines.costs.scenario import Item
from erfara.engines.costs.sensitivity import ends, tornado
from erfara.governance import queries
from erfara.governance.content import scenario_of
from erfara.organisations.words import say
from erfara.web.costs import pictures, shared
from erfara.web.costs import say as words
from erfara.web.costs.forms import DrawForm
from erfara.web.costs.shared import explained, held, picture
from erfara.web.people_say import first_capital

DRAWS, FEWEST, SEED = 20_000, 1_000, 1
POINTS = 400
MOST_BESIDE = 3
# What one might be worth, where nobody has said: arithmetic, and no finding.
_EXAMPLES = (Fraction(1_000), Fraction(2_500), Fraction(5_000), Fraction(10_000))


def _how(result: Result, line: LineResult, years: list[int]) -> list[tuple[str, str]]:
    """Why a line costs what it does: years in a row with the same reason are one."""
    found: list[tuple[list[int], str]] = []
    for year in years:
        why = first_capital(result.how(line, year, words.language()))
        if found and found[-1][1] == why:
            found[-1][0].append(year)
        else:
            found.append(([year], why))
    return [
        (str(same[0]) if len(same) == 1 else f"{same[0]}–{same[-1]}", why) for same, why in found
    ]


def shown(result: Result) -> dict[str, Any]:
    """What every page with a result shows: sums, picture, table, lines with why, conventions."""
    spoken = words.language()
    lines = []
    for line in result.lines:
        years = list(line.by_year)
        once = say(_("once")) if line.once else say(_("every year"))
        lines.append({
            "name": first_capital(line.line.name.say(spoken)),
            "kind": words.kind(line.line.kind),
            "repeat": once,
            "total": words.money(line.total),
            "how": _how(result, line, years),
            "note": line.line.note.say(spoken),
        })  # fmt: skip
    payers = result.by_payer(spoken)
    return {
        "result": result,
        "about": result.scenario.about.say(spoken),
        "sums": shared.sums(result),
        "chart": picture(engine_pictures.years_by_kind(result, spoken)) if result.total else "",
        "table": shared.by_kind(result),
        "lines": lines,
        "payers": [
            (name or say(_("not said")), words.money(amount)) for name, amount in payers.items()
        ] if any(payers) else [],
        "conventions": [said.say(spoken) for said in conventions(result.scenario)],
        "warnings": [said.say(spoken) for said in result.scenario.warnings],
    }  # fmt: skip


@explained
def scenario(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What it costs, line by line, and what it is made of."""
    one = held(request, pk)
    content = one.version.content
    pages = [
        {"url": reverse("costs:section", args=[slug, pk, name]), "name": words.section(name),
         "count": len(content.get(name, []))}
        for name in words.PAGES
    ]  # fmt: skip
    context = {
        **shared.around(request, slug, one.scenario, "scenario"),
        **shown(one.result),
        "version": one.version,
        "pages": pages,
        "empty": not one.result.lines,
    }
    return render(request, "costs/scenario.html", context)


def _draws(result: Result) -> int:
    return max(FEWEST, min(DRAWS, 20_000_000 // shared.work_of(result)))


@explained
def uncertainty(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One figure at a time to its ends, and all at once by draws: bounded, with a seed."""
    from erfara.engines.costs.simulation import simulate

    one = held(request, pk)
    result, spoken = one.result, words.language()
    context = shared.around(request, slug, one.scenario, "uncertainty")
    form = DrawForm(request.GET if "budget" in request.GET else None)
    budgets = []
    if form.is_bound and form.is_valid() and form.cleaned_data["budget"]:
        budgets = [Fraction(form.cleaned_data["budget"])]
    uncertain = len(result.model.uncertain())
    context |= {"form": form, "uncertain": uncertain, "conventions": []}
    context["too_much"] = uncertain * shared.work_of(result) > shared.MOST_WORK
    # What an effect is worth moves no cost.
    bars = [] if context["too_much"] else [bar for bar in tornado(result) if bar.width]
    if bars:
        low, high = ends(result, bars)
        context |= {
            "low": words.money(low), "high": words.money(high),
            "base": words.money(result.total),
            "tornado": picture(engine_pictures.tornado(result, bars, spoken)),
            "bars": [
                {"name": words.short(bar.label.say(spoken)),
                 "range": f"{bar.low.say(spoken)} – {bar.high.say(spoken)}",
                 "low": words.money(bar.at_low), "high": words.money(bar.at_high)}
                for bar in bars
            ],
        }  # fmt: skip
    if uncertain and (bars or context["too_much"]):
        drawn = simulate(result.model, _draws(result), SEED, budgets)
        edges, counts = drawn.summary.histogram()
        shares = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
        figures = zip(shares, drawn.summary.quantiles(shares), strict=True)
        context |= {
            "draws": words.number(drawn.draws),
            "seed": SEED,
            "mean": words.money(Fraction(drawn.summary.mean)),
            "distribution": picture(
                engine_pictures.distribution(edges, counts, spoken, drawn.under)
            ),
            "quantiles": [
                (percent(Fraction(str(share)), spoken), words.money(Fraction(amount)))
                for share, amount in figures
            ],
            "under": [
                (words.money(budget), percent(Fraction(round(share * 1000), 1000), spoken))
                for budget, share in drawn.under.items()
            ],
        }
    return render(request, "costs/uncertainty.html", context, status=form.status)


def _cost_effectiveness(result: Result, effect: Item) -> dict[str, Any]:
    """Plane and acceptability curve of one effect with a number, against having nothing."""
    import numpy as np

    from erfara.engines.costs.effectiveness import evaluate
    from erfara.engines.costs.simulation import pairs

    spoken = words.language()
    pair = pairs(result.model, effect, min(_draws(result), 5_000), SEED)
    gained = float(pair.effect.mean())
    if gained <= 0:
        return {}
    ratio = float(pair.cost.mean()) / gained
    ks = [ratio * step / 5 for step in range(11)]
    nothing, name = np.zeros(len(pair.cost)), result.scenario.id
    found = evaluate(
        {"nothing": nothing, name: pair.cost}, {"nothing": nothing, name: pair.effect}, ks,
        "nothing",
    )  # fmt: skip
    curve = list(zip(ks, found.ceac_against[name], strict=True))
    points = list(zip(pair.effect[:POINTS], pair.cost[:POINTS], strict=True))
    unit = effect.text("unit").say(spoken)
    return {
        "draws": words.number(len(pair.cost)),
        "icer": words.money(Fraction(ratio)),
        "unit": unit,
        "plane": picture(pictures.plane(points, effect.name.say(spoken))),
        "curve": picture(pictures.curve(curve)),
        "mean_effect": words.number(Fraction(gained), 1),
        "mean_cost": words.money(Fraction(float(pair.cost.mean()))),
        "rows": [
            {"k": words.money(Fraction(k)),
             "share": percent(Fraction(round(share * 1000), 1000), spoken),
             "eib": words.money(Fraction(eib)), "evpi": words.money(Fraction(evpi))}
            for (k, share), eib, evpi in zip(curve, found.eib[name], found.evpi, strict=True)
        ],
    }  # fmt: skip


@explained
def effects(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What would pay for it, beside what studies found; scenarios, never promises."""
    one = held(request, pk)
    result, spoken = one.result, words.language()
    rates = effects_view(result)
    shown_effects = []
    for found in break_even(result):
        effect = found.effect
        values = (found.value,) if found.value else _EXAMPLES
        discounted = [
            {"rate": percent(Fraction(row["rate"]).limit_denominator(10_000), spoken),
             "cost": words.money(Fraction(row["cost"])),
             "effects": words.number(Fraction(row["effects"]), 1),
             "icer": "–" if row["icer"] is None else words.money(Fraction(row["icer"])),
             "main": row["main"]}
            for row in rates if row["effect"] == effect.id
        ]  # fmt: skip
        yearly = found.yearly_cost
        shown_effects.append({
            "name": effect.name.say(spoken),
            "unit": effect.text("unit").say(spoken),
            "said": found.said().say(spoken),
            "found": effect.text("found").say(spoken),
            "evidence": spec.EVIDENCE_WORDS[effect.word("evidence", "assumed")][spoken == "sv"],
            "example": not found.value,
            "chart": picture(engine_pictures.break_even_line(yearly, spoken, values))
            if yearly else "",
            "rows": [
                (words.money(v), words.number(yearly / v, 1)) for v in values if v
            ],
            "discounted": discounted,
            **({"ce": _cost_effectiveness(result, effect)} if discounted else {}),
        })  # fmt: skip
    context = {
        **shared.around(request, slug, one.scenario, "effects"),
        "effects": shown_effects,
        "yearly": words.money(result.full_year),
        "conventions": [said.say(spoken) for said in conventions(result.scenario)],
        "add": reverse("costs:section", args=[slug, pk, "effects"]),
    }
    return render(request, "costs/effects.html", context)


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values[:MOST_BESIDE]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def compare(request: Any, slug: str) -> HttpResponse:
    """Two or three side by side."""
    ids = _ids(request.GET.getlist("med"))
    found = queries.chosen(request.programme, ids)
    spoken = words.language()
    # The whole list is short: a programme reckons on a handful, and nobody compares the rest.
    choices = [
        {"row": row, "chosen": row.pk in ids} for row in queries.scenarios(request.programme)[:100]
    ]
    context: dict[str, Any] = {"choices": choices, "back": reverse("costs:all", args=[slug]),
                               "most": MOST_BESIDE, "asked": bool(ids)}  # fmt: skip
    if len(found) > 1:
        try:
            results = [calculate(scenario_of(version.content)) for version in found]
            table = side_by_side(results)
        except CostsError as error:
            context["problems"] = [words.sentence(p) for p in error.problems]
        else:
            names = [version.scenario.name for version in found]
            context |= {
                "names": names,
                "numbers": " ".join(str(n) for n in range(2, 2 * len(names) + 1)),
                "columns": ["", *names, *(say(_("More than the first: {name}"), name=name)
                                          for name in names[1:])],
                "rows": [
                    {"name": first_capital(row.name.say(spoken)),
                     "cells": [*(words.money(f) for f in row.figures),
                               *(words.money(d) for d in row.differences[1:])]}
                    for row in table.rows
                ],
                "chart": picture(pictures.beside(names, results)),
                "links": [
                    {"name": v.scenario.name, "about": result.scenario.about.say(spoken),
                     "url": reverse("costs:scenario", args=[slug, v.scenario_id]),
                     "period": f"{result.scenario.start} – {result.scenario.end}"}
                    for v, result in zip(found, results, strict=True)
                ],
                "conventions": [said.say(spoken) for said in conventions(results[0].scenario)],
            }  # fmt: skip
    return render(request, "costs/compare.html", context)
