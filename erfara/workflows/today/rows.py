"""A row of the day, and when it wants somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Min
from django.db.models.functions import Cast
from django.utils.functional import Promise

# How many of a kind are read. More than this at once is a list, not a day.
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


def when_wanted(due: date | None, today: date) -> str:
    """When something with a day wants somebody. Without a day: now."""
    if due is None or due <= today:
        return NOW
    return WEEK if due <= today + SOON else LATER


def covers(*kinds: tuple[str, str]) -> frozenset[Kind]:
    """What a row stands for."""
    return frozenset(Kind(*kind) for kind in kinds)


# Any one of several ids, as text: PostgreSQL has no smallest UUID.
ANY_ID = Min(Cast("id", CharField()))
