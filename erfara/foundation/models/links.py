"""One-time links."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models.base import BaseModel, Personal


class Link(BaseModel):
    """A way in by link. The token is derived with a key from outside; only its hash is here."""

    tenant_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=64)
    about_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField(null=True, db_index=True)
    digest = models.BinaryField(max_length=32)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    personal = Personal(
        none="purpose digest expires_at used_at revoked_at",
        pseudonym="tenant_id about_id person_id",
        why="leads to one thing for one person; removed when she is erased",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="link_digest")]
