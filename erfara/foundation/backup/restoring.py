"""The way back: what a backup holds, put where the databases are, and nobody brought back with it.

Everything that can be found wrong is found before anything is changed. On SQLite the copies are
brought up to date beside the databases and then renamed; on PostgreSQL each database is replaced in
one transaction.
"""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections

from erfara.foundation import vault
from erfara.foundation.backup import archive, copying, schema
from erfara.foundation.backup.errors import BackupError, WrongCall
from erfara.foundation.backup.keyfile import BackupKey, load_backup_key
from erfara.foundation.backup.making import ERASED, PARTS, read_erased, scratch
from erfara.foundation.files import sync_folder

_IN_USE = "{name} is in use. Stop Erfara (web and worker) first; nothing was changed."
_SHM = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. `erased_again`: people who had left after the copy was made."""

    manifests: list[archive.Manifest]
    migrated: list[str]
    erased_again: int


@dataclass(slots=True)
class _Step:
    """One archive on its way to its database."""

    path: Path
    part: str
    manifest: archive.Manifest
    copy: Path

    @property
    def alias(self) -> str:
        return PARTS[self.part]


def check(paths: Iterable[Path]) -> list[archive.Manifest]:
    """Open archives wholly and try their copies, as far as that goes without changing anything."""
    key = load_backup_key(settings.ENV.backup_key_file)
    with scratch(settings.ENV.home) as room:
        return [step.manifest for step in _steps(paths, key, room)]


def restore(paths: Iterable[Path], *, overwrite: bool, at: datetime) -> Restored:
    """Put archives where the settings say the databases are.

    Whoever is erased by any of these stays so: the copies, the databases that are replaced or kept,
    the list that lies beside the archives. Raises WrongCall when it isn't told to overwrite, and
    BackupError when something can't be used; nothing is changed then.
    """
    paths = list(paths)
    key = load_backup_key(settings.ENV.backup_key_file)
    with scratch(settings.ENV.home) as room:
        steps = _steps(paths, key, room)
        _look_at_targets(steps, overwrite)
        gone: vault.Gone = {}
        for folder in {path.resolve().parent for path in paths}:
            gone |= read_erased(folder, key)
        gone |= _erased_here(steps)
        if connections["default"].vendor == "sqlite":
            migrated, again = _by_renaming(steps, gone, at)
        else:
            migrated, again = _by_script(steps, gone, at)
    return Restored([step.manifest for step in steps], migrated, again)


def _steps(paths: Iterable[Path], key: BackupKey, room: Path) -> list[_Step]:
    """The archives, opened, in the order in which they are put in place."""
    found: dict[str, _Step] = {}
    for path in paths:
        if path.name == ERASED:
            continue  # lies beside the archives, and is read from there: `*.backup` finds it too
        manifest = archive.manifest_of(path, key)
        if manifest.part in found:
            raise WrongCall(f"Two archives hold the {manifest.part}: give one of each.")
        if newer := schema.from_the_future(manifest.migrations):
            raise BackupError(
                f"{path.name} was made by a newer version, Erfara {manifest.erfara} "
                f"({newer[0]} isn't known here). Install that version, then restore."
            )
        if manifest.vendor != connections[PARTS[manifest.part]].vendor:
            raise WrongCall(
                f"{path.name} is a copy of {manifest.vendor}, and the settings name another kind "
                "of database. Change ERFARA_DATABASE_URL and ERFARA_KEYSTORE_URL, or --into."
            )
        copy = room / manifest.part
        archive.extract(path, key, copy)
        _try(manifest, copy, path.name)
        found[manifest.part] = _Step(path, manifest.part, manifest, copy)
    if not found:
        raise WrongCall(
            f"Name the archive of the data, that of the keys, or both. {ERASED} is neither: it "
            "lists who has left, and is read from where the archives lie."
        )
    return [found[part] for part in PARTS if part in found]


def _try(manifest: archive.Manifest, copy: Path, name: str) -> None:
    if manifest.vendor == "sqlite":
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            if copying.check_sqlite(connection, name) != manifest.tables:
                raise BackupError(f"{name} is damaged: a table has other rows than it had.")
    else:
        pg_restore = copying.program("pg_restore")
        copying.run([pg_restore, "--list", str(copy)], {}, stdout=subprocess.PIPE)


def _look_at_targets(steps: list[_Step], overwrite: bool) -> None:
    given = {step.alias for step in steps}
    for part, alias in PARTS.items():
        there = schema.has_tables(alias)
        if alias in given:
            if there and not overwrite:
                raise WrongCall(
                    f"There is something in {_name(alias)} already. Add --overwrite to replace it."
                )
            if there:
                _nobody_else(alias)
        elif not there:
            raise WrongCall(f"{_name(alias)} is empty: give the archive of the {part} as well.")
        elif schema.pending(alias) or schema.from_the_future(schema.applied(alias)):
            raise BackupError(f"{_name(alias)} is of another version. Run: erfara migrate")


def _name(alias: str) -> str:
    return str(connections[alias].settings_dict["NAME"])


def _nobody_else(alias: str) -> None:
    connection = connections[alias]
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend'"
            )
            busy = cursor.fetchone()[0] > 0
    else:
        connection.close()
        with closing(sqlite3.connect(_name(alias), timeout=1)) as alone:
            try:
                # Leaving the WAL needs the file for itself: whoever has it open is in the way.
                busy = alone.execute("PRAGMA journal_mode=DELETE").fetchone() != ("delete",)
            except sqlite3.OperationalError:
                busy = True
            except sqlite3.DatabaseError:
                busy = False  # no database any more: that is why somebody restores it
    if busy:
        raise BackupError(_IN_USE.format(name=_name(alias)))


def _erased_here(steps: list[_Step]) -> vault.Gone:
    """Whom the databases that are to be replaced say are erased, as far as they can be read."""
    gone: vault.Gone = {}
    for step in steps:
        read = vault.erased_in_data if step.part == "data" else vault.erased_in_keys
        try:
            if schema.has_tables(step.alias):
                gone |= read()
        except DatabaseError:
            continue  # a broken database is replaced; what else knows of it has been asked
    return gone


@contextmanager
def pointed_at(alias: str, file: Path | str) -> Iterator[None]:
    """Have a database's name mean another file in the block. For a process with one thread."""
    before = connections.settings[alias], connections[alias]
    connections[alias].close()
    connections.settings[alias] = {**connections.settings[alias], "NAME": file}
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections[alias].close()
        connections.settings[alias], connections[alias] = before


