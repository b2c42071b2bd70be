"""Who we are: the latest count of backgrounds, and who is missing from it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.people.counting import AGES, ELSEWHERE, NOT_TOLD, VARIABLES
from erfara.people.interview_queries import counts_of_background
from erfara.web.people_say import numeral

FEW = _("fewer than five")


def _label(name: str, group: str) -> str:
    if group == NOT_TOLD:
        return say(_("have not told"))
    if group == ELSEWHERE:
        return say(_("other municipalities"))
    found = AGES.get(group) or VARIABLES[name].values.get(group) or group
    return say(found)


def _bars(name: str, groups: Any) -> list[tuple[str, int, str]]:
    """Label, length and shown number. A group of fewer than five has no length: it may be none."""
    return [
        (_label(name, group), number or 0, say(FEW) if number is None else numeral(number))
        for group, number in groups
    ]


def who_we_are(request: Any, slug: str) -> HttpResponse:
    """The latest count, each question by itself."""
    row = counts_of_background(request.programme).first()
    shown, hidden = [], []
    for name, variable in VARIABLES.items():
        groups = row.counts.get(name) if row else None
        # One that nobody has answered says nothing.
        if groups and any(n is not None for group, n in groups if group != NOT_TOLD):
            shown.append({"title": say(variable.title), "rows": _bars(name, groups)})
        else:
            hidden.append(say(variable.title))
    return render(
        request, "steering/who_we_are.html",
        {"row": row, "shown": shown, "hidden": hidden if row else []},
    )  # fmt: skip
