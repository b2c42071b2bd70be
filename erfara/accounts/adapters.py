"""How the sign-in library is bent to our rules: nobody signs up, nobody is found by e-mail match,
secrets lie encrypted, and an identity provider answers for the second step itself.
"""

from __future__ import annotations

import base64
import time
from typing import Any
from uuid import UUID

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.accounts import actions, oidc, staff
from erfara.accounts.models import User
from erfara.foundation import audit, clock
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import envelope, keys
from erfara.foundation.errors import Stale

# Set by the invitation page before it sends somebody to the identity provider.
INVITATION_SESSION_KEY = "erfara_invitation"
_STAGE = "allauth.mfa.stages.AuthenticateStage"


def came_by_provider(request: HttpRequest, user: AbstractBaseUser | None) -> bool:
    """Whether the sign-in that is going on came by an identity provider."""
    records = get_authentication_records(request, user)
    return bool(records) and records[-1].get("method") == "socialaccount"


class SecondFactorStage(AuthenticateStage):
    """The second step, which whoever comes by an identity provider has taken there."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if came_by_provider(request, self.login.user):
            return False
        return bool(super()._should_handle(request))


class AccountAdapter(DefaultAccountAdapter):
    """Staff only, by invitation, with our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This sign-in has been closed."),
        "email_password_mismatch": _("The e-mail address or the password is not the right one."),
        "enter_current_password": _("That is not your present password."),
        "incorrect_code": _("That code is not the right one. Write the one shown now."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _(
            "That was many tries. Wait five minutes, use a passkey, or ask for a new password: "
            "that way stays open."
        ),
        "rate_limited": _("That was many tries. Wait a minute."),
        "same_as_current": _("Choose a password that you don't have already."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        own = f"{SecondFactorStage.__module__}.{SecondFactorStage.__qualname__}"
        return [own if stage == _STAGE else stage for stage in super().get_login_stages()]

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, and write down how: here every way in comes together."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        last = records[-1] if records else {}
        provider = str(last.get("provider", "")) if last.get("method") == "socialaccount" else ""
        at = clock.now()
        staff.start(request.session, at, provider=provider)
        audit.record(
            "user.signed_in", about=user, by=Actor(role=Role.PUBLIC, id=user.pk), at=at,
            facts={"how": [str(record.get("type") or record.get("method")) for record in records]},
        )  # fmt: skip

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for somebody who has just come in: she has shown who she is a moment ago."""
        records = get_authentication_records(self.request, self.request.user)
        if records:
            age = time.time() - float(records[-1]["at"])
            if age < account_settings.REAUTHENTICATION_TIMEOUT:
                return False
        return True

    def reauthenticate(self, user: Any, password: str) -> bool:
        """By the user's own address; we keep no list of addresses beside it."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        from django.urls import reverse

        return reverse("mfa_index")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The library writes no letters of its own: all mail leaves through the outbox."""


class SocialAdapter(DefaultSocialAccountAdapter):
    """Only a subject that is already tied to a user comes in. An e-mail address proves nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        return None

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Any:
        """An empty user that is never saved. What the provider says of her is not kept either."""
        sociallogin.account.extra_data = {}
        return User(created_at=clock.now())

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        if not self._accept_invitation(request, sociallogin):
            raise ImmediateHttpResponse(_refused(request))

    def _accept_invitation(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Tie the subject to the user whose invitation this browser has just opened, if any."""
        token = request.session.pop(INVITATION_SESSION_KEY, "")
        at = clock.now()
        found = actions.invited(token, at) if token else None
        if found is None:
            return False
        user, link = found
        account: SocialAccount = sociallogin.account
        # A programme's provider connects those whom that programme has invited, nobody else's.
        if not provider_may_connect(account.provider, link.tenant_id):
            return False
        by = Actor(role=Role.PUBLIC, tenant_id=link.tenant_id, id=user.pk)
        try:
            actions.connect_provider(user=user, link=link, account=account, by=by, at=at)
        except Stale:
            return False
        sociallogin.user = user
        return True


def provider_may_connect(provider_id: str, tenant_id: UUID) -> bool:
    """Whether the provider belongs to the programme that invited."""
    from django.apps import apps
    from django.conf import settings

    tenant = apps.get_model(settings.TENANT_MODEL)
    slug = oidc.programme_of(provider_id)
    return bool(tenant._default_manager.filter(pk=tenant_id, slug=slug).exists())


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/not_connected.html", status=403)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of the second step lie encrypted with a key from the key file."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not the right one. Write the one shown now."),
        "cannot_delete_authenticator": _("Set up another second step first, then take this away."),
    }

    _ID = b"second01"
    _CONTEXT = b"second-step|v1"

    def encrypt(self, text: str) -> str:
        sealed = envelope.seal(keys.derive("second-step"), self._ID, text.encode(), self._CONTEXT)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return envelope.unseal(keys.derive("second-step"), self._ID, sealed, self._CONTEXT).decode()

    def get_totp_issuer(self) -> str:
        return "Erfara"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays until there is another."""
        return (
            Authenticator.objects.filter(user_id=authenticator.user_id)
            .exclude(pk=authenticator.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .exists()
        )


def _added(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    by = Actor(role=Role.PUBLIC, id=user.pk)
    kind = str(kwargs["authenticator"].type)
    audit.record("user.second_step_added", about=user, by=by, at=clock.now(), facts={"kind": kind})


def _removed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    staff.forget_second_factor(request.session)
    by = Actor(role=Role.PUBLIC, id=user.pk)
    audit.record(
        "user.second_step_removed", about=user, by=by, at=clock.now(),
        facts={"kind": str(kwargs["authenticator"].type)},
    )  # fmt: skip


def watch_second_factor() -> None:
    """Write down when a second step comes or goes."""
    authenticator_added.connect(_added, dispatch_uid="erfara.second_step_added")
    authenticator_removed.connect(_removed, dispatch_uid="erfara.second_step_removed")
