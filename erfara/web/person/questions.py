"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def question(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cannot_come(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def no_payment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def afterwards(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
