"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def log(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def withdraw_consent(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def pause(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def resume(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def leave(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def stay(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def word(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
