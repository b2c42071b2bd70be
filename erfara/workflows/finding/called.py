"""Who is called something: names as keyed digests in memory, and no name among them.

Each process makes its own with a key that it throws away when it ends, and keeps it in step as the
search for experiences is kept (`following.py`). It answers with ids; whoever is then shown is
opened through the vault, with a row in her log. See docs/adr/0021-finding-by-name.md.
"""

from __future__ import annotations

import secrets
import threading
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from erfara.foundation import vault
from erfara.foundation.actors import Actor
from erfara.foundation.text import searched
from erfara.lending.models import LoanRequest
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Person
from erfara.workflows.finding.following import Kept, Trail, look_after_these

# The shortest beginning of a name that is looked for, and the longest that is told apart.
SHORTEST, LONGEST = 2, 20
# So many are read while somebody waits (20 to a millisecond); more are read beside, and waited for.
WAITS_FOR, WAITS = 2_000, 2.5


@dataclass(frozen=True, slots=True)
class Called:
    """Those found. `whole`: how many of them, first among `ids`, are called just so."""

    ids: tuple[UUID, ...] = ()
    whole: int = 0


def looked_for(words: Sequence[str]) -> list[str]:
    """Those of the words that can be the beginning of a name."""
    return [word[:LONGEST] for word in words if len(word) >= SHORTEST]


class Marks:
    """Who is found by what: digests in order, and beside each the one it belongs to. Twelve bytes
    for each digest, and a search goes straight to its own."""

    def __init__(self, people: dict[UUID, array[int]]) -> None:
        self.ids = list(people)
        pairs = sorted(
            mark << 32 | at for at, marks in enumerate(people.values()) for mark in marks
        )
        self._marks = array("Q", (pair >> 32 for pair in pairs))
        self._at = array("I", (pair & 0xFFFF_FFFF for pair in pairs))

    def all_of(self, marks: Sequence[int]) -> set[int]:
        """The places of those who have every one of these marks."""
        found: set[int] | None = None
        for mark in marks:
            first, last = bisect_left(self._marks, mark), bisect_right(self._marks, mark)
            those = set(self._at[first:last])
            found = those if found is None else found & those
        return found or set()


