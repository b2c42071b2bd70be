"""What is paid: rates with days, and the price base amount that shares are counted on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from erfara.compensation import access
from erfara.compensation.actions import rates as actions
from erfara.compensation.models import Rate
from erfara.compensation.price_base import SOURCE
from erfara.compensation.rates import PRESETS, all_rates, in_kronor, price_bases, rates_on
from erfara.foundation import clock, forms
from erfara.organisations.words import say_lazy
from erfara.web import http

YEARS_SHOWN = 4


class RateForm(forms.Form):
    """A rate: for what, how much, for how long meetings, from when."""

    what = forms.Radios(
        _("For what?"), choices=[(k, say_lazy(v)) for k, v in Rate.What.choices],
        missing=_("Choose what it is for."),
    )  # fmt: skip
    amount = forms.Money(_("Sum in kronor"), min_value=0, max_value=99_999, required=False)
    percent = forms.Number(
        _("Or a share of the price base amount, in percent"), required=False,
        hint=_("Then it follows prices. For example 1,8."), min_value=0, max_value=100,
        decimals=3,
    )  # fmt: skip
    over = forms.Number(
        _("Over how many hours?"), required=False, min_value=0, max_value=24, decimals=1,
        hint=_("Empty: from the first."),
    )  # fmt: skip
    up_to = forms.Number(
        _("Up to how many hours?"), required=False, min_value=0, max_value=24, decimals=1,
        hint=_("Empty: however long."),
    )  # fmt: skip
    valid_from = forms.Date(_("From which day?"))
    valid_to = forms.Date(_("Until which day?"), required=False, hint=_("Empty: until changed."))


class PresetForm(forms.Form):
    """Published rates to begin from."""

    preset = forms.Radios(
        _("Whose rates?"), choices=[(key, one.name) for key, one in PRESETS.items()],
        missing=_("Choose which rates to begin from."),
    )  # fmt: skip
    valid_from = forms.Date(_("From which day?"))


class EndForm(forms.Form):
    """The last day of a rate."""

    last = forms.Date(_("The last day"))


class PriceBaseForm(forms.Form):
    """The price base amount of a year."""

    year = forms.Number(_("Year"), min_value=2000, max_value=2100)
    amount = forms.Number(_("Price base amount in kronor"), min_value=20_000, max_value=200_000)


def _short(value: Decimal | None) -> str:
    """A number without decimals that say nothing: 3,6 and 4."""
    if value is None:
        return ""
    return localize(value.normalize() if value % 1 else int(value))


def rates(request, slug: str) -> HttpResponse:
    """Which rates hold now, which came before and come after."""
    programme, today = request.programme, clock.local_day(request.at)
    bases = price_bases(programme)
    live = {row.pk for row in rates_on(programme, today)}
    rows = [
        {
            "row": row, "now": in_kronor(row, today, bases), "live": row.pk in live,
            "percent": _short(row.percent), "over": _short(row.over), "up_to": _short(row.up_to),
        }
        for row in all_rates(programme)
    ]  # fmt: skip
    context = {
        "live": [r for r in rows if r["live"]], "others": [r for r in rows if not r["live"]],
        "bases": [(year, bases[year]) for year in sorted(bases, reverse=True)[:YEARS_SHOWN]],
        "source": SOURCE, "missing": today.year not in bases, "year": today.year,
    }  # fmt: skip
    return render(request, "administrator/rates.html", context)


def _page(request: Any, form: Any, template: str, **more: Any) -> HttpResponse:
    back = reverse("administrator:rates", args=[request.programme.slug])
    context = {"form": form, "back": back, **more}
    return render(request, f"administrator/{template}.html", context, status=form.status)


def new_rate(request, slug: str) -> HttpResponse:
    """Write a rate."""
    form = RateForm(http.posted(request), initial={"valid_from": clock.local_day(request.at)})
    if answer := http.save(
        request, form,
        lambda: actions.add_rate(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=reverse("administrator:rates", args=[slug]), done=_("The rate is written down."),
    ):  # fmt: skip
        return answer
    return _page(request, form, "rate_new")


def preset(request, slug: str) -> HttpResponse:
    """Begin from published rates."""
    form = PresetForm(http.posted(request), initial={"valid_from": clock.local_day(request.at)})
    if answer := http.save(
        request, form,
        lambda: actions.use_preset(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=reverse("administrator:rates", args=[slug]),
        done=_("The rates are copied. Change what is different with you."),
    ):  # fmt: skip
        return answer
    return _page(request, form, "rate_preset")


def end_rate(request, slug: str, pk: UUID) -> HttpResponse:
    """Let a rate end."""
    row = access.rate_for(request.viewer, request.programme, pk)
    form = EndForm(http.posted(request), initial={"last": row.valid_to})
    if answer := http.save(
        request, form,
        lambda: actions.end_rate(
            rate=row, last=form.cleaned_data["last"], by=request.viewer, at=request.at
        ),
        to=reverse("administrator:rates", args=[slug]), done=_("Saved. It holds until then."),
    ):  # fmt: skip
        return answer
    return _page(request, form, "rate_end", rate=row)


def price_base(request, slug: str) -> HttpResponse:
    """Write a year's price base amount."""
    today = clock.local_day(request.at)
    form = PriceBaseForm(http.posted(request), initial={"year": today.year})
    if answer := http.save(
        request, form,
        lambda: actions.set_price_base(
            programme=request.programme, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=reverse("administrator:rates", args=[slug]), done=_("Saved."),
    ):  # fmt: skip
        return answer
    return _page(request, form, "price_base")
