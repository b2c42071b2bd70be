from erfara.foundation.models.audit import AuditEvent
from erfara.foundation.models.base import (
    AppendOnly,
    BaseModel,
    Personal,
    StatefulModel,
    TenantModel,
)
from erfara.foundation.models.idempotency import PostedOnce
from erfara.foundation.models.links import Link
from erfara.foundation.models.outbox import OutboxMessage, SentLetter
from erfara.foundation.models.vault import (
    AccessRow,
    BlindIndex,
    DataKey,
    Likeness,
    SealedBlob,
    Shield,
    Tombstone,
)
from erfara.foundation.models.worker import JobRun

__all__ = [
    "AccessRow",
    "AppendOnly",
    "AuditEvent",
    "BaseModel",
    "BlindIndex",
    "DataKey",
    "JobRun",
    "Likeness",
    "Link",
    "OutboxMessage",
    "Personal",
    "PostedOnce",
    "SealedBlob",
    "SentLetter",
    "Shield",
    "StatefulModel",
    "TenantModel",
    "Tombstone",
]
