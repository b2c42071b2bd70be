"""The harness of every test: keys, and databases that answer in no order unless asked for one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from copy import copy
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.signals import connection_created
from django.test import client
from django.test.utils import ContextList
from hypothesis import settings as hypothesis_settings

# Speed is measured by the bench; a busy machine must not turn a test red.
hypothesis_settings.register_profile("erfara", deadline=None)
hypothesis_settings.load_profile("erfara")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="walk as far as the docs promise")


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["tests.hashing.Quick"]
    client.store_rendered_templates = _keep_contexts  # type: ignore[attr-defined]  # Django's own


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: to look through it for what can be thrown away,
    again and again, takes a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _keep_contexts(
    store: dict[str, Any], signal: object, sender: object, template: Any, context: Any,
    **named: object,
) -> None:  # fmt: skip
    """What the view gave its template, for `response.context`. The test client copies it for every
    template of a page, which takes as long as the page: of the outermost is enough."""
    if "context" not in store:
        store["context"] = ContextList([copy(context)])


@pytest.fixture(scope="session", autouse=True)
def key_file() -> None:
    """The keys that wrap all others; made once, in the run's own home."""
    from erfara.foundation.vault import keys

    keys.create_key_file(settings.ENV.key_file)


# --- the worlds (tests/integration/world.py) ------------------------------------------------------
#
# Each takes longer to build than most modules take to walk it, so that it is built once, and stands
# until the end. Tests in it come last: nothing else shall find its rows, nor the transaction that
# holds them.

WORLDS = {"library_world", "peer_world"}


@pytest.fixture(scope="session")
def library_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    from tests.integration.world import built

    yield from built(django_db_blocker)


@pytest.fixture(scope="session")
def peer_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    from tests.integration.peers.world import PeerWorld
    from tests.integration.world import built

    yield from built(django_db_blocker, PeerWorld)


@pytest.fixture(scope="session")
def worlds(library_world: Any, peer_world: Any) -> dict[str, Any]:
    """Kind of programme → its world."""
    return {world.kind: world for world in (library_world, peer_world)}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: bool(WORLDS & set(getattr(item, "fixturenames", ()))))


def _backwards(sender: Any, connection: Any, **more: Any) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA reverse_unordered_selects = ON")


# A query that asks for no order gets its rows backwards on SQLite: whoever relies on the order in
# which rows were written sees it here, not on another database or another day.
connection_created.connect(_backwards, dispatch_uid="tests.backwards")
