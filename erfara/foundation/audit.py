"""Writing down what happens, in the same transaction as the happening."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from erfara.foundation import bulk
from erfara.foundation.actors import Actor
from erfara.foundation.models import AuditEvent
from erfara.foundation.prepared import Prepared

# How many events the running action has written; `actions.action` reads it.
written: ContextVar[int] = ContextVar("written", default=0)


def kind_of(obj: Model) -> str:
    """The name an object has in logs and messages, for example `lending.loan`."""
    return obj._meta.label_lower


def record(
    event: str,
    *,
    about: Model,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: dict[str, Any] | None = None,
    from_state: str = "",
    to_state: str = "",
) -> AuditEvent:
    """Write one event about one object.

    `facts` are counts, ids and choices; never a name, an address or somebody's own words.
    """
    row = AuditEvent.objects.create(
        created_at=at,
        tenant_id=getattr(about, "programme_id", None) or by.tenant_id,
        at=at,
        event=event,
        about_kind=kind_of(about),
        about_id=about.pk,
        by_role=by.role,
        by_id=by.id,
        reason=reason,
        facts=facts or {},
        from_state=from_state,
        to_state=to_state,
    )
    written.set(written.get() + 1)
    return row


def record_many(
    event: str,
    *,
    kind: str,
    ids: Sequence[UUID],
    tenant_id: UUID,
    by: Actor,
    at: datetime,
    facts: dict[str, Any] | None = None,
    from_state: str = "",
    to_state: str = "",
) -> None:
    """Write the same event about many objects of one kind and programme."""
    bulk.insert(
        AuditEvent, ("about_id",), [(one,) for one in ids], created_at=at, tenant_id=tenant_id,
        at=at, event=event, about_kind=kind, by_role=by.role, by_id=by.id, reason="",
        facts=facts or {}, from_state=from_state, to_state=to_state,
    )  # fmt: skip
    written.set(written.get() + len(ids))


_SINCE = Prepared(
    lambda tenant, sequence: AuditEvent.objects.filter(
        sequence__gt=sequence, tenant_id=tenant
    ).values_list("sequence", "id", "about_kind", "about_id")
)


def since(tenant_id: UUID, sequence: int) -> list[tuple[int, UUID, str, UUID]]:
    """What has happened in a programme after a moment, in nanoseconds: when, its id, about what.

    Whatever is kept in memory is brought up to date by this: no action is without an event. An
    event is seen when it is committed, which may be some time after its moment: ask for the last
    minutes again, and pass over the ids that are known.
    """
    return [tuple(row) for row in _SINCE.rows(tenant=tenant_id, sequence=sequence)]


def history(*about_ids: UUID) -> QuerySet[AuditEvent]:
    """All events about these objects, newest first."""
    return AuditEvent.objects.filter(about_id__in=about_ids).order_by("-at", "-sequence")
