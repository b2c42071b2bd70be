"""How a form's own texts get the programme's nouns, without knowing who has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

_say: list[Callable[..., str]] = []


def register_words(say: Callable[..., str]) -> None:
    """Tell the forms how to fill in nouns: `say(message, **values)`.

    Whoever holds the words calls this at start.
    """
    _say[:] = [say]


def said(text: Any, **values: object) -> str:
    """Our own (lazy) texts, filled in; a plain text may be a person's and stays as it is."""
    if _say and (isinstance(text, Promise) or values):
        return _say[0](text, **values)
    return str(text)
