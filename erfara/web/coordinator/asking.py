"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def choose(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def preview(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def outside(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def complete_team(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def inquiry(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def drop(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def answer_for(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def tell_more(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def tell(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def confirm(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
