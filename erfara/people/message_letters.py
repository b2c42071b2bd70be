"""The mail that says that a message has been answered."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation import audit, links, outbox
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.letters import LINK_LIVES, email_in, neutral
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
    link = links.issue(
        tenant_id=letter.tenant_id, purpose="message", about_id=message.pk, person_id=message.pk,
        expires_at=letter.created_at + LINK_LIVES, at=letter.created_at, key=letter.pk,
    )  # fmt: skip
    return neutral(message.programme, link)


def register() -> None:
    """Tell the outbox where an answer goes."""
    outbox.register_address("message", email_in("message"))
    outbox.register_kind("message_answered", _render)
    on_notice("message_answered", _put)
