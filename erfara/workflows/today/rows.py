"""A row of the day, when it wants somebody, and how a source of rows is read.

A source reads with `first_of`, so that of a kind of which there is more than is read the number is
said. Its query finds what is open by an index of state, and reads the columns that a row says.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Min
from django.db.models.functions import Cast
from django.utils.functional import Promise

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import RowKey

# How many of a kind are read for a day. More than this at once is a list, not a day.
LIMIT = 40
NOW, WEEK, LATER = "now", "week", "later"
SOON = timedelta(days=7)


class Kind(NamedTuple):
    """A kind of thing in a state: the name of its table and the state."""

    table: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do.

    `step` names what comes next and `pk` what it is done to; the page knows where that is done.
    `unit` is the borrower (None for somebody who wants to join) and `no` the request's number, or
    the person's; or else `what` says what it is. `what` and `why` are filled in with `values`.
    `since` lies ahead when there is nothing but a day to come; `last` is the last day, where there
    is one beside. `pressed` is what a press in place is done to, when it isn't `pk`.
    """

    step: str
    pk: UUID
    no: int
    why: str | Promise
    since: date
    group: str
    unit: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    covers: frozenset[Kind] = frozenset()
    what: str | Promise = ""
    # Above everything else: somebody is needed today.
    first: bool = False
    last: date | None = None
    pressed: UUID | None = None

    @property
    def key(self) -> RowKey:
        """By what it is known again: without the state it would stay when the state has changed.

        Of several kinds of thing in one row, the one that is no request or loan: those move on by
        what happens beside them.
        """
        main = min(self.covers, key=_narrow, default=Kind("", ""))
        return RowKey(self.step, main.table, main.state, self.pk)

    @property
    def number(self) -> int:
        """How many things it stands for."""
        for name in ("count", "people", "number"):
            if isinstance(many := self.values.get(name), int):
                return many
        return 1

    @property
    def urgency(self) -> tuple[bool, date, str]:
        """What stands above what within a group."""
        return not self.first, self.last or self.since, str(self.pk)


@dataclass(slots=True)
class Room:
    """How many of a kind are read now (None: all), and how many there are beyond those."""

    most: int | None
    beyond: int = 0


_room: ContextVar[Room | None] = ContextVar("room of the day", default=None)


@contextmanager
def room_for(most: int | None) -> Iterator[Room]:
    """Read so many of each kind inside the block."""
    room = Room(most)
    token = _room.set(room)
    try:
        yield room
    finally:
        _room.reset(token)


def first_of(
    query: Prepared, *, times: int = 1, grouped: bool = False, **values: Any
) -> list[tuple[Any, ...]]:
    """As many rows of what waits as there is room for; those beyond are counted.

    `times` as much room for rows of which only some become rows of the day. `grouped`: the database
    has to go through all of them for the first one, so that to ask for all is as cheap.
    """
    room = _room.get()
    if room is None or room.most is None:
        return query.rows(**values)
    most = room.most * times
    rows = query.rows(**values) if grouped else query.rows(most=most + 1, **values)
    if len(rows) > most:
        room.beyond += (len(rows) if grouped else query.count(**values)) - most
    return rows[:most]


def about_request(path: str) -> tuple[str, ...]:
    """The columns of a request that a row says, by the path to it: nothing else is read."""
    return tuple(f"{path}{name}" for name in ("no", "unit__organisation__name", "unit__name"))


def _narrow(kind: Kind) -> tuple[bool, bool, Kind]:
    return kind.table == "loan", kind.table == "loan_request", kind


def when_wanted(due: date | None, today: date) -> str:
    """When something with a day wants somebody. Without a day: now."""
    if due is None or due <= today:
        return NOW
    return WEEK if due <= today + SOON else LATER


@lru_cache(maxsize=1024)
def covers(*kinds: tuple[str, str]) -> frozenset[Kind]:
    """What a row stands for."""
    return frozenset(Kind(*kind) for kind in kinds)


# Any one of several ids, as text: PostgreSQL has no smallest UUID.
ANY_ID = Min(Cast("id", CharField()))
