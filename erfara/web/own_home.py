"""Where the page of one's own is: each kind of programme has one of its own."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

from erfara.organisations.models import Programme

ROUTES = {
    Programme.Kind.LIBRARY.value: "person:home",
    Programme.Kind.PEER_SUPPORT.value: "own_peer:home",
}


@cache
def _address(kind: str, slug: str) -> str:
    return reverse(ROUTES[kind], args=[slug])


def own_home(programme: Programme) -> str:
    """The address of the page of one's own in a programme."""
    return _address(programme.kind, programme.slug)
