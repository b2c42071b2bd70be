"""The letters about signing in. Neutral, like all letters: not even the programme's name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from erfara.accounts import persons
from erfara.accounts.models import SignInRequest, User
from erfara.foundation import links, vault
from erfara.foundation.models import Link, OutboxMessage
from erfara.foundation.models.outbox import Channel
from erfara.foundation.outbox import Letter

INVITATION = "staff_invitation"
NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a letter


def _address(name: str, **parts: str) -> str:
    return settings.BASE_URL + reverse(name, kwargs=parts)


def _slug_of(tenant_id: UUID) -> str | None:
    """The tenant's slug. By the setting, since programmes live above accounts."""
    tenant = apps.get_model(settings.TENANT_MODEL)
    row = tenant._default_manager.filter(pk=tenant_id).values_list("slug").first()
    return str(row[0]) if row else None


def sign_in(message: OutboxMessage, at: datetime) -> Letter | None:
    """The code and the link somebody asked for. None when the link has been used or has run out."""
    request = SignInRequest.objects.filter(pk=message.about_id, used_at__isnull=True).first()
    link = Link.objects.filter(
        about_id=message.about_id, purpose=persons.LINK_PURPOSE, used_at__isnull=True,
        revoked_at__isnull=True, expires_at__gt=at,
    ).first()  # fmt: skip
    slug = _slug_of(message.tenant_id)
    if request is None or link is None or slug is None:
        return None
    code = persons.code_of(request.pk, request.tenant_id)
    return sign_in_letter(code, _address("signin:link", slug=slug, token=links.token(link)))


def sign_in_letter(code: str, url: str, language: str | None = None) -> Letter:
    """What it says, with the code of six digits and the link."""
    return Letter(
        subject=_("Your way in"),
        body_lines=(
            _("You, or somebody who wrote your address, asked to get in."),
            format_lazy(
                _("Write this code on the page where you asked: {code}. It works for 20 minutes."),
                code=f"{code[:3]} {code[3:]}",
            ),
            _("Or open the link below and press the button. The link works for two hours, once."),
            _("If it wasn't you, do nothing. Nobody gets in without this message."),
        ),
        url=url,
        language=language,
        short=format_lazy(
            _("Your code: {code}. It works for 20 minutes. Or open:"),
            code=f"{code[:3]} {code[3:]}",
        ),
    )


def way_in(message: OutboxMessage, at: datetime) -> str:
    """Whoever wrote her number is sent the code there; by mail, when it takes no text messages."""
    by_number = SignInRequest.objects.filter(pk=message.about_id, index_kind="phone").exists()
    texts = by_number and vault.mobile_holders([message.to_id])
    return Channel.TEXT if texts else Channel.MAIL


def _staff_link(message: OutboxMessage, at: datetime) -> str | None:
    link = Link.objects.filter(
        pk=message.about_id, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    ).first()
    return links.token(link) if link else None


def invitation_address(token: str) -> str:
    """The page on which an invited chooses how to sign in."""
    return _address("accounts:invitation", token=token)


def invitation(message: OutboxMessage, at: datetime) -> Letter | None:
    """The link by which somebody who will work here chooses how to sign in."""
    token = _staff_link(message, at)
    if token is None:
        return None
    return invitation_letter(invitation_address(token))


def invitation_letter(url: str, language: str | None = None) -> Letter:
    """What it says, with the link."""
    return Letter(
        subject=_("A link for you"),
        body_lines=(
            _("You have been given a place to work in Erfara."),
            _("Open the link below and choose how you want to sign in. It works for 14 days."),
            _("If you did not expect this, do nothing."),
        ),
        url=url,
        language=language,
    )


def new_password(message: OutboxMessage, at: datetime) -> Letter | None:
    """The link by which somebody who works here chooses a new password."""
    token = _staff_link(message, at)
    if token is None:
        return None
    return new_password_letter(_address("accounts:new-password", token=token))


def new_password_letter(url: str, language: str | None = None) -> Letter:
    """What it says, with the link."""
    return Letter(
        subject=_("A new password"),
        body_lines=(
            _("You, or somebody who wrote your address, asked for a new password in Erfara."),
            _("Open the link below and choose one. It works for two hours, once."),
            _("If it wasn't you, do nothing. Your password is as it was."),
        ),
        url=url,
        language=language,
    )


def staff_address(message: OutboxMessage, at: datetime) -> str | None:
    """Where somebody who works here is reached; nowhere once her sign-in has been closed."""
    return (
        User.objects.filter(pk=message.to_id, is_active=True)
        .values_list("email", flat=True)
        .first()
    )
