"""One library's people in memory, in step with the database.

Each process has its own, made when it is first asked for, and never on disk. Before every answer
it looks at what has happened since the last one (`audit.since`: no action is without an event) and
at who is protected now, and reads again those whom it concerns. A withdrawal, a pause, an erasure
or a hidden experience is so from the next request on, in every process.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import close_old_connections, connections

from erfara.engines.matching.match import Matcher
from erfara.engines.matching.recognise import recogniser_saying
from erfara.foundation import audit, clock, vault
from erfara.lending.models import Inquiry, Participation
from erfara.organisations.models import Programme
from erfara.people.models import Contributor
from erfara.workflows.finding.entries import Entry, local_words, read

logger = logging.getLogger("erfara.finding")
# An event is written before it is committed: the last minutes are looked at again.
LOOK_BACK = 5 * 60 * 1_000_000_000
# So many can be read while somebody waits (about a millisecond for each experience).
WAITS_FOR = 300
_AT_ONCE = 20
_BREATH = 0.005  # seconds that a reading in the background leaves to those who ask for pages


class Library:
    """The index of one programme. `lock` is held by whoever asks it or changes it."""

    def __init__(self, tenant_id: UUID) -> None:
        self.tenant_id = tenant_id
        self.lock = threading.RLock()
        self.entries: dict[UUID, Entry] = {}
        self.matcher: Matcher | None = None
        self.version = 0
        # What was answered since its people last changed: their words stand in it.
        self.answers: dict[tuple[object, ...], object] = {}
        self.read, self.of = 0, 0
        self.used = time.monotonic()
        self._words: tuple[tuple[str, str], ...] = ()
        self._hidden: frozenset[UUID] = frozenset()
        self._seen: dict[UUID, int] = {}
        self._upto = 0
        self._reader: threading.Thread | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        return self.matcher is not None

    # Making it

    def make(self, programme: Programme, at: datetime, breathe: Callable[[], object]) -> None:
        """Read everybody. `breathe` is called between them."""
        upto = time.time_ns()
        seen = {row[1]: row[0] for row in audit.since(self.tenant_id, upto - LOOK_BACK)}
        hidden, words = vault.shielded(self.tenant_id), local_words(programme)
        entries = read(programme, whole=True, at=at)
        matcher = Matcher(using=recogniser_saying(words))
        day = clock.local_day(at)
        self.read, self.of = 0, len(entries)
        for number, entry in enumerate(entries.values(), start=1):
            matcher.index.add(entry.person(day))
            self.read = number
            if number % _AT_ONCE == 0:
                breathe()
        with self.lock:
            self.entries, self.matcher, self.version = entries, matcher, self.version + 1
            self._words, self._hidden = words, hidden
            self._seen, self._upto = seen, upto
            self.answers.clear()

    def _make_in_background(self, programme: Programme, at: datetime) -> None:
        def work() -> None:
            try:
                self.make(programme, at, lambda: time.sleep(_BREATH))
            except Exception:
                logger.exception("The search could not be prepared.")
            finally:
                self._reader = None
                connections.close_all()  # this thread's own

        if self._reader is None:
            self._reader = threading.Thread(target=work, name="finding", daemon=True)
            self._reader.start()

    # Keeping it in step

    def fresh(self, programme: Programme, at: datetime) -> Matcher | None:
        """Brought up to date, to be asked. None while it is being prepared in the background."""
        with self.lock:
            self.used = time.monotonic()
            if self.ready and local_words(programme) != self._words:
                self.forget()
            if self.matcher is not None:
                changed = self._changed()
                if len(changed) > WAITS_FOR:
                    self.forget()
                elif changed:
                    self._read_again(self.matcher, programme, changed, at)
            if not self.ready:
                if self._many(programme):
                    self._make_in_background(programme, at)
                else:
                    self.make(programme, at, lambda: None)
            return self.matcher

    def forget(self) -> None:
        """Let go of everything; the next one who asks has it made anew."""
        with self.lock:
            if self.matcher is not None:
                self.matcher.recogniser.forget()
            self.matcher, self.entries, self._seen = None, {}, {}
            self.answers.clear()

    @staticmethod
    def _many(programme: Programme) -> bool:
        some = Contributor.objects.filter(programme=programme).order_by()
        return some[: WAITS_FOR + 1].count() > WAITS_FOR

    def _changed(self) -> set[UUID]:
        """Whom in the register anything has happened to since it was last looked at."""
        hidden = vault.shielded(self.tenant_id)
        rows = audit.since(self.tenant_id, self._upto - LOOK_BACK)
        new = [row for row in rows if row[1] not in self._seen]
        self._upto = max([self._upto, *(row[0] for row in new)])
        self._seen = {row[1]: row[0] for row in rows}
        about: dict[str, set[UUID]] = {}
        for _sequence, _id, kind, about_id in new:
            about.setdefault(kind, set()).add(about_id)
        found = about.get("people.contributor", set())
        persons = about.get("people.person", set()) | (hidden ^ self._hidden)
        self._hidden = hidden
        if persons:
            found |= _ids(Contributor.objects.filter(person_id__in=persons).values_list("pk"))
        for kind, model in _POINTING.items():
            if ids := about.get(kind):
                found |= _ids(model.objects.filter(pk__in=ids).values_list("contributor_id"))
        return found

    def _read_again(
        self, matcher: Matcher, programme: Programme, changed: set[UUID], at: datetime
    ) -> None:
        day = clock.local_day(at)
        there = read(programme, only=changed, whole=False, at=at)
        for pk in changed:
            entry = there.get(pk)
            if entry is None:
                self.entries.pop(pk, None)
                matcher.index.forget(str(pk))
                continue
            self.entries[pk] = entry
            person = entry.person(day)
            if not matcher.index.renew(person):
                matcher.index.add(person)
        self.version += 1
        self.answers.clear()


_POINTING: dict[str, type[Inquiry] | type[Participation]] = {
    "lending.inquiry": Inquiry,
    "lending.participation": Participation,
}


def _ids(rows: Iterable[tuple[UUID | None]]) -> set[UUID]:
    return {pk for (pk,) in rows if pk is not None}


_libraries: dict[UUID, Library] = {}
_making = threading.Lock()


def library_of(programme: Programme) -> Library:
    """The library of a programme in this process, as it is: made or not."""
    with _making:
        return _libraries.setdefault(programme.pk, Library(programme.pk))


def warm(programme: Programme, at: datetime) -> None:
    """Begin to prepare a large library, to be ready when somebody asks. Waits for nothing."""
    library = library_of(programme)
    with library.lock:
        if not library.ready and library._many(programme):
            library._make_in_background(programme, at)


def forget_all() -> None:
    """Let go of every library in this process."""
    with _making:
        _libraries.clear()


# Where nobody asks

LOOK_EVERY = 60.0  # seconds
IDLE = 8 * 3600.0
# What else is kept in memory and has to be looked after, by the clock that counts the idle hours.
kept_beside: list[Callable[[float], None]] = []


def look_after(now: Callable[[], float] = time.monotonic) -> None:
    """Bring every library that is here up to date, and let go of those nobody has asked for long:
    an erased person is forgotten also by a process that nobody asks."""
    for tenant_id, library in list(_libraries.items()):
        if now() - library.used > IDLE:
            library.forget()
        elif library.ready:
            programme = Programme.objects.filter(pk=tenant_id).first()
            used = library.used
            if programme is None:
                library.forget()
            else:
                library.fresh(programme, clock.now())
                library.used = used
    for look in kept_beside:
        look(now())


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
