"""One database as it was at one moment, while others go on writing to it."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connections

from erfara.foundation.backup.errors import BackupError

WAIT_SECONDS = 20
Count = Callable[[str], int]


@dataclass(slots=True)
class Copied:
    """A copy of a database, and how many rows each of its tables has in it."""

    file: BinaryIO
    tables: dict[str, int]


@contextmanager
def copied(alias: str, folder: Path, *, on_disk: bool) -> Iterator[Copied]:
    """A copy for the length of the block: in `folder`, or in memory only.

    The key store's copy never touches a disk in the clear: what is deleted there may be found.
    """
    if connections[alias].vendor == "sqlite":
        with _sqlite(alias, folder if on_disk else None) as copy:
            yield copy
    else:
        with _postgresql(alias, folder if on_disk else None) as copy:
            yield copy


@contextmanager
def _sqlite(alias: str, folder: Path | None) -> Iterator[Copied]:
    source = Path(str(connections[alias].settings_dict["NAME"]))
    target = folder / alias if folder is not None else None
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=WAIT_SECONDS)) as a,
        closing(sqlite3.connect(target or ":memory:")) as b,
    ):
        # All pages in one step: a writer in between would make it begin again.
        a.backup(b, pages=-1)
        tables = check_sqlite(b, source.name)
        if target is None:
            yield Copied(io.BytesIO(b.serialize()), tables)
            return
        b.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb") as file:
        yield Copied(file, tables)


def check_sqlite(connection: sqlite3.Connection, name: str) -> dict[str, int]:
    """The rows of each table, when the file is sound and every key points to something."""
    said = connection.execute("PRAGMA integrity_check(3)").fetchall()
    if said != [("ok",)]:
        raise BackupError(f"{name} is damaged: {said[0][0]}")
    if loose := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"{name} is damaged: a row of {loose[0]} points to nothing.")
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"
    )

    def count(table: str) -> int:
        found: int = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - a table's own name
        return found

    return counted([name for (name,) in names], count)


def counted(names: list[str], count: Count) -> dict[str, int]:
    """The rows of each table, in the order of their names."""
    return {name: count(name) for name in sorted(names)}


def program(name: str) -> str:
    """Where one of PostgreSQL's programs is."""
    if (found := shutil.which(name)) is None:
        raise BackupError(f"{name} is not here. Debian, Ubuntu: apt install postgresql-client")
    return found


def reach(alias: str) -> tuple[list[str], dict[str, str]]:
    """How PostgreSQL's programs reach a database: their words, and the password in their own
    surroundings, where nobody but us may look.
    """
    said: dict[str, Any] = connections[alias].settings_dict
    words = ["--no-password"]
    for option, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER")):
        if said.get(name):
            words.append(f"--{option}={said[name]}")
    words.append(f"--dbname={said['NAME']}")
    surroundings = {**os.environ}
    if said.get("PASSWORD"):
        surroundings["PGPASSWORD"] = str(said["PASSWORD"])
    return words, surroundings


def run(words: list[str], surroundings: dict[str, str], **more: Any) -> bytes:
    """Run one of PostgreSQL's programs; its answer, or BackupError with what it said last."""
    done = subprocess.run(
        words, env=surroundings, stderr=subprocess.PIPE, check=False, **{"stdout": None, **more}
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise BackupError(f"{Path(words[0]).name} failed: {lines[0]}")
    return done.stdout or b""


@contextmanager
def _postgresql(alias: str, folder: Path | None) -> Iterator[Copied]:
    pg_dump = program("pg_dump")
    words, surroundings = reach(alias)
    # A connection of our own holds the moment that pg_dump then copies, and counts in it.
    holder = connections.create_connection(alias)
    try:
        with holder.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            moment = cursor.fetchone()[0]
            dump = [pg_dump, "--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
            dump += [f"--snapshot={moment}", *words]
            if folder is None:
                file: BinaryIO = io.BytesIO(run(dump, surroundings, stdout=subprocess.PIPE))
            else:
                target = folder / alias
                with target.open("xb") as empty:
                    run(dump, surroundings, stdout=empty)
                file = target.open("rb")
            tables = count_postgresql(cursor)
            cursor.execute("ROLLBACK")
        with file:
            yield Copied(file, tables)
    finally:
        holder.close()


def count_postgresql(cursor: Any) -> dict[str, int]:
    """The rows of each table of ours."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    def count(table: str) -> int:
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a table's own name
        found: int = cursor.fetchone()[0]
        return found

    return counted([name for (name,) in cursor.fetchall()], count)
