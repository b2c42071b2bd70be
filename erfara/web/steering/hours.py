"""The rows behind the hours: which loans they come from."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from erfara.insight import hours
from erfara.insight.spans import read
from erfara.organisations.words import say
from erfara.web.steering.rows import PER_PAGE


def rows(request: Any, slug: str) -> HttpResponse:
    """Each loan with its hours, of one year or of all."""
    text = request.GET.get("year", "")
    first = read(text).first  # nothing that is no year
    year = first.year if first else None
    found: Any = hours.LoansWithHours(request.programme, year)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "steering/hours.html",
        {"page": page, "year": year, "means": say(hours.DEFINITION)},
    )
