"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def start(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def sign_in(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def mail(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
