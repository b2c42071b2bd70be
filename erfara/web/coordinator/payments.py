"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def payment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def pay(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def decline_payment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cancel_payment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
