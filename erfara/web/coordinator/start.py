"""Where staff land: the programmes they work in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts import staff
from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.models import Membership, Programme
from erfara.organisations.queries import live_memberships
from erfara.organisations.words import say, words_of
from erfara.web.roles_table import belongs

# A role, the page where its work begins, and what that page is called. The first one that a
# member has is where her programme's name leads; what a programme of that kind doesn't have is
# passed over.
WAYS: tuple[tuple[Role, str, str | Promise], ...] = (
    (Role.COORDINATOR, "coordinator:home", _("Today")),
    (Role.ADMINISTRATOR, "administrator:members", _("Members and settings")),
    (Role.TRAINER, "training:home", _("Courses")),
    (Role.STEERING, "steering:figures", _("Figures")),
    (Role.STEERING, "setup:figures", _("Figures")),
    (Role.USER_ORGANISATION, "recruiting:mine", _("My interviews")),
    (Role.RECRUITER, "recruiting:mine", _("My interviews")),
    (Role.USER_ORGANISATION, "setup:figures", _("Figures")),
)


@dataclass(frozen=True, slots=True)
class Workplace:
    """A programme one works in, and where to begin there."""

    name: str
    url: str
    roles: list[str]
    others: list[tuple[str, str]]


def _workplace(programme: Programme, rows: Iterable[Membership]) -> Workplace:
    roles = {row.role for row in rows}
    words = dict(Membership.STAFF_ROLES)
    ways = [
        (say(label), reverse(route, args=[programme.slug]))
        for role, route, label in WAYS
        if role in roles and belongs(route, programme.kind)
    ]
    with words_of(programme):
        named = [say(str(label)) for role, label in words.items() if role in roles]
    first = ways[0][1] if ways else reverse("public:programme", args=[programme.slug])
    return Workplace(programme.name, first, named, ways[1:])


def start(request: Any) -> HttpResponse:
    """Straight on to the programme one works in; a choice when there are several."""
    rows = [
        row
        for row in live_memberships(request.viewer.id, clock.local_day(request.at))
        if staff.reaches(request.session, row.programme.slug)
    ]
    places = [
        _workplace(programme, members)
        for programme, members in groupby(rows, key=lambda row: row.programme)
    ]
    operates = request.user.is_operator
    if len(places) == 1 and not operates:
        return redirect(places[0].url)
    if not places and operates:
        return redirect("operator:home")
    return render(request, "coordinator/start.html", {"places": places, "operates": operates})
