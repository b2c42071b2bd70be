"""The only place that reads the clock. Actions take `at=`; web, worker and commands call this."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now()


def local_day(at: datetime) -> date:
    """The day it is here at a moment. A moment's own `.date()` is the day in UTC: after midnight
    that is yesterday."""
    return timezone.localdate(at)


def day_span(day: date) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends here. 23 or 25 hours apart twice a year."""
    first, next_one = (datetime.combine(one, time.min) for one in (day, day + timedelta(days=1)))
    return timezone.make_aware(first), timezone.make_aware(next_one)
