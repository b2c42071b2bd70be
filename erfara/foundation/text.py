"""Swedish text where the database can't be trusted with it: order and folded search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_ORDER = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "é": "e", "ü": "y"})


def folded(text: str) -> str:
    """Lower case, one space between words, composed letters. For comparing and searching."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def sort_key(text: str) -> str:
    """A key that any database orders as Swedish does: … x y z å ä ö."""
    return folded(text).translate(_ORDER)


# These three are letters of their own in Swedish and no a or o with something on them.
_KEPT = re.compile(r"(a\u030a|a\u0308|o\u0308)")


def searched(text: str) -> list[str]:
    """The words of a text as they are searched: no case, no accents, but å, ä and ö themselves."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("æ", "ä").replace("ø", "ö")
    parts = _KEPT.split(unicodedata.normalize("NFD", plain))
    kept = "".join(
        part if number % 2 else "".join(c for c in part if not unicodedata.combining(c))
        for number, part in enumerate(parts)
    )
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", kept))


def begins(words: Iterable[str], found: Sequence[str]) -> bool:
    """Whether each of the words begins one of those of a text, both as `searched` gives them."""
    return all(any(one.startswith(word) for one in found) for word in words)
