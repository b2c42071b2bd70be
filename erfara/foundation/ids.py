"""Ids as they come from outside: in a form, in an address, as the case of an opening."""

from __future__ import annotations

from uuid import UUID

NOTHING = UUID(int=0)


def id_in(text: str) -> UUID:
    """The id that a text is; one that nothing has when it is none."""
    try:
        return UUID(text[:64])
    except ValueError:
        return NOTHING
