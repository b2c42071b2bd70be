"""Pages that explain: the experience map, what becomes of one's details, when to ask others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from erfara.foundation import drafts
from erfara.organisations.models import Programme
from erfara.people.actions.staying import ERASED_AFTER
from erfara.people.models import Purpose
from erfara.people.policies import MESSAGE_KEPT
from erfara.people.queries import texts_in_force
from erfara.vocabulary.experience_map import MAP, QUESTION
from erfara.web import experience_map as maps
from erfara.web.peer import front as peer_front


def experience_map(request: Any, slug: str) -> HttpResponse:
    """An invented person's map, as picture and as text, and the questions behind it."""
    context = {"example": maps.example(), "question": QUESTION, "places": MAP.values()}
    return render(request, "public/experience_map.html", context)


def privacy(request: Any, slug: str) -> HttpResponse:
    """What becomes of what somebody tells, in plain words."""
    if request.programme.kind == Programme.Kind.PEER_SUPPORT:
        return peer_front.privacy(request, slug)
    labels = dict(Purpose.choices)
    context = {
        "texts": [(labels[p], text) for p, text in texts_in_force(request.programme).items()],
        "hours": int(ERASED_AFTER.total_seconds() // 3600),
        "draft_days": drafts.KEPT.days,
        "message_days": MESSAGE_KEPT.days,
    }
    return render(request, "public/privacy.html", context)


def ask_your_own(request: Any, slug: str) -> HttpResponse:
    """When a unit does better to ask those it already has."""
    return render(request, "public/ask_your_own.html")


def how_much_say(request: Any, slug: str) -> HttpResponse:
    """How much of a say people can have: the levels and the ladder, for who thinks of asking."""
    return render(request, "public/how_much_say.html")
