"""Whether a transaction is open."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections


def inside(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether code of ours has opened a transaction; the one around a test case is none of ours.

    The same test as Django's for `atomic(durable=True)`, to be made before anything else happens.
    """
    blocks = connections[using].atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)
