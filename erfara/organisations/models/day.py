"""What coordinators have said about a row of their day: who has it, and until when it rests."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models

from erfara.foundation.models import Personal, TenantModel

# Longer than this is forgotten, not rested.
LONGEST_REST = timedelta(days=92)


class RowKey(NamedTuple):
    """Which row of the day: its step, the table and state it stands for, and what it is about.

    Names only, so that a new kind of thing needs nothing here. When the state changes, it is
    another row.
    """

    step: str
    table: str
    state: str
    about_id: UUID

    def __str__(self) -> str:
        return ".".join(str(part) for part in self)

    @classmethod
    def read(cls, text: str) -> RowKey | None:
        """What `str` wrote; None for anything else."""
        parts = text.split(".")
        if len(parts) != 4 or max(map(len, parts)) > 40:
            return None
        try:
            return cls(parts[0], parts[1], parts[2], UUID(parts[3]))
        except ValueError:
            return None


class DayMark(TenantModel):
    """One row that somebody has taken, or that rests until a day. Gone when it is done.

    `number` is how many things the row stood for when it was laid to rest: with more, it is back.
    """

    step = models.CharField(max_length=40)
    table = models.CharField(max_length=40)
    state = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField()
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    rests_until = models.DateField(null=True)
    rested_by = models.UUIDField(null=True)
    number = models.PositiveIntegerField(default=1)

    personal = Personal(
        none="step table state rests_until number", pseudonym="about_id",
        staff="taken_by rested_by",
        why="swept every night when what it is about is done, or has rested",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "about_id", "step", "table", "state"], name="day_mark_once"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_by__isnull=False) | models.Q(rests_until__isnull=False),
                name="day_mark_says_something",
            ),
        ]

    @property
    def key(self) -> RowKey:
        return RowKey(self.step, self.table, self.state, self.about_id)
