"""The page of the programme: where it is, what is about to go wrong, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.foundation import clock
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.kinds import MODELS
from erfara.web.peer.setup import standing

SHOWN_DAYS = 3


def home(request: Any, slug: str) -> HttpResponse:
    """Where it is, as the leads see it."""
    programme, today = request.programme, clock.local_day(request.at)
    setup = queries.setup_of(programme)
    context = {
        **standing.of(programme, today, slug, leads=True),
        "setup": setup,
        "model": MODELS[setup.model] if setup is not None else None,
        "needed": standing.needed(programme, today, slug),
        "way": standing.way(programme, slug) if setup is not None else [],
        "parties": list(queries.live_parties(programme, today)),
        "days": list(queries.days_ahead(programme)[:SHOWN_DAYS]),
    }
    return render(request, "peer/setup/home.html", context)
