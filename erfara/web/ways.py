"""Pages that are reached in two ways: signed in, by id, or through a message's link, by token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse


def url(request: HttpRequest, name: str, **more: object) -> str:
    """The address of a page beside this one, by the same way in. `more`: what it is about."""
    match = request.resolver_match
    if match is None:
        raise RuntimeError("only within a view")
    here: dict[str, object] = {
        part: match.kwargs[part] for part in ("slug", "pk", "token") if part in match.kwargs
    }
    return reverse(f"{match.namespace}:{name}", kwargs={**here, **more})


def about(request: Any, pk: UUID | None) -> UUID:
    """What the page is about: what the link leads to, or the id in the address."""
    if request.link is not None:
        return request.link.about_id
    if pk is None:
        raise RuntimeError("an address without token has an id")
    return pk
