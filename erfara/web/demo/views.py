"""The demonstration: be anybody with one click, and read every letter. Not there in production."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from erfara.accounts import persons
from erfara.accounts import staff as staff_sessions
from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.foundation.outbox.kept import sent_letters
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.models import Person
from erfara.web.coordinator.start import WAYS
from erfara.web.demo.tour import stops_of
from erfara.web.own_home import own_home
from erfara.web.roles_table import belongs
from erfara.web.signin.views import set_cookie
from erfara.workflows.demonstration import parts, tour
from erfara.workflows.demonstration.ways_in import LIVING

PER_PAGE = 25

ROLES = {
    Role.COORDINATOR: _("{coordinator:sg}"),
    Role.STEERING: _("reads the figures for the steering group"),
    Role.ADMINISTRATOR: _("administers {library:sg.def}"),
    Role.USER_ORGANISATION: _("interviews for the user organisation, and issues certificates"),
    Role.RECRUITER: _("interviews for the employer"),
    Role.TRAINER: _("teaches"),
}


def _begins(part: parts.Part, programme: Programme) -> str:
    """Where somebody's own page is."""
    if part.borrows and programme.kind == Programme.Kind.LIBRARY:
        return reverse("borrower:home", args=[programme.slug])
    return own_home(programme)


def _work_begins(role: str, programme: Programme) -> str:
    """Where somebody's work begins, as it does when she signs in."""
    routes = (r for known, r, _label in WAYS if known == role and belongs(r, programme.kind))
    return reverse(next(routes), args=[programme.slug])


def start(request: HttpRequest) -> HttpResponse:
    """Who one can be, and what to try."""
    members = parts.staff(clock.local_day(clock.now()))
    people = parts.people()
    shown, living = [], None
    for programme in parts.programmes():
        living = programme if programme.slug == LIVING else living
        with words_of(programme):
            shown.append(
                {
                    "programme": programme,
                    "staff": [
                        {
                            "id": m.user_id,
                            "name": str(m.user),
                            "role": say(ROLES[Role(m.role)]),
                            "values": {"next": _work_begins(m.role, programme)},
                        }
                        for m in members
                        if m.programme_id == programme.pk
                    ],
                    "people": [
                        {
                            "id": part.id,
                            "what": say(part.what),
                            "values": {"next": _begins(part, programme)},
                        }
                        for part in people
                        if part.programme_id == programme.pk
                    ],
                }
            )
    with words_of(living):
        stops = stops_of(tour.tour(living))
    context = {
        "programmes": shown,
        "operators": parts.operators(),
        "stops": stops,
        "walked": bool(stops) and all(one["done"] for one in stops),
        "tour_slug": LIVING,
    }
    return render(request, "demo/start.html", context)


def _following(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next") or ""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if safe else ""


def sign_in(request: Any, pk: UUID) -> HttpResponse:
    """Be somebody, with one click."""
    user = parts.user_of(pk)
    person = None if user else parts.person_of(pk)
    if user is None and person is None:
        raise Http404
    if request.method != "POST":
        who = str(user) if user else ""
        return render(request, "demo/sign_in.html", {"who": who, "next": _following(request)})
    at = clock.now()
    following = _following(request)
    if user is not None:
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
        staff_sessions.start(request.session, at, demo=True)
        start_page = reverse("operator:home") if user.is_operator else reverse("staff:start")
        return HttpResponseRedirect(following or start_page)
    return _as_person(person, at, following)


def _as_person(person: Person | None, at: datetime, following: str) -> HttpResponse:
    if person is None:
        raise Http404
    slug = person.programme.slug
    _row, key = persons.start_session(
        tenant_id=person.programme_id, person_id=person.pk, at=at, how="demonstration"
    )
    response = HttpResponseRedirect(following or own_home(person.programme))
    set_cookie(response, slug, key)
    return response


def mail(request: HttpRequest) -> HttpResponse:
    """Every letter that has left, newest first, as it arrives."""
    page = Paginator(sent_letters(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "demo/mail.html", {"page": page})
