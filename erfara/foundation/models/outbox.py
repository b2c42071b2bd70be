"""Messages on their way, without their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models.base import BaseModel, Personal


class Channel(models.TextChoices):
    """By what a message leaves."""

    MAIL = "mail", _("e-mail")
    TEXT = "text", _("text message")


class OutboxMessage(BaseModel):
    """That somebody shall be told something. What is said is rendered when it is sent."""

    class State(models.TextChoices):
        """Where a message is. `uncertain`: it may have left, the answer never came."""

        WAITING = "waiting", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        UNCERTAIN = "uncertain", _("Perhaps sent, will be tried again")
        FAILED = "failed", _("Could not be sent")
        CANCELLED = "cancelled", _("No longer to be sent")
        HELD = "held", _("Kept back: this programme sends nothing")

    tenant_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=64)
    about_kind = models.CharField(max_length=64)
    about_id = models.UUIDField()
    to_kind = models.CharField(max_length=16)
    to_id = models.UUIDField()
    occasion = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    uncertain_tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=32, blank=True)
    message_id = models.CharField(max_length=200)
    # Decided when it is about to leave; empty until then.
    channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=64, blank=True)

    personal = Personal(
        none=(
            "kind about_kind occasion state not_before attempts uncertain_tries locked_until"
            " locked_by message_id channel sent_at cancelled_at error to_kind"
        ),
        pseudonym="tenant_id about_id to_id",
        why="says that somebody is told something, never what or at which address",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_id", "to_kind", "to_id", "occasion"],
                name="outbox_message_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="outbox_message_due"),
            models.Index(fields=["about_id"], name="outbox_message_about"),
            models.Index(fields=["to_id"], name="outbox_message_to"),
        ]


class SentLetter(BaseModel):
    """A whole letter, kept by the demonstration's mail backend only. `created_at`: when it left."""

    message_id = models.CharField(max_length=200, db_index=True)
    to_address = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.MAIL)

    personal = Personal(
        none="message_id subject channel",
        contact="to_address",
        sensitive="body",
        why="invented people only: a real installation refuses to start with this backend",
    )
