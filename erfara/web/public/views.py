"""Pages for everybody: what this is, in a minute; asking to borrow, in five."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from erfara.foundation import clock, heartbeat
from erfara.foundation.forms import parse
from erfara.organisations import queries
from erfara.organisations.models import Programme
from erfara.web.middleware import LANGUAGE_COOKIE
from erfara.web.peer import front as peer_front

A_YEAR = 365 * 24 * 60 * 60


def front(request) -> HttpResponse:
    """What this is, and which programmes there are."""
    programmes = [p for p in queries.programmes() if p.state != "building"]
    context = {"programmes": programmes, "demonstration_start": not settings.ENV.production}
    return render(request, "public/front.html", context)


def programme(request, slug: str) -> HttpResponse:
    """One programme: what it is, how to take part, how to borrow."""
    if request.programme.kind == Programme.Kind.PEER_SUPPORT:
        return peer_front.programme(request, slug)
    recruits = request.programme.recruits_on(clock.local_day(request.at))
    return render(request, "public/programme.html", {"recruits": recruits})


def language(request) -> HttpResponse:
    """Choose a language and stay on the page."""
    following = request.POST.get("next", "")
    safe = (
        following.startswith("/")
        and not parse.has_hidden(following)
        and url_has_allowed_host_and_scheme(following, allowed_hosts=None)
    )
    response = HttpResponseRedirect(following if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax",
            secure=settings.ENV.production,
        )  # fmt: skip
    return response


def health(request) -> HttpResponse:
    """Whether we work, in one word, for a load balancer: 503 when a database or the worker doesn't.

    What is wrong is nobody's business here; `erfara doctor` says it to whoever may run that.
    """
    try:
        with connections["keystore"].cursor() as cursor:
            cursor.execute("SELECT 1")
        well = heartbeat.beats(clock.now())
    except DatabaseError:
        well = False
    return JsonResponse({"ok": well}, status=200 if well else 503)
