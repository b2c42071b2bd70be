"""When a session has ended or a form's token has gone stale: nothing that was written is lost."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from erfara.accounts import staff
from erfara.foundation import clock

# Never carried along: secrets, and what belongs to the page rather than to the writer.
_SECRET = ("password", "code", "credential", "token", "losenord")
_LARGEST = 200_000


def written_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of ours.

    Only then is it offered to be sent again: otherwise another site could have its own form
    confirmed by somebody who trusts our page.
    """
    origin = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER") or ""
    there = urlsplit(origin)
    return bool(there.netloc) and (there.scheme, there.netloc) == (
        request.scheme, request.get_host(),
    )  # fmt: skip


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was written, without secrets. Empty when it is too much to carry along."""
    fields = [
        (name, value)
        for name in request.POST
        if name != "csrfmiddlewaretoken" and not any(word in name.lower() for word in _SECRET)
        for value in request.POST.getlist(name)
    ]
    return fields if sum(len(value) for _name, value in fields) <= _LARGEST else []


def sign_in_url(following: str) -> str:
    """The staff's sign-in, and back to where somebody was."""
    return f"{reverse('account_login')}?{urlencode({'next': following})}"


def _page_of(request: HttpRequest) -> str:
    """The page a form stood on, to come back to; the front of the workplace when unknown."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/arbete/"


def locked_response(request: HttpRequest) -> HttpResponse:
    """End an idle staff session. A page is come back to; what was being sent is kept on screen."""
    fields = kept_fields(request) if request.method == "POST" and written_here(request) else []
    logout(request)
    if request.method != "POST":
        return HttpResponseRedirect(sign_in_url(request.get_full_path()))
    context = {
        "fields": fields, "action": request.get_full_path(),
        "sign_in_url": sign_in_url(_page_of(request)),
    }  # fmt: skip
    return render(request, "accounts/locked.html", context, status=401)


def locks(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a page of the sign-in library's lock like the pages of work do."""

    @functools.wraps(view)
    def locking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            at = clock.now()
            if staff.locked(request.session, at):
                return locked_response(request)
            staff.touch(request.session, at)
        return view(request, *args, **kwargs)

    return locking


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token doesn't fit any more, mostly after signing in again in another tab."""
    fields = kept_fields(request) if written_here(request) else []
    context = {"fields": fields, "action": request.get_full_path()}
    response = render(request, "accounts/send_again.html", context, status=403)
    response["Referrer-Policy"] = "same-origin"
    return response