def _by_renaming(steps: list[_Step], gone: vault.Gone, at: datetime) -> tuple[list[str], int]:
    with ExitStack() as stack:
        for step in steps:
            stack.enter_context(pointed_at(step.alias, step.copy))
        found = _bring_up_to_date(steps, gone, at)
    for step in steps:
        with closing(sqlite3.connect(step.copy)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    for step in steps:
        target = Path(_name(step.alias))
        connections[step.alias].close()
        target.parent.mkdir(parents=True, exist_ok=True)
        step.copy.replace(target)
        for ending in _SHM:
            target.with_name(target.name + ending).unlink(missing_ok=True)
        sync_folder(target.parent)
    return found


def _by_script(steps: list[_Step], gone: vault.Gone, at: datetime) -> tuple[list[str], int]:
    """Empty and fill each database in one transaction of psql's."""
    psql, pg_restore = copying.program("psql"), copying.program("pg_restore")
    for step in steps:
        connections[step.alias].close()
        words, surroundings = copying.reach(step.alias)
        script = step.copy.with_suffix(".sql")
        head = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
        script.write_text(head, encoding="utf-8")
        with script.open("ab") as file:
            dump = ["--no-owner", "--no-privileges", "--schema=public", "-f", "-", str(step.copy)]
            copying.run([pg_restore, *dump], surroundings, stdout=file)
        alone = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        copying.run(
            [psql, *alone, f"--file={script}", *words], surroundings, stdout=subprocess.DEVNULL
        )
        with connections[step.alias].cursor() as cursor:
            if copying.count_postgresql(cursor) != step.manifest.tables:
                raise BackupError(f"{_name(step.alias)} has other rows than the archive says.")
    return _bring_up_to_date(steps, gone, at)


def _bring_up_to_date(steps: list[_Step], gone: vault.Gone, at: datetime) -> tuple[list[str], int]:
    """Migrate what was restored, and erase again whoever has been erased since the copy."""
    migrated = []
    for step in steps:
        if plan := schema.pending(step.alias):
            call_command("migrate", database=step.alias, interactive=False, verbosity=0)
            migrated += [name for name in plan if name not in migrated]
    in_data, in_keys = vault.erased_in_data(), vault.erased_in_keys()
    gone = {**in_data, **in_keys, **gone}
    again = [person for person in gone if person not in in_data or person not in in_keys]
    for person in again:
        tenant, moment = gone[person]
        vault.erase(tenant_id=tenant, person_id=person, at=moment)
    vault.janitor(at)
    return migrated, len(again)
