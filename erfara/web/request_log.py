"""A line in the log for each request: which route, how it went, how long it took. Not whose."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from erfara.foundation import logs

logger = logging.getLogger(logs.REQUESTS)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_log(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware around all others. Files that are the same for all have no line."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = get_response(request)
        if not logger.isEnabledFor(logging.INFO):
            return response
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
            return response
        programme = getattr(request, "programme", None)
        told = {
            "event": "request",
            "route": logs.route_of(request),
            "method": request.method if request.method in METHODS else "other",
            "status": response.status_code,
            "ms": round((time.perf_counter() - began) * 1000, 1),
            "programme": programme.slug if programme is not None else None,
        }
        logger.info("request", extra={"told": told})
        return response

    return middleware
