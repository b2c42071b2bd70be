"""Protected details in peer support: the step before a page, and how a lead begins and ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.people.models import Person
from erfara.people.veil import is_protected_person
from erfara.web import http
from erfara.web.coordinator.protection import ending
from erfara.web.unveiling import going, unveil
from erfara.workflows.protection import protect_person


def step(request: Any, slug: str, person: Person, *, to: str, **context: Any) -> HttpResponse:
    """What it means to open her page, and then the page that the lead was going to, or `to`.

    The caller opens nothing of hers. `context`: `title`, which says a number and no name, and the
    way back.
    """
    if not is_protected_person(person):
        return HttpResponseRedirect(to)
    after = going(request, reverse("coordinator:home", args=[slug]), to)
    if request.method == "POST":
        unveil(request.session, person.programme_id, person.pk, clock.now())
        return HttpResponseRedirect(after)
    context |= {"here": request.path, "values": {"next": after}}
    return render(request, "peer/protected.html", context)


def box(slug: str, space: str, row: Any) -> dict[str, Any]:
    """What her page says about protection, and where it is begun or ended. `row` is what she is in
    that part: an applicant, one with a place on a course, one in the pool."""
    on = is_protected_person(row.person)
    page = "end_protection" if on else "protect"
    return {
        "on": on, "changeable": row.person.erased_at is None,
        "url": reverse(f"{space}:{page}", args=[slug, row.pk]),
    }  # fmt: skip


def begin(
    request: Any, person: Person, *, name: Callable[[], str], here: str, back: str
) -> HttpResponse:
    """Protect her details from now on. `here` is her page, `back` where she stands with others."""
    if is_protected_person(person):
        return HttpResponseRedirect(here)
    if request.method == "POST":
        return http.press(
            request, lambda: protect_person(person=person, by=request.viewer, at=request.at),
            to=back, back=here, done=_("Done. Nobody else sees who it is."),
        )  # fmt: skip
    return render(request, "peer/protect.html", {"name": name(), "back": here})


def end(request: Any, person: Person, *, here: str) -> HttpResponse:
    """End it: why, and then once more. The caller has gone through the step before her page."""
    return ending(
        request, person, back=here, sure="peer/protection_sure.html",
        done=_("Protection has ended. The name stands in the lists again."),
    )  # fmt: skip
