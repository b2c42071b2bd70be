"""Signing up without an account: one thing on each page, each kept as it is sent.

The first page keeps a draft and leads on to addresses with a token in them: whoever has the
address can go on where she was, for two weeks.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, links
from erfara.people import access, actions
from erfara.people.queries import texts_in_force
from erfara.vocabulary.choices import Area, Channel
from erfara.vocabulary.experience_map import MAP, QUESTION
from erfara.web import http
from erfara.web.public import kept, strangers
from erfara.web.public import sign_up_forms as pages
from erfara.web.signin.views import no_trace

TOO_MANY_SIGN_UP = _(
    "Many have signed up from where you are within an hour. Go on in an hour, or phone us."
)
FIELDS = ("name", "email", "phone", "address", "when_to_reach", "told", "channel")
PAGES = kept.Pages(
    "sign_up",
    lambda page: f"public/sign_up_{page}.html",
    {
        "name": (pages.NameForm, "reach"),
        "reach": (pages.ReachForm, "told"),
        "told": (pages.ToldForm, "found"),
        "found": (pages.FoundForm, "check"),
    },
    FIELDS,
)
MORE = {"places": MAP.values(), "question": QUESTION}


def start(request: Any, slug: str) -> HttpResponse:
    """What happens if one signs up; or, kindly, that nobody is taken in just now."""
    recruits = request.programme.recruits_on(clock.local_day(request.at))
    return render(request, "public/sign_up_start.html", {"recruits": recruits})


def begin(request: Any, slug: str) -> HttpResponse:
    """The first page. From here on what is written is kept.

    Nobody fills in a form to be told at its end that nobody is taken in.
    """
    if request.method != "POST" and not request.programme.recruits_on(clock.local_day(request.at)):
        return start(request, slug)
    if strangers.trapped(request):
        return HttpResponseRedirect(reverse("public:sign_up_done", args=[slug]))
    form = pages.NameForm(http.posted(request))
    if answer := http.save(
        request,
        form,
        lambda: _begin(request, form.cleaned_data),
        to=lambda link: reverse("sign_up:reach", args=[slug, links.token(link)]),
    ):
        return no_trace(answer)
    back = reverse("public:sign_up", args=[slug])
    return PAGES.page(request, "name", form, {"trap": strangers.TRAP, "back": back, **MORE})


def _begin(request: Any, values: dict[str, str]) -> Any:
    strangers.take_turn(request, "sign_up", TOO_MANY_SIGN_UP)
    return actions.begin_sign_up(
        programme=request.programme, values=values, by=request.viewer, at=request.at
    )


def step(request: Any, slug: str, token: str, name: str) -> HttpResponse:
    """One of the pages in between, filled in with what was written before."""
    draft = access.own_sign_up(request.viewer, request.programme)
    return PAGES.step(request, draft, token, name, **MORE)


def check(request: Any, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the button that sends it."""
    draft = access.own_sign_up(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    answers = kept.written(request, draft, FIELDS)
    here = reverse("sign_up:check", args=[slug, token])
    done = reverse("public:sign_up_done", args=[slug])
    if request.method == "POST":
        return kept.send(
            request, draft,
            lambda: actions.send_sign_up(
                sign_up=draft, answers=answers, by=request.viewer, at=request.at
            ),
            to=done, back=here,
        )  # fmt: skip
    channels = dict(Channel.choices)
    context = {
        "answers": answers,
        "channel": channels.get(answers.get("channel") or ""),
        "change": PAGES.changes(request, token),
        "missing": not answers.get("name") or not any(
            answers.get(way) for way in ("email", "phone", "address")
        ),
        "register_text": texts_in_force(request.programme)["register"],
        "token": token,
    }  # fmt: skip
    return no_trace(render(request, "public/sign_up_check.html", context))


def throw_away(request: Any, slug: str, token: str) -> HttpResponse:
    """She doesn't want to after all: gone at once."""
    return kept.throw_away(request, access.own_sign_up(request.viewer, request.programme))


def way_back(request: Any, slug: str, token: str) -> HttpResponse:
    """Send her the link, to go on another time."""
    draft = access.own_sign_up(request.viewer, request.programme)
    return kept.way_back(request, draft, reverse("sign_up:check", args=[slug, token]))


def done(request: Any, slug: str) -> HttpResponse:
    """What happens now. Holds nothing of what was written: the page may be anybody's."""
    return render(request, "public/sign_up_done.html")


def paper(request: Any, slug: str) -> HttpResponse:
    """The same questions on paper."""
    context = {
        "channels": [label for _value, label in Channel.choices],
        "areas": [label for _value, label in Area.choices],
    }
    return render(request, "public/sign_up_paper.html", context)
