"""The page of one's own: what waits for her, what she is part of, her details, her way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.people import access
from erfara.people.actions.contacts import leave_as_contact, stay_as_contact
from erfara.people.models import Person
from erfara.people.own_queries import openings_of
from erfara.web import http, people_say
from erfara.web.peer.apply import own as applying
from erfara.web.peer.certificates import own as certificates
from erfara.web.peer.own.pieces import Piece
from erfara.web.peer.pool import own as pool
from erfara.web.peer.pool import workplace as wishes
from erfara.web.peer.training import own as training
from erfara.web.peer.workplace import own as workplaces
from erfara.web.person import log

SHOWN_OPENINGS = 5
# What each part says of her; a part adds a line. What waits for her is shown first.
PARTS: tuple[Callable[[Any, Person], Sequence[Piece]], ...] = (
    workplaces.on_own_page,
    applying.on_own_page,
    training.on_own_page,
    certificates.on_own_page,
    pool.on_own_page,
    wishes.on_own_page,
)


def _identity(request: Any, person: Person) -> dict[str, Any]:
    opened = vault.open(
        tenant_id=person.programme_id, person_ids=[person.pk], blob="identity",
        fields=("name", "email", "phone", "address"), purpose="own_page", case="own_page",
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(person.pk) or {}


def home(request: Any, slug: str) -> HttpResponse:
    """Everything about her, at her place."""
    person = access.own_person(request.viewer, request.programme)
    identity = _identity(request, person)
    pieces = [piece for part in PARTS for piece in part(request, person)]
    erased = person.erase_after
    context = {
        "identity": identity,
        "waiting": [piece for piece in pieces if piece.waits],
        "others": [piece for piece in pieces if not piece.waits],
        "openings": log.in_words(person, openings_of(person)[:SHOWN_OPENINGS]),
        "erased_at": people_say.when(erased, now=request.at) if erased else "",
        "protected": person.pk in vault.shielded(person.programme_id),
    }
    return render(request, "peer/own/home.html", context)


def leave(request: Any, slug: str) -> HttpResponse:
    """What goes and what stays, first; then 48 hours to change one's mind."""
    person = access.own_person(request.viewer, request.programme)
    home_url = reverse("own_peer:home", args=[slug])
    if request.method == "POST":
        return http.press(
            request, lambda: leave_as_contact(person=person, by=request.viewer, at=request.at),
            to=home_url, back=home_url,
            done=_("Done. Everything about you is erased after 48 hours."),
        )  # fmt: skip
    if person.erase_after is not None:
        return HttpResponseRedirect(home_url)
    pieces = [piece for part in PARTS for piece in part(request, person)]
    return render(request, "peer/own/leave.html", {"back": home_url, "pieces": pieces})


def stay(request: Any, slug: str) -> HttpResponse:
    """Stay after all."""
    person = access.own_person(request.viewer, request.programme)
    home_url = reverse("own_peer:home", args=[slug])
    return http.press(
        request, lambda: stay_as_contact(person=person, by=request.viewer, at=request.at),
        to=home_url, back=home_url, done=_("Good. Nothing is erased."),
    )  # fmt: skip
