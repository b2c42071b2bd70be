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
    if at.tzinfo is None:
        raise ValueError("A moment without its zone is no moment.")
    # As `timezone.localdate`, which looks for a zone of the thread's each time (3.7 µs, this 0.9).
    return at.astimezone(timezone.get_default_timezone()).date()


def day_span(day: date) -> tuple[datetime, datetime]:
    """The moments at which a day begins and ends here. 23 or 25 hours apart twice a year."""
    first, next_one = (datetime.combine(one, time.min) for one in (day, day + timedelta(days=1)))
    return timezone.make_aware(first), timezone.make_aware(next_one)
