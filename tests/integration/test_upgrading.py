"""The way from the first version: rows of each table, written as it was then, are there today."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps as apps_now
from django.db import connections, models, router, transaction
from django.db.migrations.executor import MigrationExecutor

from erfara.config.installation import DATABASES
from erfara.foundation import backup
from erfara.foundation.backup import restoring, schema

pytestmark = pytest.mark.django_db(databases=["default", "keystore"], transaction=True)
OURS = sorted(app.label for app in apps_now.get_app_configs() if app.name.startswith("erfara."))
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_LATER = count()  # what ends, ends after it began
# What constraints over several fields ask of a row. "another": a second row of what it points to.
NEEDS: dict[str, dict[str, Any]] = {
    "organisations.DayMark": {"rests_until": NOW.date()},
    "organisations.Membership": {"role": "coordinator"},
    "people.PrintList": {"day": NOW.date()},
    "people.Merging": {"gone": "another"},
    "lending.PassedOn": {"to_programme": "another"},
    "lending.Colleague": {"state": "with_us"},
    "lending.Participation": {"contributor": "made", "outside": False},
    "lending.Agreement": {"state": "draft"},
    "compensation.Claim": {"amount": 100},
    "foundation.DataKey": {"kek_id": "0123456789abcdef"},
    "governance.Scenario": {"state": "kept"},
    "insight.FigureSheet": {"waits": True},
    "peersupport.DutyMatrix": {"state": "draft"},
    "peersupport.CohortGroup": {"workplace": "made"},
    "peersupport.Assessment": {"completed": True},
}


@contextmanager
def empty(alias: str, folder: Path) -> Iterator[None]:
    """The alias means a database with nothing in it."""
    if connections[alias].vendor == "sqlite":
        with restoring.pointed_at(alias, folder / f"{alias}.sqlite3"):
            yield
        return
    name = f"upgrading_{alias}"
    with connections[alias].cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with restoring.pointed_at(alias, name):
            yield
    finally:
        with connections[alias].cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.fixture
def databases(tmp_path, settings) -> Iterator[None]:
    settings.MIGRATION_MODULES = {}  # also where a run makes its tables without migrations
    with ExitStack() as stack:
        for alias in DATABASES:
            stack.enter_context(empty(alias, tmp_path))
        yield


def first_version() -> Any:
    """Bring both databases to each app's first migration; the models as they were."""
    for alias in DATABASES:
        executor = MigrationExecutor(connections[alias])
        named: dict[str, str] = {}
        for app, name in sorted(executor.loader.disk_migrations, reverse=True):
            if app in OURS:
                named[app] = name
        state = executor.migrate(list(named.items()))
    return state.apps


def in_order(then: Any) -> list[type[models.Model]]:
    """Models after those that they point to."""
    left = [m for m in then.get_models() if m._meta.app_label in OURS and m._meta.managed]
    ordered: list[type[models.Model]] = []
    while left:
        for model in left:
            needed = {f.related_model for f in model._meta.concrete_fields if f.related_model}
            if not needed & (set(left) - {model}):
                ordered.append(model)
                left.remove(model)
                break
        else:
            raise AssertionError(left)
    return ordered


def value_for(field: Any, made: dict[str, Any]) -> Any:
    """Something that this field takes."""
    if field.related_model:
        a_second = field.unique and field.model._meta.label in made
        label = field.related_model._meta.label
        return row_of(field.related_model, made) if a_second else made[label]
    if field.choices:
        return next(one for one, _label in field.flatchoices if one)
    kind = field.get_internal_type()
    return {
        "UUIDField": uuid4, "DateField": lambda: NOW.date(),
        "DateTimeField": lambda: NOW + next(_LATER) * timedelta(minutes=1),
        "BinaryField": lambda: uuid4().bytes, "BooleanField": lambda: False, "JSONField": dict,
        "TimeField": lambda: NOW.time(),
        "CharField": lambda: f"x{uuid4().hex}"[: field.max_length],
        "SlugField": lambda: f"x{uuid4().hex}"[: field.max_length],
        "TextField": lambda: "x", "EmailField": lambda: f"{uuid4().hex}@exempel.invalid",
    }.get(kind, lambda: 1 + (field.model._meta.label in made))()  # fmt: skip


def row_of(model: Any, made: dict[str, Any]) -> Any:
    values = dict(NEEDS.get(model._meta.label, {}))
    for field in model._meta.concrete_fields:
        if values.get(field.name) == "another":
            values[field.name] = row_of(field.related_model, made)
        elif values.get(field.name) == "made":
            values[field.name] = made[field.related_model._meta.label]
        known = field.has_default() or field.null or field.blank or field.primary_key
        if field.name not in values and not known:
            values[field.name] = value_for(field, made)
    using = router.db_for_write(model)
    with transaction.atomic(using=using):
        return model._base_manager.using(using).create(**values)


def counts(alias: str) -> dict[str, int]:
    with connections[alias].cursor() as cursor:
        found = {}
        for table in sorted(connections[alias].introspection.table_names(cursor)):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def test_rows_of_the_first_version_are_there_in_the_newest(databases, settings, tmp_path):
    then = first_version()
    made: dict[str, Any] = {}
    for model in in_order(then):
        made[model._meta.label] = row_of(model, made)
    assert len(made) > 60
    kept = {alias: counts(alias) for alias in DATABASES}
    # The way there that has most to go wrong: a backup of then, put back by the code of today.
    backup.create_backup_key(settings.ENV.backup_key_file)
    archives = [one.path for one in backup.back_up(at=NOW, to=tmp_path)]
    done = backup.restore(archives, overwrite=True, at=NOW)
    assert "foundation.0002_job_run" in done.migrated
    for alias in DATABASES:
        assert backup.pending(alias) == []
        assert backup.from_the_future(schema.applied(alias)) == []
        connections[alias].check_constraints()
    # A row for each thing that is still there, and today's code can read it.
    for label, row in made.items():
        model = apps_now.get_model(label)
        using = router.db_for_read(model) or "default"
        read = model._base_manager.using(using).get(pk=row.pk)
        assert str(read.pk) == str(row.pk)
    for alias, tables in kept.items():
        after = counts(alias)
        # The janitor knows none of these people: their keys lock nothing, their links lead nowhere.
        gone = {table for table, rows in tables.items() if after.get(table, 0) < rows}
        assert not gone
