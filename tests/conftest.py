"""The harness of every test: keys, and databases that answer in no order unless asked for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db.backends.signals import connection_created
from hypothesis import settings as hypothesis_settings

# Speed is measured by the bench; a busy machine must not turn a test red.
hypothesis_settings.register_profile("erfara", deadline=None)
hypothesis_settings.load_profile("erfara")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="walk as far as the docs promise")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["tests.hashing.Quick"]


@pytest.fixture(scope="session", autouse=True)
def key_file() -> None:
    """The keys that wrap all others; made once, in the run's own home."""
    from erfara.foundation.vault import keys

    keys.create_key_file(settings.ENV.key_file)


def _backwards(sender: Any, connection: Any, **more: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


# A query that asks for no order gets its rows backwards on SQLite: whoever relies on the order in
# which rows were written sees it here, not on another database or another day.
connection_created.connect(_backwards, dispatch_uid="tests.backwards")
