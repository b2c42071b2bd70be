"""How the programme stands, for those who steer: numbers, and nobody's name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.peersupport.setup import queries
from erfara.peersupport.setup.kinds import MODELS
from erfara.web.peer.setup import standing


def figures(request: Any, slug: str) -> HttpResponse:
    """Funnel, goals and warnings as numbers. There are no backgrounds of people here to count."""
    programme = request.programme
    setup = queries.setup_of(programme)
    context = {
        **standing.of(programme, request.at, slug, leads=False),
        "setup": setup,
        "model": MODELS[setup.model] if setup is not None else None,
    }
    return render(request, "peer/setup/figures.html", context)
