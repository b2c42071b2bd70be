"""What a process keeps in memory of one programme, in step with the database.

Each process has its own, made when it is first asked for, and never on disk. Before every answer
it looks at what has happened since the last one (`audit.since`: no action is without an event) and
at who is protected now, and reads again those whom it concerns. A withdrawal, a pause, an erasure
or a hidden experience is so from the next request on, in every process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections, connections

from erfara.foundation import audit, clock, vault
from erfara.organisations.models import Programme

logger = logging.getLogger("erfara.finding")
# An event is written before it is committed: the last minutes are looked at again.
LOOK_BACK = 5 * 60 * 1_000_000_000
LOOK_EVERY = 60.0  # seconds
IDLE = 8 * 3600.0


class Trail:
    """What has happened in a programme since somebody last looked."""

    def __init__(self, tenant_id: UUID) -> None:
        self._tenant_id, self._upto = tenant_id, time.time_ns()
        self._seen = {row[1] for row in audit.since(tenant_id, self._upto - LOOK_BACK)}
        self._hidden = vault.shielded(tenant_id)

    def news(self) -> dict[str, set[UUID]]:
        """Kind → those to whom anything has happened; a person also when her details have become
        protected, or no longer are."""
        hidden = vault.shielded(self._tenant_id)
        rows = audit.since(self._tenant_id, self._upto - LOOK_BACK)
        found = {"people.person": set(hidden ^ self._hidden)}
        for sequence, event, kind, about_id in rows:
            if event not in self._seen:
                self._upto = max(self._upto, sequence)
                found.setdefault(kind, set()).add(about_id)
        self._seen, self._hidden = {row[1] for row in rows}, hidden
        return found


class Kept:
    """Kept of one programme. `lock` is held by whoever asks it or changes it."""

    def __init__(self, tenant_id: UUID) -> None:
        self.tenant_id = tenant_id
        self.lock = threading.RLock()
        self.used = time.monotonic()
        self._reader: threading.Thread | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        raise NotImplementedError

    def fresh(self, programme: Programme, at: datetime) -> object:
        """Bring it up to date, to be asked."""
        raise NotImplementedError

    def forget(self) -> None:
        """Let go of everything; the next one who asks has it made anew."""
        raise NotImplementedError

    def _beside(self, name: str, make: Callable[[], object]) -> threading.Thread:
        """Have it made in a thread of its own, unless one is at it."""

        def work() -> None:
            try:
                make()
            except Exception:
                logger.exception("What %s keeps could not be prepared.", name)
            finally:
                self._reader = None
                connections.close_all()  # this thread's own

        reader = self._reader
        if reader is None:
            reader = self._reader = threading.Thread(target=work, name=name, daemon=True)
            reader.start()
        return reader


# Where nobody asks

_all: list[Mapping[UUID, Kept]] = []


def look_after_these(kept: Mapping[UUID, Kept]) -> None:
    """Have what is kept here, by programme, looked after."""
    _all.append(kept)


def look_after(now: Callable[[], float] = time.monotonic) -> None:
    """Bring all that is here up to date, and let go of what nobody has asked for long: an erased
    person is forgotten also by a process that nobody asks."""
    for tenant_id, one in [pair for kept in _all for pair in list(kept.items())]:
        if now() - one.used > IDLE:
            one.forget()
        elif one.ready:
            used = one.used
            programme = Programme.objects.filter(pk=tenant_id).first()
            if programme is None:
                one.forget()
            else:
                one.fresh(programme, clock.now())
                one.used = used


def keep_looking_after() -> None:
    """Do so every minute, in a thread of its own. For a web process, when it starts."""

    def work() -> None:
        while True:
            time.sleep(LOOK_EVERY)
            try:
                close_old_connections()
                look_after()
            except Exception:
                logger.exception("The search could not be brought up to date.")
            finally:
                close_old_connections()

    threading.Thread(target=work, name="finding-keeper", daemon=True).start()
