"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def members(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def invite(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def renew(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def end_membership(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def settings_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def words(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def life(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
