"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def follow_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def write_off_follow_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def feedback(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def write_off_feedback(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def reached(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
