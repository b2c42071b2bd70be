"""Pages for everybody: what this is, in a minute; asking to borrow, in five."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.forms import parse
from erfara.organisations import queries
from erfara.web import http
from erfara.web.middleware import LANGUAGE_COOKIE
from erfara.web.public import presentations, strangers
from erfara.web.public.forms import BorrowForm
from erfara.workflows import lend

A_YEAR = 365 * 24 * 60 * 60
TOO_MANY_ASK = _(
    "Many have asked from where you are within an hour. What you have written still "
    "stands here: send it again in an hour, or get in touch with {library:sg.def}."
)


def front(request) -> HttpResponse:
    """What this is, and which programmes there are."""
    programmes = [p for p in queries.programmes() if p.state != "building"]
    context = {"programmes": programmes, "demonstration_start": not settings.ENV.production}
    return render(request, "public/front.html", context)


def programme(request, slug: str) -> HttpResponse:
    """One programme: what it is, how to take part, how to borrow."""
    recruits = request.programme.recruits_on(clock.local_day(request.at))
    return render(request, "public/programme.html", {"recruits": recruits})


def borrow(request, slug: str) -> HttpResponse:
    """Ask to borrow, without an account."""
    library = request.programme
    if not library.lends and request.method != "POST":
        return render(request, "public/borrow_closed.html")
    wished = presentations.wished(library, request.GET.get("presentation", "")[:40])
    form = BorrowForm(http.posted(request), initial=wished)
    answer, context = strangers.send(
        request,
        form,
        lambda: lend.receive_request(
            programme=library, organisation=form.cleaned_data["organisation"],
            unit=form.cleaned_data["unit"], contact=form.contact(), wishes=form.wishes(),
            taken_down=False, by=request.viewer, at=request.at,
        ),
        deed="borrow", to=reverse("public:borrow_done", args=[slug]), too_many=TOO_MANY_ASK,
    )  # fmt: skip
    return answer or render(request, "public/borrow.html", context, status=form.status)


def borrow_done(request, slug: str) -> HttpResponse:
    """What happens now. Holds nothing of what was written: the page may be anybody's."""
    return render(request, "public/borrow_done.html")


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
    """Whether the databases answer, for whoever watches the installation."""
    found = {}
    for alias in ("default", "keystore"):
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
            found[alias] = True
        except DatabaseError:
            found[alias] = False
    well = all(found.values())
    return JsonResponse(
        {"well": well, "database": found["default"], "keystore": found["keystore"]},
        status=200 if well else 503,
    )
