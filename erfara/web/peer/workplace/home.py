"""What somebody who speaks for a workplace or a party finds when she signs in."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.duties import queries as duty_queries
from erfara.peersupport.duties.models import DutyAnswer
from erfara.peersupport.workplaces import access, queries
from erfara.peersupport.workplaces.models import Workplace
from erfara.web import people_say
from erfara.web.peer.workplaces.shown import TONES


class Mine(NamedTuple):
    """One workplace of hers: what comes next there."""

    row: Workplace
    url: str
    next: str
    tone: str
    waits: bool  # for those there


# Where those there have something to do, until all of a list is written down.
THEIRS = ("offered", "preparing", "rechecking")
NEXT = {
    "offered": _("Say whether you are interested."),
    "unanswered": _("Say whether you are interested."),
    "interested": _("{coordinator:sg.def.cap} gets in touch with you."),
    "wants_out": _("{coordinator:sg.def.cap} gets in touch with you."),
    "ready": _("Everything is in place."),
    "resting": _("It rests. Nothing is waited for."),
    "ended": _("It has ended."),
}


def next_of(row: Workplace, progress: queries.Progress | None, now: Any) -> str:
    """What comes next at a workplace, said to those there."""
    if progress is not None and progress.kept:
        return say(
            _("{left} of {of} things are to be done, and {kept} to be confirmed. The last day is "
              "{day}."),
            left=progress.of - progress.in_place - progress.kept, of=progress.of,
            kept=progress.kept, day=people_say.day(progress.due_on, now=now),
        )  # fmt: skip
    if progress is not None and not _is_filled(progress):
        return say(
            _("{done} of {of} things are in place. The last day is {day}."),
            done=progress.in_place, of=progress.of, day=people_say.day(progress.due_on, now=now),
        )  # fmt: skip
    if progress is not None:
        return say(_("All is written down. {coordinator:sg.def.cap} looks it through."))
    return say(NEXT.get(row.state, ""))


def _is_filled(progress: queries.Progress | None) -> bool:
    return progress is not None and progress.state == "filled"


def mine(request: Any) -> tuple[list[Mine], list[tuple[DutyAnswer, str]]]:
    """Her workplaces, and where she speaks for a party. A constant number of queries."""
    slug = request.programme.slug
    rows = list(access.own_workplaces(request.viewer, request.programme))
    progress = queries.progress_of([row.pk for row in rows])
    places = [
        Mine(
            row, reverse("workplace:page", args=[slug, row.pk]),
            next_of(row, progress.get(row.pk), request.at), TONES.get(row.state, "neutral"),
            row.state in THEIRS and not _is_filled(progress.get(row.pk)),
        )
        for row in rows
    ]  # fmt: skip
    answers = [
        (row, reverse("own_duties:answer", args=[slug, row.pk]))
        for row in duty_queries.own_answers(request.programme, request.viewer.own_id)
    ]
    return places, answers


def home(request: Any, slug: str) -> HttpResponse:
    """Her workplaces, and what waits for a yes of hers."""
    places, answers = mine(request)
    return render(request, "peer/workplace/home.html", {"places": places, "answers": answers})
