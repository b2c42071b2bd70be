"""Queries whose SQL is written once and then only asked.

Django writes the SQL of a query anew each time: 0.2 to 0.5 ms, where SQLite answers in 0.02. That
is nothing for one query and a third of a page that asks fifteen. The few that every page asks
(whose programme, which roles) and those behind long lists are therefore written with places for
their values, and only the values change:

    _ROLES = Prepared(lambda user, day: Membership.objects.filter(
        user_id=user, ends_on__gte=day).values_list("role"))

    _ROLES.rows(user=user_id, day=day)

`objects` gives the rows of a query of a model as its objects, with what `select_related` joins and
what is annotated.
A list of values is as many places: `among("person_id", ids)`. The SQL is kept for few lengths, and
a list is filled up to the next of them.
Whatever is asked once in a while stays an ordinary query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, F, Lookup, Model, QuerySet, UUIDField
from django.db.models.lookups import In
from django.db.models.query import get_related_populators  # type: ignore[attr-defined]
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)

# A page has 25. Lists longer than the longest are rare, and their SQL is written anew.
SHOWN = 25
LENGTHS = (8, 16, 32, 64, 128, 256)
LONGEST = LENGTHS[-1]
# Instead of a number of rows: how many there are.
COUNTED = -1
_UUID: UUIDField[Any, Any] = UUIDField()


class Place(Expression):
    """Where a value goes in the SQL: the name of the value, and which one when it is a list."""

    def __init__(self, name: str, at: int | None = None) -> None:
        super().__init__()
        self.name, self.at = name, at

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        return "%s", [self]

    def get_group_by_cols(self) -> list[Any]:
        return []  # like any constant

    def value(self, values: dict[str, Any]) -> Any:
        """What goes here this time."""
        value = values[self.name]
        return value if self.at is None else value[self.at]


def among(field: str, places: list[Place]) -> Lookup[Any]:
    """Rows whose field is one of a list of values; `__in` can't take places for a foreign key."""
    return In(F(field), places)


@dataclass(frozen=True, slots=True)
class _Written:
    alias: str
    sql: str
    params: tuple[Any, ...]
    converters: tuple[tuple[int, Any, list[Any]], ...]
    compiler: SQLCompiler


class Prepared:
    """A query with places. `write` gets them by name and gives a query, or a `values_list`."""

    def __init__(self, write: Callable[..., QuerySet[Any, Any]]) -> None:
        self._write = write
        self._written: dict[tuple[Any, ...], _Written] = {}

    def rows(self, *, most: int | None = None, **values: Any) -> list[tuple[Any, ...]]:
        """The rows, as `values_list` gives them. A list, set or tuple is a list of values.

        `most`: so many at the most. Few different ones, since the SQL is kept for each.
        """
        return self._ask(values, most)[0]

    def objects(self, model: type[M], *, most: int | None = None, **values: Any) -> list[M]:
        """The rows as objects of the model, as the query itself gives them."""
        rows, written = self._ask(values, most)
        return _made(model, rows, written) if written else []

    def count(self, **values: Any) -> int:
        """How many rows there are."""
        found = self._ask(values, COUNTED)[0]
        number: int = found[0][0] if found else 0
        return number

    def _ask(
        self, values: dict[str, Any], most: int | None
    ) -> tuple[list[tuple[Any, ...]], _Written | None]:
        listed = {
            name: list(value)
            for name, value in values.items()
            if isinstance(value, Collection) and not isinstance(value, str | bytes)
        }
        if any(not one for one in listed.values()):
            return [], None  # nothing is among nothing
        listed = {name: _filled_up(one) for name, one in listed.items()}
        values |= listed
        written = self._for({name: len(one) for name, one in listed.items()}, values, most)
        connection = connections[written.alias]
        params = [
            _adapted(one.value(values), connection) if isinstance(one, Place) else one
            for one in written.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            found = cursor.fetchall()
        return _converted(found, written, connection), written

    def _for(self, lengths: dict[str, int], values: dict[str, Any], most: int | None) -> _Written:
        # Tests change the database under a name; its kind is what the SQL depends on.
        key = (connections["default"].vendor, most, *lengths.items())
        written = self._written.get(key)
        if written is None:
            places = {
                name: [Place(name, at) for at in range(lengths[name])]
                if name in lengths
                else Place(name)
                for name in values
            }
            rows = self._write(**places)
            if most == COUNTED:
                written = _counting(rows)
            else:
                written = _write(rows if most is None else rows[:most])
            if sum(lengths.values()) <= LONGEST:
                self._written[key] = written
        return written


def _filled_up(several: list[Any]) -> list[Any]:
    """As long as the next of few lengths, by its last once more: what is among them stays."""
    length = len(several)
    if length <= 4 or length == SHOWN or length > LONGEST:
        return several
    wanted = next(one for one in LENGTHS if one >= length)
    return several + several[-1:] * (wanted - length)


def _counting(rows: QuerySet[Any, Any]) -> _Written:
    rows = rows.order_by()
    if rows.query.group_by is None:
        rows = rows.values("pk")  # without the columns, and the tables that only they need
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    counting = f"SELECT COUNT(*) FROM ({sql}) counted"  # noqa: S608 -- around Django's own
    return _Written(rows.db, counting, tuple(params), (), compiler)


def _write(rows: QuerySet[Any, Any]) -> _Written:
    compiler = rows.query.get_compiler(rows.db)
    sql, params = compiler.as_sql()
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    converters = tuple(
        (at, expression, list(those))
        for at, (those, expression) in compiler.get_converters(columns).items()
    )
    return _Written(rows.db, sql, tuple(params), converters, compiler)


def _made(model: type[M], rows: list[tuple[Any, ...]], written: _Written) -> list[M]:
    """Objects of rows, the way Django's own `ModelIterable` makes them."""
    compiler = written.compiler
    klass: Any = compiler.klass_info
    select: Any = compiler.select
    if klass is None or klass["model"] is not model:
        raise TypeError(f"This query gives no {model.__name__}.")
    start, end = klass["select_fields"][0], klass["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[start:end]]
    joined = get_related_populators(klass, select, written.alias)
    annotated = (compiler.annotation_col_map or {}).items()
    found = []
    for row in rows:
        made = model.from_db(written.alias, names, row[start:end])
        for one in joined:
            one.populate(row, made)
        for name, at in annotated:
            setattr(made, name, row[at])
        found.append(made)
    return found


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value as the database's driver takes it."""
    if isinstance(value, UUID):
        return _UUID.get_db_prep_value(value, connection)
    return connection.ops.adapt_unknown_value(value)


def _converted(
    found: list[tuple[Any, ...]], written: _Written, connection: BaseDatabaseWrapper
) -> list[tuple[Any, ...]]:
    if not written.converters:
        return found
    rows = [list(row) for row in found]
    for at, expression, those in written.converters:
        for convert in those:
            for row in rows:
                row[at] = convert(row[at], expression, connection)
    return [tuple(row) for row in rows]
