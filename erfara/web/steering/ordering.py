"""Figures that are too many to be counted while somebody waits: ordered, and waited for."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.insight import actions, prepared
from erfara.insight.prepared import NotCounted
from erfara.insight.tables import MEANS
from erfara.web import http
from erfara.web.steering.spans import FIELDS, WHOM, Chosen, chosen

# A page that waits asks again by itself after so many seconds, without any script.
AGAIN_SECONDS = 10
# What a page of rows is asked for by, beside the span.
_ROWS = ("rad", "kolumn")


def address(slug: str, query: str, figure: str = "", **rows: str) -> str:
    """The page of the figures, or of the rows of one, for a span as it stands in an address."""
    kwargs = {"slug": slug, "figure": figure} if figure else {"slug": slug}
    url = reverse("steering:figure_rows" if figure else "steering:figures", kwargs=kwargs)
    pairs = [*((name, one) for name, one in rows.items() if one), *parse_qsl(query)]
    return f"{url}?{urlencode(pairs)}" if pairs else url


def refreshed(answer: HttpResponse) -> HttpResponse:
    """A page that is asked for again in a moment."""
    answer["Refresh"] = str(AGAIN_SECONDS)
    return answer


def ordering(slug: str, asked: Chosen, figure: str = "", **rows: str) -> dict[str, Any]:
    """What is asked for, with the button that has it counted: where it leads, what it sends."""
    given = {**dict(parse_qsl(asked.query)), **rows, "figure": figure}
    return {
        "form": asked.form, "asked": asked, "here": address(slug, ""),
        "everything_url": address(slug, asked.of_everything),
        "order_url": reverse("steering:order_figures", args=[slug]),
        "order_values": {name: one for name, one in given.items() if one},
    }  # fmt: skip


def not_counted(
    request: Any, slug: str, asked: Chosen, found: NotCounted, figure: str = "", **rows: str
) -> HttpResponse:
    """Instead of figures: the button that orders them, or that they are being counted."""
    context = {
        **ordering(slug, asked, figure, **rows), "waits": found.waits,
        "look_again": address(slug, asked.query, figure, **rows),
    }  # fmt: skip
    answer = render(request, "steering/not_counted.html", context, status=asked.form.status)
    return refreshed(answer) if found.waits else answer


def order_figures(request: Any, slug: str) -> HttpResponse:
    """Have the figures of a span counted, and back to where they will stand."""
    asked, programme = chosen(request), request.programme
    figure = request.POST.get("figure", "")
    rows = {}
    if figure in MEANS and request.viewer.role == Role.COORDINATOR:
        rows = {name: request.POST.get(name, "")[:40] for name in _ROWS}
    else:
        figure = ""
    if not asked.form.is_bound or asked.form.is_valid():
        query = asked.query
    else:  # the page says what has to be changed
        query = urlencode({n: request.POST[n] for n in (*FIELDS, WHOM) if request.POST.get(n)})
    there = address(slug, query, figure, **rows)
    if asked.query != query or not prepared.is_ordered(programme):
        return http.go(request, there)
    return http.press(
        request,
        lambda: actions.order(
            programme=programme, span=asked.span, by=request.viewer, at=clock.now()
        ),
        to=there, back=there,
    )  # fmt: skip
