"""To be written."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse


def people(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def new_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def new_interest(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def welcome(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def decline(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def edit_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def edit_experiences(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def consents(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def pause_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def resume_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def leave_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError


def stay_person(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    raise NotImplementedError
