"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def figures(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def figure_rows(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
