"""The worker: a loop over tables. What there is to do stands in the database, not in a queue."""

from __future__ import annotations

import gc
import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections

from erfara.foundation import clock, heartbeat, links, outbox, vault

logger = logging.getLogger("erfara.worker")
POLL_SECONDS = 1.0


@dataclass(slots=True)
class Job:
    """Something to do now and then. Must be safe to repeat, and to run in two processes at once."""

    name: str
    every: timedelta
    function: Callable[[datetime], object]
    next_at: datetime | None = None


_jobs: dict[str, Job] = {}


def register_job(name: str, every: timedelta, function: Callable[[datetime], object]) -> None:
    """Have `function(at)` called every so often, beginning when the worker starts."""
    if name in _jobs and _jobs[name].function is not function:
        raise ValueError(f"The job {name} is registered already.")
    _jobs[name] = Job(name, every, function)


def jobs() -> list[Job]:
    """All that is done because time passes, in the order it was told of."""
    return list(_jobs.values())


def run_due(at: datetime) -> list[str]:
    """Run each job whose time has come; the names of those that succeeded."""
    succeeded = []
    for job in jobs():
        if job.next_at is not None and at < job.next_at:
            continue
        job.next_at = at + job.every
        close_old_connections()
        try:
            job.function(at)
        except Exception as error:  # noqa: BLE001 - one failing job must not stop the others
            # Where, and which class: the error's own text could hold what was opened.
            where = "".join(traceback.format_tb(error.__traceback__))
            logger.error("Job %s failed: %s\n%s", job.name, type(error).__name__, where)
            heartbeat.note(job.name, at, type(error).__name__)
        else:
            succeeded.append(job.name)
            heartbeat.note(job.name, at)
        finally:
            close_old_connections()
    return succeeded


def run_forever(stop: threading.Event | Callable[[], bool]) -> None:
    """Run due jobs, second by second, until told to stop. A job that has begun is finished."""
    # What is loaded by now stays for good; a register from a file makes so many objects that
    # looking through all of it time and again would be an eighth of the work.
    gc.freeze()
    stopped = stop.is_set if isinstance(stop, threading.Event) else stop
    while not stopped():
        run_due(clock.now())
        if isinstance(stop, threading.Event):
            stop.wait(POLL_SECONDS)
        else:
            time.sleep(POLL_SECONDS)


register_job("outbox", timedelta(seconds=5), outbox.deliver_due)
register_job("vault", timedelta(hours=1), vault.janitor)
register_job("links", timedelta(hours=12), links.sweep)
register_job("keys", timedelta(hours=1), vault.drop_retired)
