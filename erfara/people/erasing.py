"""What the rows of each app still say about somebody, removed when she is erased.

Her blobs, her index and her links go with the vault. Rows stay as numbers and years, and each app
says here what else it clears: a choice she made, a day she was away, an unfinished draft.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from erfara.people.models import Contributor, Person

Clear = Callable[[Contributor, datetime], object]
ClearPerson = Callable[[Person, datetime], object]
Keeps = Callable[[Person], bool]
_clears: dict[str, Clear] = {}
_clears_person: dict[str, ClearPerson] = {}
_keepers: dict[str, Keeps] = {}


def on_erased(name: str, clear: Clear) -> None:
    """Have `clear(contributor, at)` called in the transaction that notes an erasure."""
    if _clears.get(name, clear) is not clear:
        raise ValueError(f"{name} is registered already.")
    _clears[name] = clear


def clear_all(contributor: Contributor, at: datetime) -> None:
    """Let every app clear its rows."""
    for clear in _clears.values():
        clear(contributor, at)


def on_person_erased(name: str, clear: ClearPerson) -> None:
    """The same, called as `clear(person, at)`, for what hangs on somebody who needs no place in a
    register: one who has applied, somebody at a workplace."""
    if _clears_person.get(name, clear) is not clear:
        raise ValueError(f"{name} is registered already.")
    _clears_person[name] = clear


def clear_person(person: Person, at: datetime) -> None:
    """Let every app clear what hangs on her, in the transaction that notes her erasure."""
    for clear in _clears_person.values():
        clear(person, at)


def register_keeper(name: str, keeps: Keeps) -> None:
    """Say for an app whether somebody is here for its sake: then she isn't erased as a whole when
    what she was besides has ended."""
    if _keepers.get(name, keeps) is not keeps:
        raise ValueError(f"{name} is registered already.")
    _keepers[name] = keeps


def kept_by(person: Person) -> set[str]:
    """The names of the apps for whose sake she is here still."""
    return {name for name, keeps in _keepers.items() if keeps(person)}
