"""Swedish text where the database can't be trusted with it: order and folded search."""

from __future__ import annotations

import unicodedata

_ORDER = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "ü": "y"})


def folded(text: str) -> str:
    """Lower case, one space between words, composed letters. For comparing and searching."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sort_key(text: str) -> str:
    """A key that any database orders as Swedish does: … x y z å ä ö."""
    return folded(text).translate(_ORDER)
