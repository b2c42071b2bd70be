"""The few lines that every view shares: carry out once, say what was refused, go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise

from erfara.accounts import persons
from erfara.foundation import clock, idempotency
from erfara.foundation.calendars import CalendarFile
from erfara.foundation.errors import Refused
from erfara.foundation.ids import id_in
from erfara.organisations.words import say

Location = str | Callable[[Any], str]


def refusal(error: Refused) -> str:
    """A refusal's sentence in the programme's words, its values too."""
    values = {
        name: say(value) if isinstance(value, str | Promise) else value
        for name, value in error.values.items()
    }
    return say(error.message, **values)


def _sender(request: Any) -> str:
    return idempotency.sender_of(
        request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        or request.COOKIES.get(persons.COOKIE, "")
        or (str(request.link.pk) if request.link else "public")
    )


def _key(request: HttpRequest) -> str:
    key = request.POST.get("once", "")
    return key if 0 < len(key) <= 64 and key.isprintable() else uuid4().hex


def _run(request: HttpRequest, run: Callable[[], Any], to: Location) -> str:
    def carry_out() -> str:
        result = run()
        return to(result) if callable(to) else to

    return idempotency.once(
        key=_key(request), sender=_sender(request), at=clock.now(), run=carry_out
    )


def go(request: HttpRequest, url: str, done: str | Promise = "", **values: object) -> HttpResponse:
    """On to a page, with a sentence about what has happened."""
    if done:
        messages.success(request, say(done, **values))
    return HttpResponseRedirect(url)


def calendar(file: CalendarFile) -> HttpResponse:
    """A calendar file to be taken home, with a name that says nothing."""
    answer = HttpResponse(file.content, content_type=f"{file.mimetype}; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="tid.ics"'
    return answer


def say_why(request: HttpRequest, error: Refused, back: str) -> HttpResponse:
    """Back to a page, with the sentence of a refusal."""
    messages.error(request, refusal(error))
    return HttpResponseRedirect(back)


def posted(request: HttpRequest) -> Any:
    """What a form is bound to: what was sent, were it nothing at all; None when it is shown."""
    return request.POST if request.method == "POST" else None


def posted_id(request: HttpRequest, name: str) -> UUID:
    """The id that a button sends. What is no id is an id of nothing."""
    return id_in(request.POST.get(name, ""))


def posted_ids(request: HttpRequest, name: str) -> list[UUID]:
    """The ids that a button for several sends, each once."""
    return list(dict.fromkeys(id_in(one) for one in request.POST.getlist(name)))


def filled(request: HttpRequest, form: Any) -> bool:
    """Whether a form was sent, and with nothing left to change."""
    return request.method == "POST" and form.is_valid()


def _the_day(request: Any) -> str:
    """Where the coordinator's day is, for what was pressed there; empty for everything else."""
    programme = getattr(request, "programme", None)
    if programme is None or request.POST.get("then") != "today":
        return ""
    return reverse("coordinator:home", args=[programme.slug])


def press(
    request: HttpRequest,
    run: Callable[[], Any],
    *,
    to: Location,
    back: str,
    done: str | Promise = "",
    **values: object,
) -> HttpResponse:
    """A button: carry out `run` once and go on to `to`. Refused: say why and go `back`.

    One that stands on the coordinator's day leads back there.
    """
    if day := _the_day(request):
        to = back = day
    try:
        url = _run(request, run, to)
    except Refused as error:
        return say_why(request, error, back)
    return go(request, url, done, **values)


def save(
    request: HttpRequest,
    form: Any,
    run: Callable[[], Any],
    *,
    to: Location,
    done: str | Promise = "",
    **values: object,
) -> HttpResponse | None:
    """A form: if it was sent and is filled in, carry out `run` once and go on to `to`.

    None when there is a form to show: it was only asked for, or says itself what is to change, or
    why the action refused. Nothing that was written is lost: the view renders the bound form
    again. `run` and `values` that are functions are called only when the form is filled in, so
    they may read its `cleaned_data`. What was pressed on the coordinator's day leads back there.
    """
    if not filled(request, form):
        return None
    try:
        url = _run(request, run, _the_day(request) or to)
    except Refused as error:
        form.refuse(error)
        return None
    found = {name: value() if callable(value) else value for name, value in values.items()}
    return go(request, url, done, **found)
