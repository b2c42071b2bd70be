"""The hours at which the demonstration's people meet."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def by_clock(at: datetime, hour: int, minute: int = 0) -> datetime:
    """That time by the clock here, on the day that it is here at a moment.

    In UTC the day is another for an hour or two after midnight: what is tomorrow would be today.
    """
    return timezone.localtime(at).replace(hour=hour, minute=minute, second=0, microsecond=0)
