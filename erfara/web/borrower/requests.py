"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def request_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def accept_terms(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def clarify(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def withdraw(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def follow_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def feedback(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
