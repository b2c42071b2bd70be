"""Reading a single row, and writing what differs in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def the_one(rows: QuerySet[M]) -> M | None:
    """The row of a query for something that is there once at most, or None.

    `first()` would sort what is one by its id, which makes it nearly twice as expensive, and
    every page passes several of these on its way: programme, session, door.
    """
    return next(iter(rows[:1]), None)


def write_changed(row: Model, values: Mapping[str, Any]) -> list[str]:
    """Write those of these values that the row doesn't have; their names, none when it has all."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return changed
