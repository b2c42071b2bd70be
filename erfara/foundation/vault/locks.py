"""Keeping writers and the janitor apart.

On SQLite the immediate transaction is the lock. PostgreSQL lets transactions run side by side, so
there they take an advisory lock: shared for those who write, exclusive for the one who sweeps.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

# Two arbitrary numbers that nothing else in the product uses.
_JANITOR = 0x45524631
_KEY_STORE = 0x45524632


def _advisory(using: str, number: int, *, shared: bool) -> None:
    connection = connections[using]
    if connection.vendor == "postgresql":
        suffix = "_shared" if shared else ""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{suffix}(%s)", [number])


def keep_janitor_out() -> None:
    """Until the transaction ends, no key that looks unused is swept away."""
    _advisory(DEFAULT_DB_ALIAS, _JANITOR, shared=True)


def keep_writers_out() -> None:
    """Until the transaction ends, nobody stores anything."""
    _advisory(DEFAULT_DB_ALIAS, _JANITOR, shared=False)


def share_key_store() -> None:
    """Until the transaction ends, no rotation begins."""
    _advisory("keystore", _KEY_STORE, shared=True)


def own_key_store() -> None:
    """Until the transaction ends, no key is made."""
    _advisory("keystore", _KEY_STORE, shared=False)
