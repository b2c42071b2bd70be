"""The link to the handbook on every page of staff, and to their own guide for those outside."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from erfara.web.addresses import kept
from erfara.web.handbook.guides import guide
from erfara.web.handbook.help import section_for, section_outside


def page(request: HttpRequest) -> dict[str, Any]:
    """`help` for staff, `guide_url` for those outside: where the page is explained. Makes no query;
    what is read is kept."""
    match, programme = request.resolver_match, getattr(request, "programme", None)
    if match is None or programme is None:
        return {}
    if getattr(request, "roles", None) is None:
        if (found := section_outside(match.view_name, programme.kind)) is None:
            return {}
        key, anchor = found
        return {"guide_url": f"{kept('public:guide', programme.slug, key)}#{anchor}"}
    context: dict[str, Any] = {"handbook_url": kept("handbook:contents", programme.slug)}
    if (found := section_for(match.view_name, programme.kind)) is not None:
        key, anchor = found
        url = kept("handbook:guide", programme.slug, key)
        context["help"] = {"url": f"{url}#{anchor}", "text": guide(key).section(anchor).text}
    return context
