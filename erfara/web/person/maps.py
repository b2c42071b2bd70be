"""Her map: the picture and the same in words, to keep."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.people import access
from erfara.people.interview_queries import areas_told
from erfara.people.models import Contributor
from erfara.people.queries import experiences_of
from erfara.web.coordinator.told_parts import area_title, svg_file
from erfara.web.experience_map import as_text, picture


def _words(request: Any, row: Contributor) -> dict[str, list[str]]:
    rows = experiences_of([row.pk])[row.pk]
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="experience",
        fields=[str(e.pk) for e in rows], purpose="own_page", case="own_page",
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    texts = opened.get(row.person_id) or {}
    found: dict[str, list[str]] = {}
    for one in rows:
        found.setdefault(one.area, []).append(texts.get(str(one.pk)) or "")
    return found


def own_map(request: Any, slug: str) -> HttpResponse:
    """Her map, and what she has told at each place."""
    row = access.own_contributor(request.viewer, request.programme)
    counts, words = areas_told(row), _words(request, row)
    told = [one for one in as_text(counts, words) if one.count]
    return render(
        request, "person/map.html",
        {
            "contributor": row, "told": told, "others": words.get("", []),
            "elsewhere": area_title(""), "some": bool(told or words),
            "picture": picture(counts, heading=say(_("My experience map"))),
        },
    )  # fmt: skip


def own_map_file(request: Any, slug: str) -> HttpResponse:
    """The same as a picture in a file."""
    row = access.own_contributor(request.viewer, request.programme)
    return svg_file(areas_told(row))
