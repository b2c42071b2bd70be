"""Where the links of a page lead: each to an address that is there, in this kind of programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

from django.urls import Resolver404, resolve

from erfara.web.roles_table import TABLE, belongs

HREF = re.compile(r'\shref="(/[^"#?]*)')


@cache
def _wrong(path: str, kind: str) -> str:
    try:
        route = resolve(path).view_name
    except Resolver404:
        return f"{path}, which is no address"
    if "GET" not in TABLE[route].methods:
        return f"{route}, which is no page"
    return "" if belongs(route, kind) else f"{route}, which a {kind} programme has not"


def dead_ends(text: str, slug: str, kind: str) -> Iterator[str]:
    """What the links of a page lead to that isn't there. `slug`: of the programme, whose pages are
    those of its kind."""
    paths = {unescape(one) for one in HREF.findall(text)}
    found = {_wrong(path, kind) for path in paths if slug in path.split("/")}
    yield from sorted(found - {""})
