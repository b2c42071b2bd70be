"""The pages around the staff's sign-in that are our own: invitation and forgotten password."""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from erfara.accounts import actions, letters, oidc
from erfara.accounts.adapters import INVITATION_SESSION_KEY
from erfara.accounts.forms import EmailForm, PasswordForm
from erfara.accounts.models import User
from erfara.foundation import clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.organisations import queries
from erfara.web.signin.views import no_trace, sender_of


def providers_for(link: Link) -> list[oidc.Provider]:
    """The identity providers of the programme that invited."""
    slugs = {row.pk: row.slug for row in queries.programmes()}
    slug = slugs.get(link.tenant_id, "")
    return oidc.configured(slug) if slug else []


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose how to sign in: by one's own organisation, or with a password and a second step."""
    found = actions.invited(token, clock.now())
    if found is None:
        return _dead(request, "accounts/link_over.html", {"kind": letters.INVITATION})
    user, link = found
    providers = providers_for(link)
    chosen = request.POST.get("provider", "")
    if chosen and chosen in {row.id for row in providers}:
        # Kept in the session, not in the address that the provider sees.
        request.session[INVITATION_SESSION_KEY] = token
        return no_trace(redirect("openid_connect_login", provider_id=chosen))
    return _choose(request, user, link, "accounts/invitation.html", {"providers": providers})


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password by the link in a message, and come in: this way is never shut."""
    found = actions.wants_new_password(token, clock.now())
    if found is None:
        return _dead(request, "accounts/link_over.html", {"kind": letters.NEW_PASSWORD})
    return _choose(request, *found, "accounts/new_password.html", {})


def _choose(
    request: HttpRequest, user: User, link: Link, template: str, context: dict[str, object]
) -> HttpResponse:
    form = PasswordForm(request.POST if "password" in request.POST else None)
    if request.method == "POST" and form.is_valid():
        by = Actor(role=Role.PUBLIC, tenant_id=link.tenant_id, id=user.pk)
        try:
            actions.choose_password(
                user=user, link=link, password=form.cleaned_data["password"], by=by, at=clock.now()
            )
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            # The second step, if there is one, is asked for by the library on the way in.
            login = Login(user=user, email=user.email)
            return no_trace(perform_password_login(request, {"email": user.email}, login))
    page = {"form": form, "user_email": user.email, **context}
    return no_trace(render(request, template, page, status=form.status))


def _dead(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    response = render(request, template, context, status=410)
    # Django logs the address of every answer over 400; this address was a secret.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return no_trace(response)


def _check_known(provider_id: str) -> None:
    """404 for a provider that isn't ours, before anything is asked for in its name."""
    if provider_id not in {row.id for row in oidc.configured()}:
        raise Http404


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to an identity provider.

    By a page in between: a browser that is told `form-action 'self'` follows no form away from
    us, however many hops it takes, and we don't know the hops of a county's provider.
    """
    _check_known(provider_id)
    response = openid.login(request, provider_id)
    away = response.headers.get("Location", "")
    if not away.startswith(("http://", "https://")):
        return response
    return no_trace(render(request, "accounts/onwards.html", {"away": away}))


@never_cache
@require_http_methods(["GET", "HEAD"])
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from an identity provider, with its answer in the address."""
    _check_known(provider_id)
    return no_trace(openid.callback(request, provider_id))


def change_password(request: HttpRequest) -> HttpResponseBase:
    """Choose another password. Whoever signs in by her organisation or a passkey has none."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise Http404
    return account.password_change(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. The answer is the same for known and unknown."""
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_new_password(
            email=form.cleaned_data["email"], sender_ip=sender_of(request), at=clock.now()
        )
        return render(request, "accounts/forgotten_sent.html")
    return render(request, "accounts/forgotten.html", {"form": form}, status=form.status)
