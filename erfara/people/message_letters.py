"""The mail that says that a message has been answered."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation import audit, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.letters import email_in, with_link
from erfara.people.models import PublicMessage


def _put(message: PublicMessage, kind: str, at: datetime) -> None:
    outbox.put(
        kind, tenant_id=message.programme_id, about_kind=audit.kind_of(message),
        about_id=message.pk, to_kind="message", to_id=message.pk, at=at,
    )  # fmt: skip


def _render(letter: OutboxMessage, at: datetime) -> Letter | None:
    message = PublicMessage.objects.filter(pk=letter.about_id).select_related("programme").first()
    if message is None or message.state != "answered":
        return None
    return with_link(letter, message.programme, "message", message.pk)


def register() -> None:
    """Tell the outbox where an answer goes."""
    outbox.register_address("message", email_in("message"))
    outbox.register_kind("message_answered", _render)
    on_notice("message_answered", _put)
