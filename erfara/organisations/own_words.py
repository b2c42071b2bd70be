"""Texts of a programme's own: where they may stand, what they may say, and which are in force.

Upper apps say at start which kinds of letters there are and which pages have a place for a text;
here nobody knows them. A text is plain: escaped everywhere, without links, addresses and numbers,
and with no hole but the programme's own nouns. In a letter it may not say what the letter is about.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.outbox import Letter
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import OwnWords, Programme
from erfara.organisations.words import LANGUAGES, NOUNS, WordsError, say, words_of

Text = str | Promise
# How a letter of this kind looks, in a language; with dots for what is each one's own.
Sample = Callable[[Programme, str], Letter]

MOST_IN_LETTERS = 300


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text of one's own may stand. `of`: in programmes of this kind alone. `before`,
    `after`: what stands round it on a page, with holes for a `name` and a `unit`."""

    key: str
    group: str
    title: Text
    where: Text
    most: int
    in_letters: bool = False
    of: str = ""
    before: Text = ""
    after: Text = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: whom it goes to and when, and how it looks. `of`: sent by programmes of
    this kind alone."""

    name: str
    group: str
    to: Text
    when: Text
    sample: Sample
    of: str = ""


GROUPS: dict[str, Text] = {
    "asked": _("Questions"),
    "reminder": _("Reminders"),
    "confirmed": _("Those who take part"),
    "ended": _("How it ended"),
    "occasions": _("Times, and changes of them"),
    "afterwards": _("Afterwards"),
    "borrower": _("{borrower:pl.cap}"),
    "register": _("Joining, staying and leaving"),
    "applying": _("Those who apply"),
    "training": _("Courses"),
    "workplace": _("Workplaces, and who does what"),
    "pool": _("Certificates and places"),
    "contact": _("Those who write to us"),
    "staff": _("Those who work here"),
    "sign_in": _("Signing in"),
}
PAGES = "pages"
# Letters that look the same for everybody: who signs in must know them again.
WITHOUT = frozenset({"sign_in", "staff"})
GREETING, SENTENCE, SIGNATURE = "greeting", "sentence", "letter.signature"

kinds: dict[str, Kind] = {}
_pages: dict[str, Place] = {}


def register_letter(
    kind: str, *, group: str, to: Text, when: Text, sample: Sample, of: str = ""
) -> None:
    """Say of a kind of letter to whom it goes, when, how it looks, and which programmes send it."""
    if group not in GROUPS:
        raise ValueError(f"{group} is no group of letters.")
    kinds[kind] = Kind(kind, group, to, when, sample, of)


def register_page(
    key: str, *, title: Text, where: Text, most: int, of: str = "", before: Text = "",
    after: Text = "",
) -> None:  # fmt: skip
    """Say that a page has a place for a text. `where` says which page, and where on it; `before`
    and `after` are our own words next to it there."""
    _pages[f"page.{key}"] = Place(
        f"page.{key}", PAGES, title, where, most, of=of, before=before, after=after
    )


def kinds_of(programme: Programme) -> list[Kind]:
    """The kinds of letter that a programme sends."""
    return [kind for kind in kinds.values() if kind.of in {"", programme.kind}]


def places(programme: Programme) -> dict[str, Place]:
    """Every place that a programme has, by its key: its pages', then those of its letters."""
    found = {key: one for key, one in _pages.items() if one.of in {"", programme.kind}}
    sent = {kind.group for kind in kinds_of(programme)} - WITHOUT
    for group, label in GROUPS.items():
        if group not in sent:
            continue
        for part, title in ((GREETING, _("First line")), (SENTENCE, _("Sentence above the link"))):
            key = f"letter.{group}.{part}"
            found[key] = Place(key, group, title, label, MOST_IN_LETTERS, in_letters=True)
    found[SIGNATURE] = Place(
        SIGNATURE, "signature", _("Signature"), _("At the end of every letter."), MOST_IN_LETTERS,
        in_letters=True,
    )  # fmt: skip
    return found


# What is in force ---------------------------------------------------------------------------------

_ALL = Prepared(
    lambda programme: (
        OwnWords.objects.filter(programme_id=programme)
        .order_by("version")
        .values_list("key", "language", "text")
    )
)


def in_force(programme: Programme) -> Mapping[tuple[str, str], str]:
    """(key, language) → the text that counts, one query for each programme object: once a page."""
    found: dict[tuple[str, str], str] | None = programme.__dict__.get("_own_words")
    if found is None:
        found = {(key, language): text for key, language, text in _ALL.rows(programme=programme.pk)}
        programme.__dict__["_own_words"] = found
    return found


def own(programme: Programme, key: str, language: str) -> str:
    """The programme's own text with its nouns filled in; empty where ours is used."""
    text = in_force(programme).get((key, language[:2]), "")
    if not text:
        return ""
    with words_of(programme):
        return say(text)


@contextmanager
def instead(programme: Programme, texts: Mapping[tuple[str, str], str]) -> Iterator[None]:
    """Speak inside the block as if these were in force: to show how they read."""
    before = in_force(programme)
    programme.__dict__["_own_words"] = {**before, **texts}
    try:
        yield
    finally:
        programme.__dict__["_own_words"] = before


@dataclass(frozen=True, slots=True)
class Around:
    """What a programme puts round the neutral lines of a letter."""

    greeting: str = ""
    sentence: str = ""
    signature: str = ""


