"""Reading a single row."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def the_one(rows: QuerySet[M]) -> M | None:
    """The row of a query for something that is there once at most, or None.

    `first()` would sort what is one by its id, which makes it nearly twice as expensive, and
    every page passes several of these on its way: programme, session, door.
    """
    return next(iter(rows[:1]), None)
