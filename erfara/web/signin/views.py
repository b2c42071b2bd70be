"""Signing in as a person or a borrower, in one programme, by a code or a one-time link."""

from __future__ import annotations

from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from erfara.accounts import persons
from erfara.accounts.forms import AskForm, CodeForm
from erfara.foundation import clock, idempotency, outbox
from erfara.organisations import queries
from erfara.organisations.models import Programme
from erfara.web.own_home import own_home


def programme_of(request: HttpRequest, slug: str) -> Programme:
    """The programme of the address, as the middleware has found it, or 404."""
    programme = getattr(request, "programme", None) or queries.programme_by_slug(slug)
    if programme is None or programme.slug != slug:
        raise Http404
    return programme


def sender_of(request: HttpRequest) -> str:
    """Where a request comes from, through the proxies we trust. Only a keyed hash is kept."""
    return get_client_ip(request) or "unknown"


def _next(request: HttpRequest, slug: str) -> str:
    """Where she was going, when that is a page of this programme."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    inside = safe and url.startswith(f"/{slug}/") and not url.startswith(f"/{slug}/logga-")
    return url if inside else ""


def _onwards(url: str, following: str) -> str:
    return f"{url}?{urlencode({'next': following})}" if following else url


def set_cookie(response: HttpResponse, slug: str, key: str) -> None:
    """Hand over a session's key: to this programme's pages only, gone with the browser."""
    response.set_cookie(
        persons.COOKIE, key, path=f"/{slug}/", httponly=True, samesite="Lax",
        secure=settings.ENV.production,
    )  # fmt: skip


def no_trace(response: HttpResponse) -> HttpResponse:
    """A page whose address is a secret tells it to nobody it leads to.

    Not "no-referrer": a form on such a page is posted with "Origin: null", and is refused as if it
    came from somebody else's page.
    """
    response["Referrer-Policy"] = "same-origin"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where to send a code and a link. The answer is the same for known and unknown."""
    programme = programme_of(request, slug)
    following = _next(request, slug)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sender = sender_of(request)

        def run() -> str:
            asked = persons.ask(
                tenant_id=programme.pk, address=form.cleaned_data["address"], sender_ip=sender,
                at=clock.now(),
            )  # fmt: skip
            return reverse("signin:code", kwargs={"slug": slug, "request_id": asked})

        once = request.POST.get("once", "")[:64]
        if once:
            place = idempotency.once(
                key=once, sender=persons.sender_digest(sender), at=clock.now(), run=run
            )
        else:
            place = run()
        return redirect(_onwards(place, following))
    context = {
        "form": form, "programme": programme, "next": following, "texts": outbox.sends_texts(),
    }  # fmt: skip
    return render(request, "signin/ask.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    """Write the code. Looks the same whether a message was sent or not."""
    programme = programme_of(request, slug)
    following = _next(request, slug)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        found = persons.use_code(
            tenant_id=programme.pk, request_id=request_id, code=form.cleaned_data["code"], at=at
        )
        if found is not None:
            return _signed_in(programme, found[1], following)
        if persons.tries_left(tenant_id=programme.pk, request_id=request_id, at=at):
            form.refuse(_("That is not the code we sent. Look once more."), field="code")
        else:
            form.refuse(
                _("This code can't be used any more. Open the link in our message, or ask again."),
                field="code",
            )
    context = {
        "form": form, "programme": programme, "next": following,
        "again": _onwards(reverse("signin:ask", kwargs={"slug": slug}), following),
    }  # fmt: skip
    return render(request, "signin/code.html", context, status=form.status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The one-time link. Opening it changes nothing (programs open links too); the button does."""
    programme = programme_of(request, slug)
    at = clock.now()
    if request.method == "POST":
        found = persons.use_link(tenant_id=programme.pk, token=token, at=at)
        if found is not None:
            return no_trace(_signed_in(programme, found[1], ""))
    alive = persons.live_link(tenant_id=programme.pk, token=token, at=at) is not None
    context = {
        "programme": programme, "alive": alive,
        "again": reverse("signin:ask", kwargs={"slug": slug}),
    }  # fmt: skip
    status = 200 if alive else 410
    response = render(request, "signin/link.html", context, status=status)
    # Django logs the address of every answer over 400; this address is a secret.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return no_trace(response)


def _signed_in(programme: Programme, key: str, following: str) -> HttpResponse:
    response = HttpResponseRedirect(following or own_home(programme))
    set_cookie(response, programme.slug, key)
    return response


@never_cache
@require_POST
def out(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign out. The session is dead at once, wherever its key has ended up."""
    programme = programme_of(request, slug)
    at = clock.now()
    session = persons.viewer(request.COOKIES.get(persons.COOKIE), programme.pk, at)
    if session is not None:
        persons.sign_out(session=session, at=at)
    response = redirect(reverse("signin:ask", kwargs={"slug": slug}))
    response.delete_cookie(persons.COOKIE, path=f"/{slug}/", samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response
