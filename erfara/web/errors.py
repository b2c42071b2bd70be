"""The pages for when something can't be shown, each with a way out.

`handler400 = "erfara.web.errors.unreadable"` and so on in the URLs, `CSRF_FAILURE_VIEW =
"erfara.web.errors.stale_page"` in the settings.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from erfara.foundation.errors import Refused
from erfara.organisations.words import say


def _page(name: str, status: int, why: str = "") -> HttpResponse:
    # Without the request: the session, the database or the language may be what failed.
    return HttpResponse(render_to_string(f"errors/{name}.html", {"why": why}), status=status)


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: too much, or cut off."""
    return _page("400", 400)


def not_for_you(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reason stands there when the refusal was written for people."""
    why = say(exception.message, **exception.values) if isinstance(exception, Refused) else ""
    return _page("403", 403, why)


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page("404", 404)


def our_fault(request: HttpRequest) -> HttpResponse:
    """500."""
    return _page("500", 500)


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the token against forgery is missing or old."""
    return _page("csrf", 403)
