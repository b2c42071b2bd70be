"""A long day, kept for a minute by the process that has read it.

To read a thousand things takes three times as long as to show the page. What was read is shown
again until anything happens in the programme (no action is without an event), at most a minute, and
the page says when it was read. A short day is never kept: reading it costs less than asking.

Who has a row and what rests is read each time: that is what two coordinators look at together.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from uuid import UUID

from django.utils.translation import get_language

from erfara.organisations.models import Programme
from erfara.workflows.finding.following import Trail
from erfara.workflows.today.rows import Row

# From so many rows on a day is long.
LONG = 100
# What changes without an event (a message that didn't arrive, an hour that has come) is seen then.
SECONDS = 60.0
# A process keeps so many days at the most, the ones that were looked at last.
MOST = 20


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a day: its rows, how many there are beyond, and when."""

    rows: list[Row]
    beyond: int
    at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    read: Read
    trail: Trail
    until: float


# A day is of a date, in the words of a language, and so many of a kind.
_Key = tuple[UUID, date, int | None, str | None]
_days: OrderedDict[_Key, _Kept] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Let go of all that is kept."""
    with _lock:
        _days.clear()


def kept_or(read: Callable[[], Read], programme: Programme, day: date, most: int | None) -> Read:
    """The day as it was read less than a minute ago, if nothing has happened since; or else `read`
    it now, and keep it if it is long."""
    key = (programme.pk, day, most, get_language())
    with _lock:
        kept = _days.get(key)
        if kept is not None and monotonic() < kept.until and not any(kept.trail.news().values()):
            _days.move_to_end(key)
            return kept.read
        _days.pop(key, None)
    # From before it is read: what happens meanwhile is news.
    trail, until = Trail(programme.pk), monotonic() + SECONDS
    found = read()
    if len(found.rows) >= LONG:
        with _lock:
            _days[key] = _Kept(found, trail, until)
            while len(_days) > MOST:
                _days.popitem(last=False)
    return found
