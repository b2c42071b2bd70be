"""A year's outcome from the loans: hours that are noted, at a price, and what was paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.engines.costs.calculation import calculate
from erfara.engines.costs.errors import CostsError
from erfara.foundation import forms
from erfara.foundation.actors import Role
from erfara.governance import access
from erfara.governance.content import scenario_of
from erfara.insight import hours
from erfara.lending.models import TimeSpent
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.costs import saving, shared
from erfara.web.costs import say as words
from erfara.workflows import cost_outcome

PARTIES = dict(TimeSpent.Party.choices)


class FromLoansForm(forms.Form):
    """What an hour costs, of each who spent time."""

    version = forms.Hidden(required=False, max_length=9)

    def __init__(
        self, data: Any, *, year: hours.YearOfHours, paid: Decimal, payments: int, version: int
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.parties = [party for party in hours.PARTIES if year.minutes.get(party)]
        for party in self.parties:
            self.fields[party] = forms.Money(
                say(_("What an hour of {whose} costs"), whose=say(PARTIES[party])),
                required=False, min_value=0, max_value=100_000,
                hint=say(
                    _("{hours} hours. Kronor with all that goes with a wage; empty leaves them "
                      "out."),
                    hours=words.number(year.hours(party), 2),
                ),
            )  # fmt: skip
        if payments:
            self.fields["paid"] = forms.Check(
                say(_("Add what was paid to those who took part: {amount}"),
                    amount=words.money(paid)),
                required=False, initial=True,
            )  # fmt: skip

    def refuse_costs(self, error: CostsError, path: str) -> None:
        """Say what the engine says, on top."""
        for problem in error.problems[:5]:
            self.refuse(words.sentence(problem))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        priced = any(data.get(party) is not None for party in self.parties)
        if not self.errors and not priced and not data.get("paid"):
            self.refuse(say(_("Write what an hour costs, of at least one.")))
        return data


def _because(found: cost_outcome.FromLoans) -> str:
    parts = [
        say(_("{hours} hours of {whose} at {price}"), hours=words.number(number, 2),
            whose=say(PARTIES[party]), price=words.money(price))
        for party, number, price in found.parts
    ]  # fmt: skip
    if found.paid:
        parts.append(say(_("{amount} paid to those who took part"), amount=words.money(found.paid)))
    return say(_("From the loans: {parts}."), parts="; ".join(parts))


@shared.explained
def from_loans(request: Any, slug: str, pk: UUID, year: int) -> HttpResponse:
    """Hours times price as what staff cost in the end, with the rows they come from."""
    scenario = access.scenario_for(request.viewer, request.programme, pk)
    base = saving.seen_version(request, scenario)
    result = calculate(scenario_of(base.content))
    if year not in result.scenario.years:
        raise Http404
    spent = hours.of_year(request.programme, year)
    paid, payments = hours.paid(request.programme, year)
    form = FromLoansForm(
        http.posted(request), year=spent, paid=paid, payments=payments, version=base.number
    )
    if http.filled(request, form):
        data = form.cleaned_data
        found = cost_outcome.from_loans(
            request.programme, year, {party: data.get(party) for party in form.parties},
            with_paid=bool(data.get("paid")),
        )  # fmt: skip
        tree = cost_outcome.written(base.content, year, found, _because(found))
        back = reverse("costs:budget", args=[slug, pk])
        if answer := saving.save(request, form, scenario, base, tree, to=back, path="outcome"):
            return answer
    before = cost_outcome.standing(base.content, year)
    opens = request.viewer.role == Role.COORDINATOR
    context = {
        **shared.around(request, slug, scenario, "budget"),
        "form": form, "year": year, "nothing": not spent.minutes and not payments,
        "before": words.money(before) if before is not None else "",
        "sums": [
            (say(PARTIES[party]), words.number(spent.hours(party), 2)) for party in hours.PARTIES
        ],
        "from": spent.loans,
        "rows_url": f"{reverse('steering:hours', args=[slug])}?year={year}" if opens else "",
        "lacking": [
            {
                "no": one.no,
                "url": reverse("coordinator:loan", args=[slug, one.loan_id]) if opens else "",
                "lacks": ", ".join(say(PARTIES[party]) for party in one.lacks),
            }
            for one in hours.lacking(request.programme, year)
        ],
        "back": reverse("costs:budget", args=[slug, pk]),
    }  # fmt: skip
    return render(request, "costs/from_loans.html", context, status=form.status)
