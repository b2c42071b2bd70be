"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def loan(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def new_occasion(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def hold_occasion(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cancel_occasion(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def carry_out(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def cancel_loan(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def close_loan(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def withdraw_participation(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
