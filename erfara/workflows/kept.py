"""What takes long to read, kept for a minute by the process that has read it.

To read a thousand things of a day takes three times as long as to show the page. What was read is
shown again until anything happens in the programme (no action is without an event), at most a
minute, and the page says when it was read. What is short is never kept: reading it costs less than
asking.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Generic, TypeVar

from django.utils.translation import get_language

from erfara.organisations.models import Programme
from erfara.workflows.finding.following import Trail

T = TypeVar("T")

# From so many rows on something is long.
LONG = 100
# What changes without an event (a message that didn't arrive, an hour that has come) is seen then.
SECONDS = 60.0
# A process keeps so many at the most, the ones that were looked at last.
MOST = 20


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read, and when."""

    what: T
    at: datetime


@dataclass(frozen=True, slots=True)
class _Kept:
    read: Read[Any]
    trail: Trail
    until: float


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()
_lock = threading.Lock()


def forget() -> None:
    """Let go of all that is kept."""
    with _lock:
        _kept.clear()


def kept_or(
    read: Callable[[], T], programme: Programme, key: Hashable, at: datetime, *,
    rows: Callable[[T], int],
) -> Read[T]:  # fmt: skip
    """What was read of a programme under a key less than a minute ago, if nothing has happened
    since; or else `read` it now, and keep it if it has many `rows`.

    `key` says all that makes a difference, but for the programme and the language that is spoken.
    """
    full = (programme.pk, get_language(), key)
    with _lock:
        kept = _kept.get(full)
        if kept is not None and monotonic() < kept.until and not any(kept.trail.news().values()):
            _kept.move_to_end(full)
            return kept.read
        _kept.pop(full, None)
    # From before it is read: what happens meanwhile is news.
    trail, until = Trail(programme.pk), monotonic() + SECONDS
    found = Read(read(), at)
    if rows(found.what) >= LONG:
        with _lock:
            _kept[full] = _Kept(found, trail, until)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return found
