"""What the rows of each app still say about somebody, removed when she is erased.

Her blobs, her index and her links go with the vault. Rows stay as numbers and years, and each app
says here what else it clears: a choice she made, a day she was away, an unfinished draft.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from erfara.people.models import Contributor

Clear = Callable[[Contributor, datetime], object]
_clears: dict[str, Clear] = {}


def on_erased(name: str, clear: Clear) -> None:
    """Have `clear(contributor, at)` called in the transaction that notes an erasure."""
    if _clears.get(name, clear) is not clear:
        raise ValueError(f"{name} is registered already.")
    _clears[name] = clear


def clear_all(contributor: Contributor, at: datetime) -> None:
    """Let every app clear its rows."""
    for clear in _clears.values():
        clear(contributor, at)
