"""That the worker lives, and how its jobs have gone. Kept in the database: the web may run on
another machine than the worker.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import Max

from erfara.foundation.models.worker import JobRun

logger = logging.getLogger("erfara.worker")

# The most frequent job runs every five seconds; each note is a write that reaches the disk.
NOTE_EVERY = timedelta(seconds=15)
# The longest job (a large file, a large register) takes a minute or two.
SILENT_AFTER = timedelta(minutes=5)

_noted: dict[str, tuple[datetime, str]] = {}


def note(name: str, at: datetime, error: str = "") -> None:
    """Write down that a job has run; `error`: the class of what it failed with.

    The same outcome is written once in a quarter of a minute. A database that can't take it stops
    nothing.
    """
    last = _noted.get(name)
    if last is not None and last[1] == error and abs(at - last[0]) < NOTE_EVERY:
        return
    outcome = {"failed_at": at, "error": error[:64]} if error else {"good_at": at, "error": ""}
    try:
        if not JobRun.objects.filter(name=name).update(ran_at=at, **outcome):
            row = JobRun(name=name, created_at=at, ran_at=at, **outcome)
            JobRun.objects.bulk_create([row], ignore_conflicts=True)
    except DatabaseError as problem:
        logger.warning("How %s went can't be noted: %s", name, type(problem).__name__)
        return
    _noted[name] = (at, error)


def last_beat() -> datetime | None:
    """When any job last ran."""
    found: datetime | None = JobRun.objects.aggregate(last=Max("ran_at"))["last"]
    return found


def beats(at: datetime) -> bool:
    """Whether the worker has been heard of lately."""
    last = last_beat()
    return last is not None and at - last < SILENT_AFTER


def failing() -> list[JobRun]:
    """The jobs whose last run failed, by name."""
    return list(JobRun.objects.exclude(error="").order_by("name"))
