"""All that is about her, to read, print and take along. Looked up anew each time, kept nowhere."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext

from erfara.organisations.words import say
from erfara.people import access, own_copy
from erfara.people.own_queries import contributor_of
from erfara.web import people_say

FORMAT = 1


def _collect(request: Any) -> tuple[Any, list[tuple[own_copy.Part, list[own_copy.Entry]]]]:
    person = access.own_person(request.viewer, request.programme)
    copy = own_copy.Copy(person, contributor_of(person), request.viewer, request.at)
    return person, own_copy.collect(copy)


def choose(request, slug: str) -> HttpResponse:
    """What the two kinds are for."""
    access.own_person(request.viewer, request.programme)
    return render(request, "person/copy.html")


def _text(value: Any) -> str:
    """A value as it is read."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return "\n".join(filter(None, (_text(one) for one in value)))
    if isinstance(value, datetime):
        return people_say.full(value)
    if isinstance(value, date):
        return people_say.full_day(value)
    if isinstance(value, Decimal):
        return people_say.numeral(value)
    return say(value) if isinstance(value, Promise) else str(value)


def as_page(request, slug: str) -> HttpResponse:
    """One page that can be read, kept and printed."""
    _person, found = _collect(request)
    parts = [
        {
            "title": part.title, "name": part.name,
            "entries": [
                [(f.label, text) for f in entry if (text := _text(f.value))] for entry in entries
            ],
        }
        for part, entries in found
    ]  # fmt: skip
    return render(request, "person/copy_page.html", {"parts": parts, "at": request.at})


def as_data(request, slug: str) -> HttpResponse:
    """The same for another program."""
    person, found = _collect(request)
    data = {
        "format": FORMAT, "from": request.programme.name, "person": str(person.pk),
        "made_at": request.at.isoformat(), **own_copy.as_data(found),
    }  # fmt: skip
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    # A neutral name: it will lie among other files, on a computer that others may use.
    response["Content-Disposition"] = f'attachment; filename="{request.at:%Y-%m-%d}.json"'
    return response
