"""What the operator has to look after in the mail: by programme, without recipients."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from erfara.foundation.models.outbox import OutboxMessage


def counts() -> dict[UUID, dict[str, int]]:
    """Programme → state → how many messages, in one query."""
    found: dict[UUID, dict[str, int]] = {}
    rows = OutboxMessage.objects.values_list("tenant_id", "state").annotate(n=Count("id"))
    for tenant_id, state, number in rows.order_by("tenant_id", "state"):
        found.setdefault(tenant_id, {})[state] = number
    return found


def failed() -> QuerySet[OutboxMessage]:
    """Messages that a human has to see to, newest first."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).order_by(
        "-created_at", "id"
    )


def is_there(message_id: UUID) -> bool:
    """Whether there is such a message at all, whatever has become of it."""
    return OutboxMessage.objects.filter(pk=message_id).exists()
