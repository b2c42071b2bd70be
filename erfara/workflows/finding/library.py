"""One library's people in memory, to be searched among. How it is kept in step: `following.py`."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from erfara.engines.matching.match import Matcher
from erfara.engines.matching.recognise import recogniser_saying
from erfara.foundation import clock
from erfara.lending.models import Inquiry, Participation
from erfara.organisations.models import Programme
from erfara.people.models import Contributor
from erfara.workflows.finding.entries import Entry, local_words, read
from erfara.workflows.finding.following import Kept, Trail, look_after_these

# So many can be read while somebody waits (about a millisecond for each experience).
WAITS_FOR = 300
_AT_ONCE = 20
_BREATH = 0.005  # seconds that a reading in the background leaves to those who ask for pages


class Library(Kept):
    """The index of one programme."""

    def __init__(self, tenant_id: UUID) -> None:
        super().__init__(tenant_id)
        self.entries: dict[UUID, Entry] = {}
        self.matcher: Matcher | None = None
        self.version = 0
        # What was answered since its people last changed: their words stand in it.
        self.answers: dict[tuple[object, ...], object] = {}
        self.read, self.of = 0, 0
        self._words: tuple[tuple[str, str], ...] = ()
        self._trail: Trail | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        return self.matcher is not None

    # Making it

    def make(self, programme: Programme, at: datetime, breathe: Callable[[], object]) -> None:
        """Read everybody. `breathe` is called between them."""
        trail, words = Trail(self.tenant_id), local_words(programme)
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
            self._words, self._trail = words, trail
            self.answers.clear()

    def _make_in_background(self, programme: Programme, at: datetime) -> None:
        self._beside("finding", lambda: self.make(programme, at, lambda: time.sleep(_BREATH)))

    # Keeping it in step

    def fresh(self, programme: Programme, at: datetime) -> Matcher | None:
        """Brought up to date, to be asked. None while it is being prepared in the background."""
        with self.lock:
            self.used = time.monotonic()
            if self.ready and local_words(programme) != self._words:
                self.forget()
            if self.matcher is not None and self._trail is not None:
                changed = _concerned(self._trail.news())
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
            self.matcher, self.entries, self._trail = None, {}, None
            self.answers.clear()

    @staticmethod
    def _many(programme: Programme) -> bool:
        some = Contributor.objects.filter(programme=programme).order_by()
        return some[: WAITS_FOR + 1].count() > WAITS_FOR

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


def _concerned(about: dict[str, set[UUID]]) -> set[UUID]:
    """Whom in the register it concerns that something has happened to these."""
    found = about.get("people.contributor", set())
    if persons := about["people.person"]:
        found |= _ids(Contributor.objects.filter(person_id__in=persons).values_list("pk"))
    for kind, model in _POINTING.items():
        if ids := about.get(kind):
            found |= _ids(model.objects.filter(pk__in=ids).values_list("contributor_id"))
    return found


def _ids(rows: Iterable[tuple[UUID | None]]) -> set[UUID]:
    return {pk for (pk,) in rows if pk is not None}


_libraries: dict[UUID, Library] = {}
_making = threading.Lock()
look_after_these(_libraries)


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
