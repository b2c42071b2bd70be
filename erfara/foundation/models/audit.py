"""What has happened, without anybody's words or name in it."""

from __future__ import annotations

import time

from django.db import models

from erfara.foundation.models.base import AppendOnly, BaseModel, Personal


class AuditEvent(AppendOnly, BaseModel):
    """One thing that happened to one object. No foreign keys: the log outlives what it is about."""

    tenant_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=64)
    about_kind = models.CharField(max_length=64)
    about_id = models.UUIDField()
    from_state = models.CharField(max_length=32, blank=True)
    to_state = models.CharField(max_length=32, blank=True)
    by_role = models.CharField(max_length=16)
    by_id = models.UUIDField(null=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    # What is written in one action has one `at`; this keeps it in the order it was written.
    sequence = models.BigIntegerField(default=time.time_ns, editable=False)

    personal = Personal(
        none="at sequence event about_kind from_state to_state by_role reason facts",
        pseudonym="tenant_id about_id by_id",
        why="who did what and when; reasons are about the matter, the form says so",
    )

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "at"], name="audit_about_at"),
            # What has happened lately, for who keeps something in memory.
            models.Index(fields=["sequence"], name="audit_lately"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(event=""), name="audit_event_is_named")
        ]
