"""Who is called something: names as keyed digests in memory, and no name among them.

Each process makes its own with a key that it throws away when it ends, and keeps it in step as the
search for experiences is kept (`library.py`). It answers with ids; whoever is then shown is opened
through the vault, with a row in her log. See docs/adr/0021-finding-by-name.md.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from django.db import connections

from erfara.foundation import audit, clock, vault
from erfara.foundation.actors import Actor
from erfara.foundation.text import searched
from erfara.lending.models import LoanRequest
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Person
from erfara.workflows.finding.library import IDLE, LOOK_BACK, kept_beside

logger = logging.getLogger("erfara.finding")
# The shortest beginning of a name that is looked for, and the longest that is told apart.
SHORTEST, LONGEST = 2, 20
# So many are read while somebody waits (20 to a millisecond); more are read beside, and waited for.
WAITS_FOR, WAITS = 2_000, 2.5
_MANY = 500


@dataclass(frozen=True, slots=True)
class Called:
    """Those found. `whole`: how many of them, first among `ids`, are called just so."""

    ids: tuple[UUID, ...] = ()
    whole: int = 0


def looked_for(words: Sequence[str]) -> list[str]:
    """Those of the words that can be the beginning of a name."""
    return [word[:LONGEST] for word in words if len(word) >= SHORTEST]


class Names:
    """The names of one programme. `lock` is held by whoever asks or changes them."""

    def __init__(self, tenant_id: UUID) -> None:
        self.tenant_id = tenant_id
        self.lock = threading.RLock()
        self.used = time.monotonic()
        self._key = secrets.token_bytes(32)
        self._people: dict[UUID, array[int]] | None = None
        self._hidden: frozenset[UUID] = frozenset()
        self._seen: dict[UUID, int] = {}
        self._upto = 0
        self._reader: threading.Thread | None = None

    @property
    def ready(self) -> bool:
        """Whether they can be asked."""
        return self._people is not None

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
            if not wanted or self._people is None:
                return Called()
            begins = [self._digest(word) for word in wanted]
            just_so = [self._digest(f"={word}") for word in wanted]
            found = [
                (not all(one in marks for one in just_so), pk)
                for pk, marks in self._people.items()
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
        upto = time.time_ns()
        seen = {row[1]: row[0] for row in audit.since(self.tenant_id, upto - LOOK_BACK)}
        hidden = vault.shielded(self.tenant_id)
        people = self._read(_everybody(programme), whole=True, at=at)
        with self.lock:
            self._people, self._hidden, self._seen, self._upto = people, hidden, seen, upto

    def _make_beside(self, programme: Programme, at: datetime) -> None:
        def work() -> None:
            try:
                self.make(programme, at)
            except Exception:
                logger.exception("The names could not be prepared.")
            finally:
                self._reader = None
                connections.close_all()  # this thread's own

        if self._reader is None:
            self._reader = threading.Thread(target=work, name="names", daemon=True)
            self._reader.start()
        reader = self._reader
        if reader is not None:
            reader.join(WAITS)

    def fresh(self, programme: Programme, at: datetime) -> bool:
        """Bring them up to date. False while there are many and they are still being read."""
        self.used = time.monotonic()
        with self.lock:
            if self._people is not None:
                changed = self._changed()
                if len(changed) <= WAITS_FOR:
                    self._read_again(changed, at)
                    return True
                self._people = None
            if Person.objects.filter(programme=programme).count() <= WAITS_FOR:
                self.make(programme, at)
                return True
        self._make_beside(programme, at)
        return self.ready

    def forget(self) -> None:
        """Let go of them; the next one who asks has them read anew."""
        with self.lock:
            self._people, self._seen = None, {}

    def _changed(self) -> set[UUID]:
        """To whom anything has happened since they were last looked at."""
        hidden = vault.shielded(self.tenant_id)
        rows = audit.since(self.tenant_id, self._upto - LOOK_BACK)
        new = [row for row in rows if row[1] not in self._seen]
        self._upto = max([self._upto, *(row[0] for row in new)])
        self._seen = {row[1]: row[0] for row in rows}
        about: dict[str, set[UUID]] = {}
        for _sequence, _id, kind, about_id in new:
            about.setdefault(kind, set()).add(about_id)
        found = about.get("people.person", set()) | (hidden ^ self._hidden)
        self._hidden = hidden
        for kind, whose in _POINTING.items():
            if ids := about.get(kind):
                found |= whose(ids)
        return found

    def _read_again(self, changed: set[UUID], at: datetime) -> None:
        if not changed or self._people is None:
            return
        for pk in changed:
            self._people.pop(pk, None)
        here = Person.objects.filter(programme_id=self.tenant_id, erased_at=None)
        there = _ids(here.filter(pk__in=changed).values_list("pk"))
        self._people |= self._read(there, whole=False, at=at)


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


def _everybody(programme: Programme) -> list[UUID]:
    rows = Person.objects.filter(programme=programme, erased_at=None)
    return [pk for (pk,) in rows.values_list("pk")]


_names: dict[UUID, Names] = {}
_making = threading.Lock()


def names_of(programme: Programme) -> Names:
    """The names of a programme in this process, as they are: read or not."""
    with _making:
        return _names.setdefault(programme.pk, Names(programme.pk))


def look_after_names(now: float) -> None:
    """Bring the names that are here up to date, and let go of those nobody has asked for long."""
    for tenant_id, names in list(_names.items()):
        used = names.used
        programme = Programme.objects.filter(pk=tenant_id).first()
        if programme is None or now - used > IDLE:
            names.forget()
        elif names.ready:
            names.fresh(programme, clock.now())
            names.used = used


kept_beside.append(look_after_names)


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
