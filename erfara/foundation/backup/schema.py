"""Which migrations a database has had, and which this code knows."""

from __future__ import annotations

from pathlib import Path

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def applied(alias: str) -> list[str]:
    """Each migration that the database has had, as "app.name"."""
    had = MigrationRecorder(connections[alias]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in had)


def known() -> set[str]:
    """Each migration that this code has, and each that one of them stands for."""
    loader = MigrationLoader(None)
    found = {f"{app}.{name}" for app, name in loader.disk_migrations}
    for migration in loader.disk_migrations.values():
        found |= {f"{app}.{name}" for app, name in migration.replaces}
    return found


def from_the_future(names: list[str]) -> list[str]:
    """Those of these migrations that this code doesn't have: a newer version made them."""
    here = known()
    return [name for name in names if name not in here]


def pending(alias: str) -> list[str]:
    """What `erfara migrate` would do to a database."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _back in plan]


def is_there(alias: str) -> bool:
    """Whether a database can be asked: to ask for an SQLite file that isn't there would make it."""
    connection = connections[alias]
    file = Path(str(connection.settings_dict["NAME"]))
    return connection.vendor != "sqlite" or file.exists()


def has_tables(alias: str) -> bool:
    """Whether anything has been put into a database. Makes no file that isn't there."""
    if not is_there(alias):
        return False
    with connections[alias].cursor() as cursor:
        return bool(connections[alias].introspection.table_names(cursor))