class Names(Kept):
    """The names of one programme. Most lie as they were read at first (`_first`); those read
    again since (`_since`) hold instead of what they were, until they are many."""

    def __init__(self, tenant_id: UUID) -> None:
        super().__init__(tenant_id)
        self._key = secrets.token_bytes(32)
        self._first: Marks | None = None
        self._since: dict[UUID, array[int]] = {}
        self._stale: set[UUID] = set()
        self._trail: Trail | None = None

    @property
    def ready(self) -> bool:
        """Whether they can be asked."""
        return self._first is not None

    def _digest(self, text: str) -> int:
        raw = text.encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(raw, key=self._key, digest_size=8).digest(), "big")

    def _of(self, name: str) -> array[int]:
        """What somebody is found by: each beginning of each word of her name, and the words."""
        marks: set[str] = set()
        for word in searched(name):
            marks.update(word[:n] for n in range(SHORTEST, min(len(word), LONGEST) + 1))
            marks.add(f"={word[:LONGEST]}")
        return array("Q", sorted(self._digest(mark) for mark in marks))

    # Asking

    def find(self, words: Sequence[str]) -> Called:
        """Those each of whose words begins a word of the name; first those called just so."""
        wanted = looked_for(words)
        with self.lock:
            if not wanted or self._first is None:
                return Called()
            begins = [self._digest(word) for word in wanted]
            just_so = [self._digest(f"={word}") for word in wanted]
            whole = self._first.all_of(just_so)
            found = [
                (at not in whole, self._first.ids[at]) for at in sorted(self._first.all_of(begins))
            ]
            found = [row for row in found if row[1] not in self._stale]
            found += [
                (not all(one in marks for one in just_so), pk)
                for pk, marks in self._since.items()
                if all(one in marks for one in begins)
            ]
        found.sort(key=lambda row: row[0])
        return Called(tuple(pk for _late, pk in found), sum(not late for late, _pk in found))

    # Making them, and keeping them in step

    def _read(self, ids: Iterable[UUID], *, whole: bool, at: datetime) -> dict[UUID, array[int]]:
        opened = vault.read_for_index(
            tenant_id=self.tenant_id, person_ids=ids, blobs={"identity": ("name",)}, whole=whole,
            actor=Actor.system(self.tenant_id), at=at,
        )  # fmt: skip
        return {
            pk: self._of(blobs["identity"].get("name") or "")
            for pk, blobs in opened.items()
            if "identity" in blobs
        }

    def make(self, programme: Programme, at: datetime) -> None:
        """Read everybody known here: those in the register, and borrowers' contacts."""
        trail = Trail(self.tenant_id)
        first = Marks(self._read(_everybody(programme), whole=True, at=at))
        with self.lock:
            self._first, self._trail = first, trail
            self._since, self._stale = {}, set()

    def fresh(self, programme: Programme, at: datetime) -> bool:
        """Bring them up to date. False while there are many and they are still being read."""
        self.used = time.monotonic()
        with self.lock:
            if self._first is not None and self._trail is not None:
                changed = _concerned(self._trail.news())
                if len(changed | self._stale) <= WAITS_FOR:
                    self._read_again(changed, at)
                    return True
                self._first = None
            if Person.objects.filter(programme=programme).count() <= WAITS_FOR:
                self.make(programme, at)
                return True
        self._beside("names", lambda: self.make(programme, at)).join(WAITS)
        return self.ready

    def forget(self) -> None:
        """Let go of them; the next one who asks has them read anew."""
        with self.lock:
            self._first, self._trail = None, None
            self._since, self._stale = {}, set()

    def _read_again(self, changed: set[UUID], at: datetime) -> None:
        if not changed:
            return
        self._stale |= changed
        for pk in changed:
            self._since.pop(pk, None)
        here = Person.objects.filter(programme_id=self.tenant_id, erased_at=None)
        there = _ids(here.filter(pk__in=changed).values_list("pk"))
        self._since |= self._read(there, whole=False, at=at)


def _ids(rows: Iterable[tuple[UUID]]) -> set[UUID]:
    return {pk for (pk,) in rows}


_POINTING: dict[str, Callable[[set[UUID]], set[UUID]]] = {
    "people.contributor": lambda ids: _ids(
        Contributor.objects.filter(pk__in=ids).values_list("person_id")
    ),
    "lending.loanrequest": lambda ids: _ids(
        LoanRequest.objects.filter(pk__in=ids).values_list("contact_id")
    ),
}


def _concerned(about: dict[str, set[UUID]]) -> set[UUID]:
    """Whom it concerns that something has happened to these."""
    found = about["people.person"]
    for kind, whose in _POINTING.items():
        if ids := about.get(kind):
            found |= whose(ids)
    return found


def _everybody(programme: Programme) -> list[UUID]:
    rows = Person.objects.filter(programme=programme, erased_at=None)
    return [pk for (pk,) in rows.values_list("pk")]


_names: dict[UUID, Names] = {}
_making = threading.Lock()
look_after_these(_names)


def names_of(programme: Programme) -> Names:
    """The names of a programme in this process, as they are: read or not."""
    with _making:
        return _names.setdefault(programme.pk, Names(programme.pk))


def forget_names() -> None:
    """Let go of all of them."""
    with _making:
        _names.clear()


def called(programme: Programme, words: Sequence[str], at: datetime) -> Called | None:
    """Who is called this, by id. None while the names of a large programme are being read."""
    if not looked_for(words):
        return Called()
    names = names_of(programme)
    return names.find(words) if names.fresh(programme, at) else None
