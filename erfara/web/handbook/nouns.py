"""A guide in a programme's own nouns.

The guides are written for everybody, with the nouns of the default vocabulary, so that they can
be read where they are kept. On a programme's pages each noun becomes its own, in the same form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from erfara.organisations.words import FORMS, Noun, Words

# Swedish words that bend with the noun after them, and their other form.
_BEND = {
    "ett annat": "en annan", "ett nytt": "en ny", "ditt": "din", "ert": "er", "vårt": "vår",
}  # fmt: skip
_SEVERAL = frozenset(
    "andra flera fler alla två tre många några era dina våra other several more all two".split()
)


@cache
def _forms(language: str) -> tuple[dict[str, tuple[str, str]], re.Pattern[str]]:
    """Each form of each noun of the default vocabulary, and what finds them, the longest first."""
    found: dict[str, tuple[str, str]] = {}
    for name, noun in Words.from_settings().spoken(language).items():
        for form in ("a", *FORMS):
            for case in ("", ".gen"):
                # "låntagare" is one and several; what stands before says which
                found.setdefault(format(noun, f"{form}{case}").lower(), (name, f"{form}{case}"))
    texts = sorted(found, key=len, reverse=True)
    before = "|".join(_BEND) if language == "sv" else "$."
    return found, re.compile(
        rf"(?:\b(?P<bend>{before}) )?\b(?P<noun>{'|'.join(map(re.escape, texts))})\b",
        re.IGNORECASE,
    )


def _as_before(said: str, text: str) -> str:
    return text[0].upper() + text[1:] if said[0].isupper() else text


def in_words(text: str, language: str, nouns: Mapping[str, Noun]) -> str:
    """`text` with the nouns of the default vocabulary exchanged for `nouns`."""
    forms, pattern = _forms(language)
    own = Words.from_settings().spoken(language)

    def put(match: re.Match[str]) -> str:
        name, form = forms[match["noun"].lower()]
        noun, bend = nouns[name], match["bend"]
        if noun.forms == own[name].forms:
            return match.group()
        before = text[: match.start()].split()
        if form.startswith("sg") and before and before[-1].lower() in _SEVERAL:
            form = form.replace("sg", "pl")
        said = _as_before(match["noun"], format(noun, form))
        if not bend:
            return said
        bends = own[name].gender == "ett" and noun.gender == "en"
        return f"{_as_before(bend, _BEND[bend.lower()]) if bends else bend} {said}"

    return pattern.sub(put, text)
