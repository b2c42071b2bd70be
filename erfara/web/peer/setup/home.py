"""The page of the programme: where it is, what is about to go wrong, and what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.foundation import clock
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.kinds import MODELS, Function
from erfara.peersupport.setup.models import Party
from erfara.web.peer.setup import standing

SHOWN_DAYS = 3
MANY = 4


def home(request: Any, slug: str) -> HttpResponse:
    """Where it is, as the leads see it."""
    programme, today = request.programme, clock.local_day(request.at)
    setup = queries.setup_of(programme)
    way = standing.way(programme, slug) if setup is not None else []
    parties = list(queries.live_parties(programme, today))
    # With many municipalities their number says more than a list of thirteen.
    communes = [one for one in parties if one.kind == Party.Kind.MUNICIPALITY]
    if len(communes) < MANY:
        communes = []
    context = {
        **standing.of(programme, request.at, slug, leads=True),
        "setup": setup,
        "model": MODELS[setup.model] if setup is not None else None,
        "interviewers": [one.label for one in Function if setup and one in setup.interviews],
        "needed": standing.needed(programme, today, slug),
        # Where all of it has begun, the parts are found above the page as everywhere.
        "way": [] if all(step["state"] == "done" for step in way) else way,
        "parties": [one for one in parties if one not in communes], "communes": len(communes),
        "leads": queries.pair(programme, clock.local_day(clock.now())).leads,
        "days": [
            (one, one.starts_at <= request.at)
            for one in queries.days_ahead(programme)[:SHOWN_DAYS]
        ],
    }  # fmt: skip
    return render(request, "peer/setup/home.html", context)
