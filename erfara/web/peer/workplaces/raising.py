"""How a workplace raises its hand: a form without an account, and its part of the front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.peersupport.setup.queries import setup_of
from erfara.web import http
from erfara.web.peer.workplaces.forms import HandForm
from erfara.web.public import strangers
from erfara.workflows import workplaces as flow

TOO_MANY = _(
    "Many have written from where you are within an hour. What you have written still "
    "stands here: send it again in an hour."
)


def on_front(request: Any) -> tuple[str, dict[str, Any]] | None:
    """What the front of the programme says to workplaces."""
    if not request.programme.lends:
        return None
    return "peer/front/workplaces.html", {
        "url": reverse("peer_public:raise_hand", args=[request.programme.slug])
    }


def raise_hand(request: Any, slug: str) -> HttpResponse:
    """What it means to be a workplace, and the form."""
    form = HandForm(http.posted(request), setup=setup_of(request.programme))
    if not request.programme.lends and request.method != "POST":
        return render(request, "peer/workplaces/closed.html")
    answer, context = strangers.send(
        request, form,
        lambda: flow.raise_hand(
            programme=request.programme, organisation=form.cleaned_data["organisation"],
            unit=form.cleaned_data["unit"], contact=form.contact(), facts=form.facts(),
            is_manager=bool(form.cleaned_data["is_manager"]), words=form.cleaned_data["words"],
            by=request.viewer, at=request.at,
        ),
        deed="raise_hand", to=reverse("peer_public:hand_raised", args=[slug]), too_many=TOO_MANY,
    )  # fmt: skip
    return answer or render(request, "peer/workplaces/raise_hand.html", context,
                            status=form.status)  # fmt: skip


def hand_raised(request: Any, slug: str) -> HttpResponse:
    """It has come in. Holds nothing of what was written."""
    return render(request, "peer/workplaces/hand_raised.html")
