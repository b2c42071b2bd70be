"""Until when each place is paid: those for which nobody knows, and where it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say, say_plural
from erfara.peersupport.pool import access
from erfara.peersupport.pool.actions import wishes
from erfara.peersupport.steering.placed import unpaid
from erfara.web import http, people_say
from erfara.web.coordinator.pages import PER_PAGE
from erfara.web.peer.pool import forms
from erfara.web.peer.pool.staff import form_page


def _said(row: Any, at: datetime) -> str:
    """How many have a place from it, until when there is money, who employs."""
    until = row.funded_until
    parts = [
        say_plural("One has a place", "{count} have a place", row.has),
        say(_("Money until {day}"), day=people_say.day(until, now=at))
        if until
        else say(_("Nobody has written until when it is paid")),
        *([str(row.employer)] if row.employer else []),
    ]
    return ". ".join(parts)


def home(request: Any, slug: str) -> HttpResponse:
    """The places that nobody is known to pay for in half a year: what is warned of."""
    rows: Any = unpaid(request.programme, clock.local_day(request.at))  # with its count
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    places = [
        {
            "unit": str(row.workplace.unit), "said": _said(row, request.at),
            "url": reverse("pool:pay_until", args=[slug, row.pk]),
        }
        for row in page.object_list
    ]  # fmt: skip
    context = {"page": page, "places": places, "back": reverse("pool:wishes", args=[slug])}
    return render(request, "peer/pool/money.html", context)


def pay_until(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Until when there is money, whether or not somebody is there already."""
    row = access.wish_for(request.viewer, request.programme, pk)
    here = reverse("pool:wish", args=[slug, pk])
    form = forms.MoneyForm(
        http.posted(request), initial={"funded_until": row.funded_until, "lasting": row.lasting}
    )
    if answer := http.save(
        request, form,
        lambda: wishes.pay_until(
            wish=row, funded_until=form.cleaned_data["funded_until"],
            lasting=form.cleaned_data["lasting"], by=request.viewer, at=request.at,
        ),
        to=here, done=_("Saved."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Until when is it paid?"), button=_("Save"),
        lead=_("It is about all places of this wish, also those where somebody works already."),
        back=here, back_label=_("The wish"),
    )  # fmt: skip
