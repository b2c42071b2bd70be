"""What a person says yes to: each purpose on its own, on her page and behind a link.

Included twice, like the page of a question: for one who is signed in, and for one who has come by
a letter. Behind the link no name is opened.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.people import access
from erfara.people.consent_queries import Line, holds_until, lines_of
from erfara.people.models import Contributor, Purpose
from erfara.web import http, stopped, ways
from erfara.workflows import consent

WHAT_STOPS: dict[str, str | Promise] = {
    Purpose.REGISTER: _(
        "You leave {library:sg.def}. Questions that wait for your answer are taken away, and what "
        "you have told is erased after 48 hours. Until then you can change your mind."
    ),
    Purpose.EMAIL: _(
        "Questions that wait for your answer are taken away. From now on we phone you instead."
    ),
    Purpose.TEXT_MESSAGE: _("You get no more text messages from us."),
    Purpose.PRESENTATION: _("Your text is taken down."),
    Purpose.PICTURE: _("The picture beside your text is taken down."),
    Purpose.SOCIAL_MEDIA: _("We don't show your text in social media any more."),
    Purpose.STATISTICS: _("What you have told about yourself for figures is removed."),
    Purpose.HANDOVER: _("Nobody who takes over {library:sg.def} is told about you."),
    Purpose.RESEARCH: _("What you have told is not used in research any more."),
}
CHANGEABLE = ("active", "paused", "resting")


def _hers(request: Any) -> Contributor:
    contributor = access.own_contributor(request.viewer, request.programme)
    if contributor.state not in CHANGEABLE:
        raise Http404
    return contributor


def _how(request: Any) -> str:
    return "link" if request.link is not None else "own_page"


def consents(request, slug: str, token: str = "") -> HttpResponse:
    """All of them: first what she is asked about, then the rest."""
    contributor = access.own_contributor(request.viewer, request.programme)
    lines = lines_of(contributor.person, request.programme)
    years = request.programme.consent_years
    rows: list[dict[str, Any]] = [
        {"line": line, "label": Purpose(line.purpose).label,
         "until": holds_until(line.live, years) if line.live else None,
         "url": ways.url(request, "one", purpose=line.purpose)}
        for line in lines
    ]  # fmt: skip
    context = {
        "contributor": contributor,
        "changeable": contributor.state in CHANGEABLE,
        "asked": [row for row in rows if row["line"].asked],
        "others": [row for row in rows if not row["line"].asked],
        "by_link": request.link is not None,
    }
    return render(request, "person/consents.html", context)


def _line(contributor: Contributor, purpose: str) -> Line:
    for line in lines_of(contributor.person, contributor.programme):
        if line.purpose == purpose:
            return line
    raise Http404


def one(request, slug: str, purpose: str, token: str = "") -> HttpResponse:
    """One purpose: its words, and yes or no to it."""
    if purpose not in Purpose.values:
        raise Http404
    contributor = _hers(request)
    all_of_them = ways.url(request, "consents")
    after = all_of_them
    if request.method == "POST":
        person = contributor.person
        if request.POST.get("do") == "give":
            return http.press(
                request,
                lambda: consent.give(
                    person=person, purpose=purpose, how=_how(request), by=request.viewer,
                    at=request.at,
                ),
                to=after, back=after, done=_("Thank you. Your yes is written down."),
            )  # fmt: skip
        taken: list[consent.Stopped] = []
        if purpose == Purpose.REGISTER:
            after = (
                ways.url(request, "consents")
                if request.link
                else reverse("person:home", args=[slug])
            )
        answer = http.press(
            request,
            lambda: taken.append(
                consent.withdraw(
                    person=person, purpose=purpose, how=_how(request), by=request.viewer,
                    at=request.at,
                )
            ),
            to=after, back=after,
        )  # fmt: skip
        stopped.tell(request, taken)
        return answer
    line = _line(contributor, purpose)
    context = {
        "line": line, "label": Purpose(purpose).label, "stops": WHAT_STOPS[Purpose(purpose)],
        "back": all_of_them, "register": purpose == Purpose.REGISTER,
        "until": holds_until(line.live, request.programme.consent_years) if line.live else None,
    }  # fmt: skip
    return render(request, "person/consent.html", context)
