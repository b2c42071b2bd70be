"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def front(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def health(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def language(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def programme(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def borrow(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def borrow_done(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
