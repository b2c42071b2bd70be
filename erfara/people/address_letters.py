"""The code to a new address, and the word to the old one. Neither says what it is about."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erfara.foundation import outbox, vault
from erfara.foundation.actors import Actor
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.actions.addresses import code_of
from erfara.people.models import AddressChange


def _change(message: OutboxMessage) -> AddressChange | None:
    return AddressChange.objects.filter(pk=message.about_id).select_related("programme").first()


def _address(message: OutboxMessage, field: str, at: datetime) -> str | None:
    change = _change(message)
    if change is None:
        return None
    opened = vault.open(
        tenant_id=message.tenant_id, person_ids=[message.to_id], blob=change.blob,
        fields=(field,), purpose="deliver", case=message.kind,
        actor=Actor.system(message.tenant_id), at=at,
    )  # fmt: skip
    return (opened.get(message.to_id) or {}).get(field) or None


def _new(message: OutboxMessage, at: datetime) -> str | None:
    return _address(message, "new", at)


def _old(message: OutboxMessage, at: datetime) -> str | None:
    return _address(message, "old", at)


def _code(message: OutboxMessage, at: datetime) -> Letter | None:
    change = _change(message)
    if change is None or change.confirmed_at is not None or change.expires_at <= at:
        return None
    return code_letter(change.programme, code_of(change))


def code_letter(programme: Programme, code: str, language: str | None = None) -> Letter:
    """What the code's letter says."""
    with words_of(programme), override(language or settings.LANGUAGE_CODE):
        return Letter(
            subject=say(_("A code for you")),
            body_lines=(
                say(_("Somebody wants to be reached at this address.")),
                say(
                    _("Write this code on the page where you asked: {code}. It works for half an "
                      "hour."), code=f"{code[:3]} {code[3:]}",
                ),
                say(_("If it wasn't you, do nothing. Then nothing happens.")),
            ),
            url=f"{settings.BASE_URL}/{programme.slug}/",
            language=language,
        )  # fmt: skip


def _word(message: OutboxMessage, at: datetime) -> Letter | None:
    change = _change(message)
    if change is None or change.confirmed_at is None:
        return None
    return word_letter(change.programme)


def word_letter(programme: Programme, language: str | None = None) -> Letter:
    """What the word to the old address says."""
    with words_of(programme), override(language or settings.LANGUAGE_CODE):
        return Letter(
            subject=say(_("You have a message")),
            body_lines=(
                say(_("{name} writes to another address from now on, not to this one."),
                    name=programme.name),
                say(_("If it wasn't you who wanted that, get in touch. How stands here:")),
            ),
            url=f"{settings.BASE_URL}/{programme.slug}/",
            language=language,
        )  # fmt: skip


def register() -> None:
    """Tell the outbox."""
    outbox.register_address("new_address", _new)
    outbox.register_address("old_address", _old)
    outbox.register_kind("new_address", _code)
    outbox.register_kind("old_address", _word)
