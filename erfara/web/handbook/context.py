"""The link to the handbook on every page of staff."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from erfara.web.handbook.guides import guide
from erfara.web.handbook.help import section_for


@cache
def _contents(slug: str) -> str:
    return reverse("handbook:contents", args=[slug])


@cache
def _address(slug: str, key: str, anchor: str) -> str:
    return f"{reverse('handbook:guide', args=[slug, key])}#{anchor}"


def page(request: HttpRequest) -> dict[str, Any]:
    """`help`: where the page is explained. Makes no query; what is read is kept."""
    match, programme = request.resolver_match, getattr(request, "programme", None)
    if match is None or programme is None or getattr(request, "roles", None) is None:
        return {}
    context: dict[str, Any] = {"handbook_url": _contents(programme.slug)}
    if (found := section_for(match.view_name)) is not None:
        key, anchor = found
        text = guide(key).section(anchor).text
        context["help"] = {"url": _address(programme.slug, key, anchor), "text": text}
    return context
