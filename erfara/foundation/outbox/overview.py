"""How the mail is doing, for the operator's screen: counts, never recipients."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from erfara.foundation.models.outbox import OutboxMessage

State = OutboxMessage.State


@dataclass(frozen=True, slots=True)
class Overview:
    """`oldest_due`: since when the message that has waited longest should have left."""

    counts: dict[str, int]
    oldest_due: datetime | None
    errors: dict[str, int]


def overview(at: datetime, tenant_id: UUID | None = None) -> Overview:
    """Messages by state, and what went wrong by kind of error; every state is there, also at 0."""
    rows = OutboxMessage.objects.all()
    if tenant_id is not None:
        rows = rows.filter(tenant_id=tenant_id)
    counts = {state.value: 0 for state in State}
    counts.update(rows.values_list("state").annotate(n=Count("id")))
    waiting = rows.filter(state__in=(State.WAITING, State.UNCERTAIN), not_before__lte=at)
    oldest: datetime | None = waiting.aggregate(oldest=Min("not_before"))["oldest"]
    errors = dict(rows.exclude(error="").values_list("error").annotate(n=Count("id")))
    return Overview(counts, oldest, errors)
