"""Applying without an account: what it is, one thing on each page, check, send.

The first page keeps a draft and leads on to addresses with a token in them: whoever has the
address can go on where she was, for two weeks.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, links
from erfara.peersupport.recruitment import access, policies, queries
from erfara.peersupport.recruitment.actions import applying
from erfara.peersupport.recruitment.models import Round
from erfara.peersupport.recruitment.questions import LABELS, HalfTime, value_of
from erfara.peersupport.setup.queries import who_interview
from erfara.web import http
from erfara.web.peer.apply import forms
from erfara.web.public import kept, strangers
from erfara.web.public.sign_up_forms import ReachForm
from erfara.web.signin.views import no_trace

TOO_MANY = _("Many have applied from where you are within an hour. Go on in an hour, or phone us.")
PAGES = kept.Pages(
    "application",
    lambda page: f"peer/apply/{page}.html",
    {
        "name": (forms.NameForm, "reach"),
        "reach": (ReachForm, "why"),
        "why": (forms.WhyForm, "own"),
        "own": (forms.OwnForm, "work"),
        "work": (forms.WorkForm, "found"),
        "found": (forms.FoundForm, "check"),
    },
    applying.IN_DRAFT,
)


def text_of(row: Round) -> str:
    """The announcement in the language of the page, or else in Swedish."""
    english = (get_language() or "sv").startswith("en")
    return (row.text_en if english else "") or row.text_sv


def _shown(row: Round, request: Any) -> dict[str, Any]:
    day = clock.local_day(request.at)
    return {
        "row": row, "text": text_of(row), "open": policies.takes_applications(row, day),
        "ahead": row.opens_on > day,
    }  # fmt: skip


def front(request: Any) -> tuple[str, dict[str, Any]] | None:
    """On the programme's own page: the rounds one can apply in, or that there is none now."""
    rows = queries.announced(request.programme, clock.local_day(request.at))
    return "peer/front/apply.html", {"rounds": [_shown(row, request) for row in rows]}


def start(request: Any, slug: str) -> HttpResponse:
    """All rounds one can apply in; the only one at once."""
    rows = queries.announced(request.programme, clock.local_day(request.at))
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("apply:round", args=[slug, rows[0].pk]))
    context = {"rounds": [_shown(row, request) for row in rows]}
    return render(request, "peer/apply/start.html", context)


def about(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A round: what the job is, how it goes, and what becomes of what one writes."""
    row = access.announced_round(request.programme, pk)
    context = {**_shown(row, request), "interviewers": who_interview(request.programme)}
    return render(request, "peer/apply/round.html", context)


def paper(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The same questions on paper."""
    row = access.announced_round(request.programme, pk)
    context = {
        **_shown(row, request), "labels": LABELS,
        "half_time": [label for _value, label in HalfTime.choices],
        "channels": [label for _value, label in forms.CHANNELS],
    }  # fmt: skip
    return render(request, "peer/apply/paper.html", context)


def begin(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The first page. From here on what is written is kept.

    Nobody fills in a form to be told at its end that nobody is taken in.
    """
    row = access.announced_round(request.programme, pk)
    back = reverse("apply:round", args=[slug, pk])
    if not policies.takes_applications(row, clock.local_day(request.at)):
        return HttpResponseRedirect(back)
    if strangers.trapped(request):
        return HttpResponseRedirect(reverse("apply:done", args=[slug]))
    form = forms.NameForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: _begin(request, row, form.cleaned_data),
        to=lambda link: reverse("application:reach", args=[slug, links.token(link)]),
    ):  # fmt: skip
        return no_trace(answer)
    return PAGES.page(request, "name", form, {"trap": strangers.TRAP, "back": back})


def _begin(request: Any, row: Round, values: dict[str, str]) -> Any:
    strangers.take_turn(request, "apply", TOO_MANY)
    return applying.begin_application(row=row, values=values, by=request.viewer, at=request.at)


def step(request: Any, slug: str, token: str, name: str) -> HttpResponse:
    """One of the pages in between, filled in with what was written before."""
    draft = access.own_application(request.viewer, request.programme)
    return PAGES.step(request, draft, token, name)


def check(request: Any, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the button that sends it."""
    draft = access.own_application(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    answers = kept.written(request, draft, applying.IN_DRAFT)
    here = PAGES.url(request, token, "check")
    if request.method == "POST":
        return kept.send(
            request, draft,
            lambda: applying.send_application(
                draft=draft, answers=answers, by=request.viewer, at=request.at
            ),
            to=reverse("apply:done", args=[slug]), back=here,
        )  # fmt: skip
    day = clock.local_day(request.at)
    context = {
        "answers": answers,
        "half_time": value_of("half_time", answers.get("half_time")),
        "channel": dict(forms.CHANNELS).get(answers.get("channel") or ""),
        "change": PAGES.changes(request, token), "number": PAGES.number, "token": token,
        "missing": not answers.get("name")
        or not any(answers.get(way) for way in applying.WAYS),
        "row": draft.round, "late": not policies.in_time(draft.round, day),
    }  # fmt: skip
    return no_trace(render(request, "peer/apply/check.html", context))


def throw_away(request: Any, slug: str, token: str) -> HttpResponse:
    """She doesn't want to after all: gone at once."""
    return kept.throw_away(request, access.own_application(request.viewer, request.programme))


def way_back(request: Any, slug: str, token: str) -> HttpResponse:
    """Send her the link, to go on another time."""
    draft = access.own_application(request.viewer, request.programme)
    return kept.way_back(request, draft, PAGES.url(request, token, "check"))


def done(request: Any, slug: str) -> HttpResponse:
    """What happens now. Holds nothing of what was written: the page may be anybody's."""
    return render(request, "peer/apply/done.html")
