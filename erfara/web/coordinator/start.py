"""Where staff land: the programmes they work in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
