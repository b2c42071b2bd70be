"""The only place that reads the clock. Actions take `at=`; web, worker and commands call this."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now()


def local_day(at: datetime) -> date:
    """The day it is here at a moment. A moment's own `.date()` is the day in UTC: after midnight
    that is yesterday."""
    return timezone.localdate(at)
