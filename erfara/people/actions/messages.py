"""Messages from anybody: received, answered or noted, and emptied in the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.organisations.models import Programme
from erfara.people.models import PublicMessage

# A public body answers within these days; it stands on the page.
ANSWERED_WITHIN = timedelta(days=14)
BLOB = "message"


@action
def receive_message(
    *, programme: Programme, about: str, values: Mapping[str, str], by: Actor, at: datetime
) -> PublicMessage:
    """Somebody has written. `values`: text, and where an answer goes if one is wanted (email)."""
    message = PublicMessage.objects.create(
        id=uuid4(), programme=programme, about=about, wants_answer=bool(values.get("email")),
        received_at=at, due_on=clock.local_day(at + ANSWERED_WITHIN),
        state=PublicMessage.table.initial, created_at=at,
    )  # fmt: skip
    vault.store(tenant_id=programme.pk, person_id=message.pk, blob=BLOB, values=dict(values), at=at)
    audit.record("public_message.received", about=message, by=by, at=at, facts={"about": about})
    return message


@action
def answer_message(
    *, message: PublicMessage, answer: str, by: Actor, at: datetime
) -> PublicMessage:
    """Answer it. The answer is read behind a link; the mail only says that there is one."""
    if not message.wants_answer:
        raise Refused(_("There is no address to answer. Note it as seen to instead."))
    if not answer.strip():
        raise Refused(_("Write an answer."))
    vault.amend(
        tenant_id=message.programme_id, person_id=message.pk, blob=BLOB,
        values={"answer": answer.strip()}, at=at,
    )  # fmt: skip
    return move(message, "answer", by=by, at=at, fields={"ended_at": at})


@action
def note_message(*, message: PublicMessage, by: Actor, at: datetime) -> PublicMessage:
    """It is seen to, and nobody waits for an answer."""
    return move(message, "note", by=by, at=at, fields={"ended_at": at})


@action
def _forget(*, message: PublicMessage, by: Actor, at: datetime) -> PublicMessage:
    return move(message, "forget", by=by, at=at)


def forget_message(*, message: PublicMessage, at: datetime) -> None:
    """Empty a message that has been over for long: its key first. Can be repeated."""
    vault.erase(tenant_id=message.programme_id, person_id=message.pk, at=at)
    _forget(message=message, by=Actor.system(message.programme_id), at=at)
