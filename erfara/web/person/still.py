"""Behind the letter that asks whether somebody still wants to be asked: three equal answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.people import access
from erfara.people.actions import signs
from erfara.people.models import Contributor
from erfara.people.models.consents import How
from erfara.people.silence_queries import open_silence
from erfara.web import http, people_say
from erfara.workflows import consent


def _answer(request: Any, contributor: Contributor, answer: str) -> None:
    who: Any = {"contributor": contributor, "by": request.viewer, "at": request.at}
    if answer == "yes":
        signs.note_seen(**who)
    elif answer == "pause":
        consent.pause(until=None, **who)
    elif answer == "leave":
        consent.leave(how=How.LINK, **who)
    else:
        raise Refused(_("Choose one of the three answers."))


def still(request: Any, slug: str, token: str) -> HttpResponse:
    """The question, and how it stands. Looking changes nothing."""
    contributor = access.own_contributor(request.viewer, request.programme)
    if contributor.pk != request.link.about_id:
        raise Http404
    here = reverse("person:still", args=[slug, token])
    if request.method == "POST":
        answer = request.POST.get("answer", "")[:10]
        return http.press(
            request, lambda: _answer(request, contributor, answer), to=here, back=here
        )
    silence = open_silence(contributor)
    goes_on = silence.goes_on if silence is not None else None
    erased = contributor.erase_after
    return render(
        request, "person/still.html",
        {
            "contributor": contributor,
            "asked": silence is not None and contributor.state in {"active", "resting"},
            "goes_on": people_say.day(goes_on, now=request.at) if goes_on else "",
            "erased_at": people_say.when(erased, now=request.at) if erased else "",
        },
    )  # fmt: skip