def around(programme: Programme, kind: str, language: str) -> Around:
    """The programme's own lines for a kind of letter."""
    known = kinds.get(kind)
    if known is None or known.group in WITHOUT:
        return Around()
    return Around(
        own(programme, f"letter.{known.group}.{GREETING}", language),
        own(programme, f"letter.{known.group}.{SENTENCE}", language),
        own(programme, SIGNATURE, language),
    )


# What may be said ---------------------------------------------------------------------------------

_LINK = re.compile(
    r"https?:|www\.|\b[a-zåäö0-9-]{2,}\.(?:se|nu|com|org|net|eu|info|io|app|no|fi|dk)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d(?:[\s\-–/()]*\d){5,}")
_TWO_NAMES = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÅÄÖ][a-zåäöé]+[ -][A-ZÅÄÖ][a-zåäöé]+")
# What a message is about is not said where others may see it. Stems, in both languages.
_MATTER = re.compile(
    r"\b(?:cancer|diagnos|sjuk|psyk|psych|missbruk|beroende|patient|anhörig|närstående|vård|"
    r"behandl|depress|ångest|anxiety|adhd|autis|hiv\b|demens|dementia|självmord|suicid|suicide|"
    r"våld|violence|gravid|pregnan|funktions|disab|socialtjänst|kommunens|disease|illness|sick|"
    r"treatment|addict|abuse|hospital|journal|läkar|doctor|medicin|utbränd|trauma|sorg\b|grief|"
    r"hemlös|homeless|fängelse|prison)\w*",
    re.IGNORECASE,
)


def check(text: str, place: Place, programme: Programme) -> None:
    """Raises Refused with the sentence that says what can't stand in a text of this place."""
    if len(text) > place.most:
        raise Refused(_("At most {most} signs. These are {written}."),
                      most=place.most, written=len(text))  # fmt: skip
    if "<" in text or ">" in text:
        raise Refused(_("Write plain text, without < and >."))
    if "@" in text:
        raise Refused(_("No e-mail address. How to reach you stands on the page already."))
    if _LINK.search(text):
        raise Refused(_("No link. The message has one of its own, and it is the only one."))
    if _NUMBER.search(text):
        raise Refused(_("No telephone number. How to reach you stands on the page already."))
    for language in LANGUAGES:
        _check_holes(text, programme, language)
    if place.in_letters:
        mine = text.replace(programme.name, "")
        if found := _MATTER.search(mine):
            raise Refused(
                _("“{word}” tells what the message is about. Others may see it on a screen."),
                word=found.group(),
            )
        if found := _TWO_NAMES.search(mine):
            raise Refused(_("“{word}” looks like a name. Nobody is named in a message."),
                          word=found.group())  # fmt: skip


def _check_holes(text: str, programme: Programme, language: str) -> None:
    try:
        nouns = programme.words.spoken(language)
        for _before, name, spec, conversion in string.Formatter().parse(text):
            if name is None:
                continue
            if name not in NOUNS or conversion:
                raise WordsError(name)
            format(nouns[name], spec or "sg")
    except (ValueError, WordsError):
        raise Refused(
            _("Between braces only the words of your programme can stand, like {example}."),
            example="{{library:sg.def}}",
        ) from None


_WORD = re.compile(r"[^\W\d_]+")


def lix(text: str) -> float:
    """How hard a Swedish text is to read: words a sentence, and the share of words over six
    letters. Below 30 is easy, over 40 is hard. Source: Björnsson, Läsbarhet (1968)."""
    words = _WORD.findall(text)
    sentences = [part for part in re.split(r"[.!?:\n]+", text) if _WORD.search(part)]
    if not words:
        return 0.0
    return len(words) / len(sentences) + 100 * sum(len(w) > 6 for w in words) / len(words)


# Writing ------------------------------------------------------------------------------------------


@action
def write(
    *, programme: Programme, key: str, texts: Mapping[str, str], by: Actor, at: datetime
) -> list[OwnWords]:
    """Write a text in some languages: language → words. Empty words mean ours from now on."""
    place = places(programme).get(key)
    if place is None or set(texts) - set(LANGUAGES):
        raise LookupError(f"{key} is no place for words")
    now = in_force(programme)
    rows = []
    for language, text in texts.items():
        text = " ".join(text.split()) if place.in_letters else text.strip()
        if text == now.get((key, language), ""):
            continue
        check(text, place, programme)
        last = OwnWords.objects.filter(programme=programme, key=key, language=language).count()
        try:
            with transaction.atomic():
                rows.append(
                    OwnWords.objects.create(
                        programme=programme,
                        key=key,
                        language=language,
                        version=last + 1,
                        text=text,
                        written_by=by.id,
                        created_at=at,
                    )
                )
        except IntegrityError:
            raise Stale(_("Somebody else has written here since you opened the page.")) from None
    if not rows:
        unchanged()
        return rows
    programme.__dict__.pop("_own_words", None)
    audit.record("programme.own_words", about=programme, by=by, at=at, facts={"key": key})
    return rows


def versions(programme: Programme, key: str) -> list[OwnWords]:
    """Everything that has stood at a place, newest first."""
    return list(
        OwnWords.objects.filter(programme=programme, key=key).order_by("-created_at", "-version")
    )
