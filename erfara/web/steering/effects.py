"""The rows behind what loans have led to."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.insight import effects
from erfara.organisations.models import Programme
from erfara.organisations.words import say
from erfara.vocabulary.choices import EffectArea

PER_PAGE = 25


def rows(request: Any, slug: str) -> HttpResponse:
    """Each loan that has changed something, in one area or in all."""
    wanted = request.GET.get("omrade", "")
    area = EffectArea(wanted) if wanted in EffectArea.values else None
    found = effects.loans_with_effects(request.programme, area or "")
    labels = dict(EffectArea.choices)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"row": one, "areas": ", ".join(say(labels[a]) for a in one.areas)} for one in page]
    return render(
        request, "steering/effects.html",
        {
            "page": page, "lines": lines, "area": say(area.label) if area else "",
            "means": say(effects.DEFINITION),
        },
    )  # fmt: skip


def of_page(programme: Programme, slug: str, opens: bool) -> dict[str, Any]:
    """The areas with their numbers, and how many heard in time: for the page of figures."""
    there = reverse("steering:effects", args=[slug])
    labels = dict(EffectArea.choices)
    return {
        "effects": [
            {"label": say(labels[area]), "count": count,
             "href": f"{there}?omrade={area}" if opens else ""}
            for area, count in effects.by_area(programme).items()
        ],
        "effects_mean": say(effects.DEFINITION),
        "borrowers_told": effects.told_by_borrowers(programme),
        "borrowers_told_means": say(effects.BORROWERS_OWN),
        "on_time": effects.on_time(programme),
        "on_time_means": say(effects.ON_TIME),
    }  # fmt: skip
