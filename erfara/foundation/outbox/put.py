"""Putting messages in the outbox, and taking them out again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings

from erfara.foundation import bulk
from erfara.foundation.models.outbox import OutboxMessage
from erfara.foundation.outbox import registry

State = OutboxMessage.State
# Not `sending`: a worker has it. If that worker is dead, the renderer is asked again.
OPEN = (State.WAITING, State.UNCERTAIN, State.FAILED, State.HELD)


def put(
    kind: str,
    *,
    tenant_id: UUID,
    about_kind: str,
    about_id: UUID,
    to_kind: str,
    to_id: UUID,
    at: datetime,
    not_before: datetime | None = None,
    occasion: str = "",
) -> OutboxMessage:
    """Say that somebody shall be told, in the transaction of what she is told about.

    The same kind about the same thing to the same recipient is put once; `occasion` tells
    repetitions apart that are meant (a first and a second reminder).
    """
    if kind not in registry.kinds or to_kind not in registry.addresses:
        raise LookupError(f"Nobody has registered how to send {kind} to {to_kind}.")
    # In turn: what is put at one moment leaves in the order in which it was put.
    [row_id] = bulk.ids_in_turn(1)
    domain = settings.ENV.mail_from.rpartition("@")[2].strip("> ")
    message, _new = OutboxMessage.objects.get_or_create(
        kind=kind,
        about_id=about_id,
        to_kind=to_kind,
        to_id=to_id,
        occasion=occasion,
        defaults={
            "id": row_id,
            "tenant_id": tenant_id,
            "about_kind": about_kind,
            "state": State.HELD if registry.is_held(tenant_id) else State.WAITING,
            "not_before": not_before or at,
            "message_id": f"<{row_id}@{domain}>",
            "created_at": at,
        },
    )
    return message


def put_many(
    kind: str,
    *,
    tenant_id: UUID,
    about_kind: str,
    to_kind: str,
    pairs: Iterable[tuple[UUID, UUID]],
    at: datetime,
    occasion: str = "",
) -> None:
    """The same for many: pairs of what it is about and who is told. What is put already stays."""
    if kind not in registry.kinds or to_kind not in registry.addresses:
        raise LookupError(f"Nobody has registered how to send {kind} to {to_kind}.")
    domain = settings.ENV.mail_from.rpartition("@")[2].strip("> ")
    state = State.HELD if registry.is_held(tenant_id) else State.WAITING
    rows = []
    pairs = list(pairs)
    for row_id, (about_id, to_id) in zip(bulk.ids_in_turn(len(pairs)), pairs, strict=True):
        rows.append((row_id, about_id, to_id, f"<{row_id}@{domain}>"))
    bulk.insert(
        OutboxMessage, ("id", "about_id", "to_id", "message_id"), rows, tenant_id=tenant_id,
        kind=kind, about_kind=about_kind, to_kind=to_kind, occasion=occasion, state=state,
        not_before=at, created_at=at, on_conflict="DO NOTHING",
    )  # fmt: skip


def cancel(
    *,
    tenant_id: UUID,
    at: datetime,
    kind: str | None = None,
    about_id: UUID | None = None,
    to_kind: str | None = None,
    to_id: UUID | None = None,
) -> int:
    """Take back what has not left, about a thing or to somebody. How many messages."""
    if about_id is None and to_id is None:
        raise TypeError("cancel needs about_id= or to_id=")
    chosen = {"kind": kind, "about_id": about_id, "to_kind": to_kind, "to_id": to_id}
    return OutboxMessage.objects.filter(
        tenant_id=tenant_id,
        state__in=OPEN,
        **{name: value for name, value in chosen.items() if value is not None},
    ).update(state=State.CANCELLED, cancelled_at=at)


def retry(message_id: UUID, *, at: datetime) -> bool:
    """Let a failed message be tried anew, when a human has seen to the cause. Whether it will."""
    return bool(
        OutboxMessage.objects.filter(pk=message_id, state=State.FAILED).update(
            state=State.WAITING, not_before=at, attempts=0, uncertain_tries=0, error=""
        )
    )
