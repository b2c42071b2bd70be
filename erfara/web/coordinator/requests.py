"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def requests(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def new_request(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def request_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def book_meeting(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def specify(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def assignment(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def ask_to_clarify(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def clarify(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def park(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def take_up(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def end_request(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
