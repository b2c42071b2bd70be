"""The step before a page of peer support about somebody whose details are protected."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from erfara.foundation import clock, vault
from erfara.people.models import Person
from erfara.web.unveiling import going, unveil


def step(request: Any, slug: str, person: Person, *, to: str, **context: Any) -> HttpResponse:
    """What it means to open her page, and then the page that the lead was going to, or `to`.

    The caller opens nothing of hers. `context`: `title`, which says a number and no name, and the
    way back.
    """
    if person.pk not in vault.shielded(person.programme_id):
        return HttpResponseRedirect(to)
    after = going(request, reverse("coordinator:home", args=[slug]), to)
    if request.method == "POST":
        unveil(request.session, person.programme_id, person.pk, clock.now())
        return HttpResponseRedirect(after)
    context |= {"here": request.path, "values": {"next": after}}
    return render(request, "peer/protected.html", context)
