"""Which posts have already been carried out."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models.base import BaseModel, Personal


class PostedOnce(BaseModel):
    """The key of a form that has been carried out, and where its sender was taken."""

    key = models.CharField(max_length=64)
    sender = models.CharField(max_length=64)
    location = models.CharField(max_length=500)

    personal = Personal(
        none="key location", pseudonym="sender", why="a hash of the session; swept after a week"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "sender"], name="posted_once_key_sender")
        ]
        indexes = [models.Index(fields=["created_at"], name="posted_once_created")]
