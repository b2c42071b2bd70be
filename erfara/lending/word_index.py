"""An index of the words of requests, where the database has one of its own kind: SQLite's FTS5.

It only says which requests to look at. What a word is, and whether it begins as was written, is
still asked of their narrow rows (`RequestWords`), so that the answer is the same with it and
without. Triggers keep it in step, within the transaction that writes. PostgreSQL goes through the
narrow rows in its own process. See docs/adr/0021-finding-by-name.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import OperationalError, connections

from erfara.lending.models import RequestWords
from erfara.organisations.models import Programme

NAME = "lending_word_index"
_OF = RequestWords._meta.db_table
_NEW = f"INSERT INTO {NAME}(rowid, words) VALUES (new.id, new.words);"  # noqa: S608 - names of our own
_OLD = f"INSERT INTO {NAME}({NAME}, rowid, words) VALUES ('delete', old.id, old.words);"  # noqa: S608
_TRIGGERS = {
    f"{NAME}_new": f"AFTER INSERT ON {_OF} BEGIN {_NEW} END",
    f"{NAME}_changed": f"AFTER UPDATE OF id, words ON {_OF} BEGIN {_OLD} {_NEW} END",
    f"{NAME}_gone": f"AFTER DELETE ON {_OF} BEGIN {_OLD} END",
}
# No place of a word within a row is kept, and beginnings of two and three letters are.
_TABLE = (
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(words, content='{_OF}', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', detail='none', prefix='2 3')"
)
# Letters of which SQLite and we think alike. A word with others is not looked for in the index.
_ALIKE = frozenset("abcdefghijklmnopqrstuvwxyzåäö0123456789")
_known: set[str] = set()


def _parts(cursor: Any) -> set[str]:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE name = %s OR (type = 'trigger' AND tbl_name = %s)",
        [NAME, _OF],
    )
    return {name for (name,) in cursor.fetchall()}


def make(using: str = "default", **_more: Any) -> None:
    """Make it where it lacks, or a trigger of it: Django's way of changing a table of SQLite makes
    the table anew, and loses them. After every migration."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        if _OF not in connection.introspection.table_names(cursor):
            return
        if _parts(cursor) == {NAME, *_TRIGGERS}:
            return
        for trigger in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        cursor.execute(f"DROP TABLE IF EXISTS {NAME}")
        try:
            cursor.execute(_TABLE)
        except OperationalError:
            return  # an SQLite without it; all is found without
        cursor.execute(f"INSERT INTO {NAME}({NAME}) VALUES ('rebuild')")  # noqa: S608
        for trigger, does in _TRIGGERS.items():
            cursor.execute(f"CREATE TRIGGER {trigger} {does}")


def is_there() -> bool:
    """Whether it can be asked."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return False
    name = str(connection.settings_dict["NAME"])
    if name not in _known:
        with connection.cursor() as cursor:
            if _parts(cursor) != {NAME, *_TRIGGERS}:
                return False
        _known.add(name)
    return True


def asks(words: Sequence[str]) -> str:
    """What is asked of it: rows in which each of the words begins one. Empty: it can't help."""
    return " ".join(f'"{word}"*' for word in words if set(word) <= _ALIKE)


def newest(programme: Programme, words: Sequence[str], most: int) -> list[UUID]:
    """The ids of the newest requests in which each of the words begins a word. One query.

    Written out, since SQLite has to be told to begin with the index of words: with the programme's
    it would go through all there are.
    """
    each = " AND instr(w.words, %s) > 0" * len(words)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"SELECT w.request_id FROM {NAME} i CROSS JOIN {_OF} w ON w.id = i.rowid "  # noqa: S608
            f"WHERE i.{NAME} MATCH %s AND w.programme_id = %s{each} ORDER BY w.no DESC LIMIT %s",
            [asks(words), programme.pk.hex, *(f" {word}" for word in words), most],
        )
        return [UUID(one) for (one,) in cursor.fetchall()]
