"""What a programme says in words of its own, in its letters and on some pages."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import AppendOnly, Personal, TenantModel

MOST_SIGNS = 600


class OwnWords(AppendOnly, TenantModel):
    """One version of one text in one language. The newest counts; an empty one means ours again."""

    key = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    version = models.PositiveIntegerField()
    text = models.CharField(max_length=MOST_SIGNS, blank=True)
    written_by = models.UUIDField(null=True)

    personal = Personal(
        none="key language version", staff="written_by", organisation="text",
        why="a programme's own sentences; names, addresses and numbers are refused",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key", "language", "version"], name="own_words_version_once"
            )
        ]
