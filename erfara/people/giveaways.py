"""What in a text can give somebody away, as far as a program can see. A list to look at: whether it
matters is for her and a coordinator to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.vocabulary.places import COUNTIES, MUNICIPALITIES

KINDS: dict[str, str | Promise] = {
    "name": _("her own name"),
    "reach": _("a way to reach her"),
    "number": _("a long number"),
    "place": _("a place"),
    "year": _("a year or a day"),
    "age": _("an age"),
    "capital": _("perhaps the name of somebody, of a place or of a workplace"),
}
_MONTHS = (
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    "|january|february|march|may|june|july|august|october"
)
_TENS = (
    "tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton|tjugo|trettio|fyrtio|femtio"
    "|sextio|sjuttio|åttio|nittio|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("reach", r"\S+@\S+|\b(?:https?://|www\.)\S+"),
    ("reach", r"(?<![\w+])(?:\+46|0046|0)[\s\-–/]?\d(?:[\s\-–/]?\d){5,10}(?!\w)"),
    ("number", r"(?<!\d)(?:19|20)?\d{6}[-+]?\d{4}(?!\d)"),
    ("year", r"(?<!\d)(?:19|20)\d\d(?:-talet)?(?!\d)"),
    ("year", rf"(?i)(?<!\w)\d{{1,2}}(?:\s+|/)(?:{_MONTHS}|\d{{1,2}})(?!\w)"),
    ("age", r"(?i)(?<!\w)\d{1,3}(?:\s+år\w*|-årig\w*|-åring\w*|[\s-]+years?[\s-]+old)(?!\w)"),
    (
        "age",
        r"(?i)\b(?:fyll\w+|är|var|blev|turned|aged?)\s+\d{1,3}(?!\s*(?:gång|dag|veck|månad))\b",
    ),
    ("age", rf"(?i)\b(?:{_TENS})\w*(?:\s+år\b|årig\w*|åring\w*|\s+years\s+old)"),
    ("place", r"\b[A-ZÅÄÖ]\w*(?:gatan|vägen|gränd|torget|stigen|backen)\w*(?:\s+\d+\w?)?"),
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STARTS = re.compile(r"(?:^|[.!?:…»”\"\n–—]\s*)$")
# Capital letters that say nothing about anybody.
_COMMON = frozenset({"i", "i'm", "i’m", "i've", "i’ve", "jag", "bvc", "vårdcentralen", "sverige",
                     "sweden", "swedish"})  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Something in the text, as it stands there, and what kind of thing it may be."""

    kind: str
    words: str

    @property
    def label(self) -> str | Promise:
        """What kind of thing, in words."""
        return KINDS[self.kind]


@cache
def _places() -> re.Pattern[str]:
    names = sorted((*MUNICIPALITIES, *COUNTIES), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})s?(?!\w)")


def look(text: str, name: str = "") -> list[Found]:
    """All that should be looked at before anybody else reads the text, each once, in its order.

    `name` is hers: its parts are found whatever their case, in the genitive too.
    """
    found: dict[tuple[int, str], Found] = {}
    taken: set[int] = set()

    def note(kind: str, start: int, end: int) -> None:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            words = text[start:end].strip(" ,.;")
            found.setdefault((start, words), Found(kind, words))

    for kind, start, end in _all(text, name):
        note(kind, start, end)
    return list(dict.fromkeys(found[key] for key in sorted(found)))


def _all(text: str, name: str) -> Iterator[tuple[str, int, int]]:
    # What reaches her first: an address holds her name too, and is one thing.
    for kind, pattern in _PATTERNS[:2]:
        for hit in re.finditer(pattern, text):
            yield kind, *hit.span()
    for part in (p for p in re.split(r"[\s\-]+", name) if len(p) > 2):
        for hit in re.finditer(rf"(?<!\w){re.escape(part)}s?(?!\w)", text, re.IGNORECASE):
            yield "name", *hit.span()
    for kind, pattern in _PATTERNS[2:]:
        for hit in re.finditer(pattern, text):
            yield kind, *hit.span()
    for hit in _places().finditer(text):
        yield "place", *hit.span()
    for hit in _WORD.finditer(text):
        named = hit.group()[0].isupper() and hit.group().lower() not in _COMMON
        if named and not _STARTS.search(text[: hit.start()]):
            yield "capital", *hit.span()
