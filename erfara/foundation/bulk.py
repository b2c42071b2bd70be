"""Many rows of one table at once: what is alike in them is prepared once.

Django's own way of writing many rows spends four fifths of its time on making objects and looking
at each value. For a register of 50 000 people that is the difference between one minute and two.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connections, models, router

Prepare = Callable[[Any], Any]
# How many are asked for at once: under every database's limit of values in a query.
MANY = 500


# The bits of an id that say its version (7) and its variant (RFC 9562), and those left to chance.
_FORM = 7 << 76 | 2 << 62
_CHANCE = (1 << 76) - 1 & ~(3 << 62)


def ordered_id(milliseconds: int, chance: bytes) -> UUID:
    """An id that begins with a moment (UUID version 7); 74 bits of it are from ten random bytes.

    Rows written together then lie together in every index of ids: random ones touch a page each,
    and every touched page is written to disk at the commit.
    """
    return UUID(int=_ordered(milliseconds, chance))


def _ordered(milliseconds: int, chance: bytes) -> int:
    return milliseconds << 80 | _FORM | (int.from_bytes(chance, "big") & _CHANCE)


def new_ids(number: int) -> list[UUID]:
    """So many ids that can't be guessed, for rows that are written together."""
    return [UUID(int=one) for one in _new(number)]


def ids_in_turn(number: int) -> list[UUID]:
    """So many ids, each greater than those this process made before, also within a millisecond.

    For rows whose order is kept by nothing else: 60 bits are the moment in 4 096ths of a
    millisecond (RFC 9562, 6.2, method 3), 62 are chance.
    """
    now, chance = time.time_ns() * 4096 // 1_000_000, os.urandom(8 * number)
    made = []
    for turn in range(number):
        moment, part = divmod(now + turn, 4096)
        rest = int.from_bytes(chance[8 * turn : 8 * turn + 8], "big") & (1 << 62) - 1
        made.append(UUID(int=moment << 80 | _FORM | part << 64 | rest))
    return made


def _new(number: int) -> list[int]:
    now, chance = time.time_ns() // 1_000_000, os.urandom(10 * number)
    return [_ordered(now, chance[at : at + 10]) for at in range(0, 10 * number, 10)]


def _plain(value: Any) -> Any:
    return value


def _hex(value: UUID | None) -> str | None:
    return value.hex if value is not None else None


def _preparation(field: models.Field[Any, Any], connection: Any) -> Prepare:
    """How a value of this field is made ready for this database; the common ones cheaply."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField):
        return _plain if connection.features.has_native_uuid_field else _hex
    if isinstance(target, models.CharField | models.TextField | models.IntegerField):
        return _plain
    if isinstance(target, models.BinaryField) and connection.vendor == "sqlite":
        return _plain
    if isinstance(target, models.DateField):  # and its moments: a few in thousands of rows
        return _Remembered(lambda value: field.get_db_prep_save(value, connection)).__getitem__
    return lambda value: field.get_db_prep_save(value, connection)


class _Remembered(dict[Any, Any]):
    """What has been made of each value, for as long as one writing takes."""

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self.prepare = prepare

    def __missing__(self, value: Any) -> Any:
        self[value] = found = self.prepare(value)
        return found


def insert(
    model: type[models.Model],
    varying: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    on_conflict: str = "",
    **alike: Any,
) -> int:
    """Write rows whose `varying` fields are given in each, and all others alike or by default.

    Names are those of the fields, with `_id` for foreign keys. An `id` that isn't given is made.
    Constraints hold as ever; what a model's `save` looks after is the caller's to look after.
    `on_conflict` is SQL from our own code, such as `DO NOTHING`. How many rows were written.
    """
    connection = connections[router.db_for_write(model)]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    given = [by_name.pop(name) for name in varying]
    own_id = by_name.pop("id", None)
    fields, constants = [], []
    for name, field in by_name.items():
        value = alike.pop(name) if name in alike else field.get_default()
        fields.append(field)
        constants.append(field.get_db_prep_save(value, connection))
    if alike:
        raise TypeError(f"{model.__name__} has no {sorted(alike)}")
    # A column at a time: what needs no preparation costs nothing.
    by_column: list[Sequence[Any]] = list(zip(*rows, strict=True))
    if not by_column:
        return 0
    for at, field in enumerate(given):
        prepare = _preparation(field, connection)
        if prepare is not _plain:
            by_column[at] = [*map(prepare, by_column[at])]
    columns = [*given, *fields]
    if own_id is not None:
        columns.insert(0, own_id)
        new = _new(len(by_column[0]))
        native = connection.features.has_native_uuid_field
        by_column.insert(0, [UUID(int=n) for n in new] if native else [f"{n:032x}" for n in new])
    everything = [(*row, *constants) for row in zip(*by_column, strict=True)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in columns)
    places = ", ".join(["%s"] * len(columns))
    conflict = f" ON CONFLICT {on_conflict}" if on_conflict else ""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places}){conflict}",  # noqa: S608 - names from our own models
            everything,
        )
        written: int = cursor.rowcount
    return written


def find(
    model: type[models.Model],
    columns: Sequence[str],
    key: str,
    keys: Sequence[Any],
    **same: Any,
) -> list[tuple[Any, ...]]:
    """Rows whose `key` is one of these: `key` itself first, and then the columns.

    Ids come as UUID and digests as bytes; for columns of these and plain ones only: a moment is
    given as the database has it. A query for each `MANY`.
    """
    connection = connections[router.db_for_write(model)]
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    quote, wanted = connection.ops.quote_name, [by_name[key], *(by_name[one] for one in columns)]
    read = [_reading(field, connection) for field in wanted]
    prepare = _preparation(by_name[key], connection)
    fixed = [by_name[name].get_db_prep_save(value, connection) for name, value in same.items()]
    also = "".join(f" AND {quote(str(by_name[name].column))} = %s" for name in same)
    names = ", ".join(quote(str(field.column)) for field in wanted)
    found: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for start in range(0, len(keys), MANY):
            some = [prepare(one) for one in keys[start : start + MANY]]
            places = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"SELECT {names} FROM {quote(model._meta.db_table)} "  # noqa: S608 - names from our own models
                f"WHERE {quote(str(by_name[key].column))} IN ({places}){also}",
                [*some, *fixed],
            )
            found += [tuple(map(_call, read, row)) for row in cursor.fetchall()]
    return found


def _reading(field: models.Field[Any, Any], connection: Any) -> Prepare:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField) and not connection.features.has_native_uuid_field:
        return UUID
    return bytes if isinstance(target, models.BinaryField) else _plain


def _call(read: Prepare, value: Any) -> Any:
    return read(value)
