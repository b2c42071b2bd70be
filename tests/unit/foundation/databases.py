"""Databases as they are in use: files, many connections, transactions that really commit.

Tests on SQLite run in memory, where threads block each other in ways that files don't know and
where there is nothing to search for plaintext.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

ALIASES = ("default", "keystore")
NAMES = {"default": "erfara.sqlite3", "keystore": "keystore.sqlite3"}


def files_of(folder: Path) -> list[Path]:
    """Database files with their WAL and index files."""
    return sorted(p for p in folder.iterdir() if ".sqlite3" in p.name)


def _copy(folder: Path) -> None:
    """Both databases of the run as files: every table, and what migrations have put in them."""
    for alias in ALIASES:
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / NAMES[alias])])


def _use(folder: Path) -> dict:
    """Point both aliases, in this thread and in new ones, to files in this folder."""
    before: dict = {}
    for alias in ALIASES:
        before[alias] = (connections.settings[alias], connections[alias])
        file = folder / NAMES[alias]
        connections.settings[alias] = {**connections.settings[alias], "NAME": file}
        connections[alias] = connections.create_connection(alias)
    return before


def _restore(before: dict) -> None:
    for alias, (settings, connection) in before.items():
        connections[alias].close()
        connections.settings[alias] = settings
        connections[alias] = connection


@pytest.fixture(scope="session")
def empty_databases(tmp_path_factory, django_db_setup, django_db_blocker) -> Path:
    """Both database files as they are after the migrations."""
    folder = tmp_path_factory.mktemp("empty")
    if connections["default"].vendor == "sqlite":
        with django_db_blocker.unblock():
            _copy(folder)
    return folder


@pytest.fixture
def on_disk(tmp_path, empty_databases, transactional_db) -> Iterator[Path]:
    """Both databases as files in a folder of the test's own. On PostgreSQL: as they are."""
    if connections["default"].vendor != "sqlite":
        yield tmp_path
        return
    folder = tmp_path / "data"
    shutil.copytree(empty_databases, folder)
    before = _use(folder)
    try:
        yield folder
    finally:
        _restore(before)
