"""Budget and outcome by year and kind of cost: what was planned, what came, and why it differs."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs import budget as engine_budget
from erfara.engines.costs import spec
from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.errors import CostsError
from erfara.foundation import forms
from erfara.governance import access
from erfara.governance.content import Node, Tree, scenario_of, text_of
from erfara.governance.merging import row_key
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.costs import saving, shared
from erfara.web.costs import say as words
from erfara.web.costs.shared import explained, held
from erfara.web.people_say import first_capital


@explained
def budget(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Each year: budget beside outcome, and what differs."""
    one = held(request, pk)
    table, spoken = engine_budget.compare(one.result), words.language()
    kinds = [
        k for k in spec.COST_KINDS
        if any(table.budget[k].values()) or any(v is not None for v in table.outcome[k].values())
    ]  # fmt: skip
    years = []
    for year in table.years:
        rows = []
        for kind in [*kinds, "total"]:
            planned, came = table.budget[kind][year], table.outcome[kind][year]
            rows.append({
                "name": first_capital(table.names[kind].say(spoken)),
                "budget": words.money(planned),
                "outcome": "–" if came is None else words.money(came),
                "differs": "–" if came is None else words.money(came - planned),
            })  # fmt: skip
        said = [
            d.said(table.names[d.line or d.kind]).say(spoken)
            for d in table.deviations if d.year == year
        ]  # fmt: skip
        years.append({
            "year": year, "rows": rows, "said": [first_capital(text) for text in said],
            "whole": all(table.outcome[k][year] is not None for k in kinds),
            "enter": reverse("costs:outcome", args=[slug, pk, year]),
            "from_loans": reverse("costs:from_loans", args=[slug, pk, year]),
        })  # fmt: skip
    context = {
        **shared.around(request, slug, one.scenario, "budget"),
        "years": years,
        "empty": not kinds,
    }
    return render(request, "costs/budget.html", context)


class OutcomeForm(forms.Form):
    """What each kind of cost came to in a year; empty where it isn't known."""

    version = forms.Hidden(required=False, max_length=9)

    def __init__(
        self, data: Any, *, year: int, rows: list[Node], planned: dict[str, Fraction], version: int
    ) -> None:
        super().__init__(data, initial={"version": version})
        whole = {row["kind"]: row for row in rows if "kind" in row and _year(row) == year}
        self.kinds = [k for k in spec.COST_KINDS if planned[k] or k in whole]
        for kind in self.kinds or spec.COST_KINDS:
            row = whole.get(kind, {})
            label = words.kind(kind)
            self.fields[kind] = forms.Money(
                label, required=False, min_value=0, max_value=10_000_000_000,
                initial=_amount(row.get("amount")),
                hint=say(_("Budget: {amount}"), amount=words.money(planned[kind])),
            )  # fmt: skip
            self.fields[f"{kind}_because"] = forms.Text(
                say(_("{what}: why it differs"), what=label), required=False, max_length=500,
                initial=text_of(row.get("because"), words.language()),
            )  # fmt: skip

    def refuse_costs(self, error: CostsError, path: str) -> None:
        """Say what the engine says, on top: the fields here are sums that the form has read."""
        for problem in error.problems[:5]:
            self.refuse(words.sentence(problem))


def _year(row: Node) -> int:
    text = str(row.get("year", ""))
    return int(text) if text.isdecimal() and len(text) == 4 else 0


def _amount(node: Node) -> Any:
    text = node.get("value") if isinstance(node, dict) else node
    try:
        return Decimal(str(text).replace(" ", "").replace(",", ".")).quantize(Decimal("0.01"))
    except (ValueError, ArithmeticError):
        return None


def _written(form: OutcomeForm, content: Tree, year: int) -> Tree:
    """The document with the year's outcome by kind; what was entered line by line stays."""
    tree = copy.deepcopy(content)
    rows = tree.get("outcome", [])
    before = {row_key(row): row for row in rows}
    kept = [row for row in rows if not ("kind" in row and _year(row) == year)]
    for kind in spec.COST_KINDS:
        amount = form.cleaned_data.get(kind)
        if amount is None:
            continue
        row: dict[str, Node] = {
            "year": str(year),
            "kind": kind,
            "amount": f"{amount.normalize():f}",
        }
        if because := form.cleaned_data.get(f"{kind}_because"):
            row["because"] = because
        old = before.get(row_key(row), {})
        same = _amount(old.get("amount")) == amount and (
            text_of(old.get("because"), words.language()) == row.get("because", "")
        )
        kept.append(old if old and same else {**old, **row})
    if kept:
        tree["outcome"] = kept
    else:
        tree.pop("outcome", None)
    return tree


@explained
def outcome(request: Any, slug: str, pk: UUID, year: int) -> HttpResponse:
    """Enter what a year came to."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    base = saving.seen_version(request, scenario)
    result = calculate(scenario_of(base.content))
    if year not in result.scenario.years:
        raise Http404
    form = OutcomeForm(
        http.posted(request), year=year, rows=base.content.get("outcome", []),
        planned={k: result.by_kind[k][year] for k in spec.COST_KINDS}, version=base.number,
    )  # fmt: skip
    back = reverse("costs:budget", args=[slug, pk])
    if http.filled(request, form):
        tree = _written(form, base.content, year)
        if answer := saving.save(request, form, scenario, base, tree, to=back, path="outcome"):
            return answer
    context = {**shared.around(request, slug, scenario, "budget"), "form": form, "year": year,
               "back": back}  # fmt: skip
    return render(request, "costs/outcome.html", context, status=form.status)
