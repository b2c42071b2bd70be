"""From one who has applied to the next who waits for the same, so that 25 are read in one go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from erfara.organisations.words import say_plural
from erfara.peersupport.recruitment import queries
from erfara.peersupport.recruitment.models import PeerCandidate, Round
from erfara.web.peer.recruiting.shown import round_url, url_of

NEXT = "next"
# A state in which somebody waits for a lead → the page where that is done.
PAGES = {
    "applied": "recruiting:screen",
    "to_interview": "recruiting:book",
    "interviewed": "recruiting:candidate",
}


def following(request: Any, row: PeerCandidate, state: str) -> str | Callable[[Any], str]:
    """Where one goes after a save: to her page, or, with the other button, to the next who waits
    in the same state; when nobody does, to the round."""
    slug = request.programme.slug
    if request.POST.get("then") != NEXT:
        return url_of(slug, row)

    def to(_made: object) -> str:
        left = [pk for pk in queries.waiting_in(row.round).get(state, ()) if pk != row.pk]
        if not left:
            return round_url(slug, row.round)
        return reverse(PAGES[state], args=[slug, left[0]])

    return to


def left(row: PeerCandidate, state: str) -> int:
    """How many more in her round wait in that state."""
    return sum(pk != row.pk for pk in queries.waiting_in(row.round).get(state, ()))


_BEGIN: dict[str, Callable[[int], str]] = {
    "applied": lambda n: say_plural("Read one application", "Read {count} applications", n),
    "to_interview": lambda n: say_plural("Book one interview", "Book {count} interviews", n),
    "interviewed": lambda n: say_plural("Propose one decision", "Propose {count} decisions", n),
}


def offered(slug: str, row: Round) -> list[tuple[str, str]]:
    """What a lead can begin with in a round, each with its way: text, address."""
    waiting = queries.waiting_in(row)
    return [
        (said(len(waiting[state])), reverse(PAGES[state], args=[slug, waiting[state][0]]))
        for state, said in _BEGIN.items()
        if waiting.get(state)
    ]
