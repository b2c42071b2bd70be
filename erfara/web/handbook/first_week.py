"""The list of the first week, as coordinators and administrators see it on their first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations import actions
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.roles_table import COORDINATOR, TABLE
from erfara.workflows.first_week import first_week, is_new

# each thing in words, and where it is done
THINGS: dict[str, tuple[str | Promise, str]] = {
    "who": (_("Say who you are, and whom one asks"), "administrator:settings"),
    "staff": (_("Be two {coordinator:pl}"), "administrator:members"),
    "consents": (_("Read the words of the consents, and write them as yours"),
                 "administrator:consents"),
    "rates": (_("Write what is paid"), "administrator:rates"),
    "sent": (_("Send a first message: sign yourself up, and read it"), "public:sign_up"),
    "talk": (_("Have a first talk with somebody"), "coordinator:new_interest"),
    "person": (_("Take the first one into the register"), "coordinator:people"),
    "open": (_("Open {library:sg.def}"), "administrator:life"),
    "asked": (_("Get a first request"), "coordinator:new_request"),
}  # fmt: skip


def shown(request: Any) -> dict[str, Any] | None:
    """What is left of the first week; None when nothing is, or it has been put away."""
    programme = request.programme
    if not is_new(programme):
        return None
    things = first_week(programme, clock.local_day(request.at))
    left = sum(not one.done for one in things)
    if not left:
        return None
    lines = []
    for one in things:
        text, route = THINGS[one.key]
        row = TABLE[route]
        may = row.is_public or bool(row.roles & request.roles)
        lines.append(
            {
                "text": say(text), "done": one.done,
                "url": reverse(route, args=[programme.slug]) if may and not one.done else "",
                "others": not may and not one.done,
            }
        )  # fmt: skip
    return {"lines": lines, "left": left, "all": len(things)}


def put_away(request: Any, slug: str) -> HttpResponse:
    """The list is no longer shown, whatever is left of it."""
    route = "coordinator:home" if COORDINATOR in request.roles else "administrator:members"
    home = reverse(route, args=[slug])
    return http.press(
        request,
        lambda: actions.change_settings(
            programme=request.programme, values={"first_week_over": True}, by=request.viewer,
            at=request.at,
        ),
        to=home, back=home, done=_("It is put away. The handbook has what it said."),
    )  # fmt: skip
