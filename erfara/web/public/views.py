"""Pages for everybody: what this is, in a minute; asking to borrow, in five."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from erfara.accounts import limits
from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.foundation.forms import parse
from erfara.lending.models import LoanRequest
from erfara.organisations import queries
from erfara.web import http
from erfara.web.middleware import LANGUAGE_COOKIE
from erfara.web.public import presentations
from erfara.web.public.forms import BorrowForm, began, too_fast
from erfara.web.signin.views import sender_of
from erfara.workflows import lend

A_YEAR = 365 * 24 * 60 * 60
# People never see this field. Programs that fill in everything do.
TRAP = "more_about_you"
# A whole hospital may share one sender: room for a course where everybody asks, not for a program.
MOST_AN_HOUR = 20


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
    done = reverse("public:borrow_done", args=[slug])
    if request.method == "POST" and request.POST.get(TRAP):
        return HttpResponseRedirect(done)  # a program: it need not know that it was seen
    shown = began(clock.now())
    wished = presentations.wished(library, request.GET.get("presentation", "")[:40])
    form = BorrowForm(request.POST or None, initial=wished)
    if request.method == "POST":
        sealed = request.POST.get("began", "")[:200]
        shown = sealed if not parse.has_hidden(sealed) else shown
        if answer := http.save(request, form, lambda: _receive(request, form, sealed), to=done):
            return answer
        if form.refused:
            # Whoever was only quick, kept the page for long or has to wait loses nothing by it.
            shown = began(clock.now())
    context = {"form": form, "began": shown, "trap": TRAP}
    return render(request, "public/borrow.html", context, status=form.status)


def _receive(request, form: BorrowForm, sealed: str) -> LoanRequest:
    """Take a request in, unless it was filled in by a program or by one who sends very many."""
    if too_fast(sealed, clock.now()):
        raise Refused(_("Read it through once more, then send it again."))
    if not limits.take_ticket(
        "borrow", sender_ip=sender_of(request), most=MOST_AN_HOUR, within=timedelta(hours=1)
    ):
        raise Refused(
            _("Many have asked from where you are within an hour. What you have written still "
              "stands here: send it again in an hour, or get in touch with {library:sg.def}.")
        )  # fmt: skip
    return lend.receive_request(
        programme=request.programme, organisation=form.cleaned_data["organisation"],
        unit=form.cleaned_data["unit"], contact=form.contact(), wishes=form.wishes(),
        taken_down=False, by=request.viewer, at=request.at,
    )  # fmt: skip


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
