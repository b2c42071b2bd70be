"""The handbook's pages: all guides, one of them, and those for people outside."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from erfara.web.handbook.guides import OPEN, handbook, keys_of
from erfara.web.handbook.guides import guide as read


def contents(request: Any, slug: str) -> HttpResponse:
    """All guides with their sections."""
    return render(
        request,
        "handbook/contents.html",
        {"guides": handbook(request.programme.kind), "slug": slug},
    )


def guide(request: Any, slug: str, key: str) -> HttpResponse:
    """One guide, and the way to those beside it."""
    keys = keys_of(request.programme.kind)
    if key not in keys:
        raise Http404
    place = keys.index(key)
    following = read(keys[place + 1]) if place + 1 < len(keys) else None
    context = {"guide": read(key), "following": following, "slug": slug}
    return render(request, "handbook/guide.html", context)


def open_guide(request: Any, slug: str, key: str) -> HttpResponse:
    """A guide for people, borrowers and workplaces: they have no account at work, and need none."""
    if key not in OPEN or key not in keys_of(request.programme.kind):
        raise Http404
    return render(request, "handbook/open_guide.html", {"guide": read(key)})
