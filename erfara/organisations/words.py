"""The words of a programme: each library calls its people, borrowers and itself what it wants.

Messages hold the nouns as placeholders with the form after a colon, and every translation
chooses its own form: ``{contributor:pl.def}`` may be "the contributors" in English and
"de erfarna" in Swedish. ``say`` fills in the words of the current programme.

Forms: ``sg``, ``sg.def``, ``pl``, ``pl.def`` and ``a`` (with the article: "ett bibliotek").
``gen`` adds the genitive and ``cap`` a capital first letter, in any order: ``pl.def.gen.cap``.
Words that bend with the noun are written out: ``{library:en=Din|ett=Ditt} {library:sg}``.
"""

from __future__ import annotations

import json
import logging
import string
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, override

NOUNS = ("contributor", "borrower", "coordinator", "library")
LANGUAGES = ("sv", "en")
FORMS = ("sg", "sg.def", "pl", "pl.def")
DEFAULT_VOCABULARY = "erfaren"
_FOLDER = Path(__file__).parent / "vocabularies"
_log = logging.getLogger(__name__)


class WordsError(ValueError):
    """Words or a message that can't be used; the text says what is missing or unknown."""


@dataclass(frozen=True)
class Noun:
    """One noun of a programme in one language, with all its forms.

    `forms` has the keys of FORMS and may have genitives of its own ("sg.gen", "pl.def.gen").
    `gender` is the Swedish article of the noun, "en" or "ett"; in English it is empty.
    """

    language: str
    forms: Mapping[str, str]
    gender: str = ""
    article: str = field(default="")

    @classmethod
    def read(cls, language: str, values: Mapping[str, str], where: str = "") -> Noun:
        """Make a noun from the words somebody wrote, or say which one is missing."""
        given = {key: str(value).strip() for key, value in values.items()}
        gender, article = given.pop("gender", ""), given.pop("article", "")
        if language == "en":
            given.setdefault("sg.def", f"the {given.get('sg', '')}")
            given.setdefault("pl.def", f"the {given.get('pl', '')}")
            article = article or ("an" if given.get("sg", "")[:1].lower() in "aeiou" else "a")
        elif gender not in {"en", "ett"}:
            raise WordsError(f"{where}: gender is {gender!r}, write en or ett.")
        else:
            article = gender
        known = {*FORMS, *(f"{form}.gen" for form in FORMS)}
        if unknown := set(given) - known:
            raise WordsError(f"{where}: {', '.join(sorted(unknown))} is no form of a noun.")
        for form in FORMS:
            text = given.get(form, "")
            if not text or text == "the":
                raise WordsError(f"{where}: the form {form} is missing.")
            if len(text) > 60 or any(letter in text for letter in "{}<>\n\0"):
                raise WordsError(
                    f"{where}: {form} must be a short word without signs like < and {{."
                )
        return cls(language, given, gender, article)

    def __str__(self) -> str:
        return self.forms["sg"]

    def __format__(self, spec: str) -> str:
        if "=" in spec:
            return self._agree(spec)
        parts = set(spec.split("."))
        capital, genitive = "cap" in parts, "gen" in parts
        form = parts - {"cap", "gen"}
        if form == {"a"}:
            text = f"{self.article} {self._cased('sg', genitive)}"
        elif form in ({"sg"}, {"sg", "def"}, {"pl"}, {"pl", "def"}):
            number = "sg" if "sg" in form else "pl"
            text = self._cased(f"{number}.def" if "def" in form else number, genitive)
        else:
            raise WordsError(f"{spec!r} is no form of a noun: write {', '.join(FORMS)} or a.")
        return text[0].upper() + text[1:] if capital else text

    def _cased(self, form: str, genitive: bool) -> str:
        text = self.forms[form]
        if not genitive:
            return text
        if own := self.forms.get(f"{form}.gen"):
            return own
        if self.language == "en":
            return f"{text}'" if form.startswith("pl") and text.endswith("s") else f"{text}'s"
        return text if text[-1].lower() in "sxz" else f"{text}s"

    def _agree(self, spec: str) -> str:
        choices = dict(part.partition("=")[::2] for part in spec.split("|"))
        if set(choices) != {"en", "ett"}:
            raise WordsError(f"{spec!r}: write both, like en=ny|ett=nytt.")
        return choices[self.gender or "en"]


@dataclass(frozen=True, eq=False)
class Words:
    """The nouns of one programme in every language. Made once for the same nouns (`_read_words`),
    so that what is rendered with them can be kept by them."""

    vocabulary: str
    nouns: Mapping[str, Mapping[str, Noun]]

    @classmethod
    def from_settings(cls, chosen: Mapping[str, Any] | None = None) -> Words:
        """Words as a programme has saved them: ``{"vocabulary": key, "sv": {noun: {form: word}}}``.

        A noun that is given replaces the vocabulary's noun as a whole, so that no form of the old
        word is left behind. Raises WordsError with what to write instead.
        """
        return _read_words(json.dumps(chosen or {}, sort_keys=True))

    def spoken(self, language: str | None = None) -> Mapping[str, Noun]:
        """The nouns in `language`, or in the language of the page."""
        return self.nouns["en" if (language or get_language() or "sv").startswith("en") else "sv"]


@lru_cache(maxsize=256)
def _read_words(chosen_as_json: str) -> Words:
    chosen: dict[str, Any] = json.loads(chosen_as_json)
    key = chosen.get("vocabulary") or DEFAULT_VOCABULARY
    vocabulary = vocabularies().get(key)
    if vocabulary is None:
        raise WordsError(f"{key!r} is no vocabulary: write {', '.join(vocabularies())}.")
    for language in set(chosen) - {"vocabulary"}:
        if language not in LANGUAGES:
            raise WordsError(f"{language!r} is no language of the words: write sv or en.")
        if unknown := set(chosen[language]) - set(NOUNS):
            raise WordsError(f"{', '.join(sorted(unknown))} is no noun: write {', '.join(NOUNS)}.")
    return Words(
        key,
        {
            language: {
                noun: Noun.read(
                    language,
                    chosen.get(language, {}).get(noun) or vocabulary[language][noun],
                    f"{key} {language} {noun}",
                )
                for noun in NOUNS
            }
            for language in LANGUAGES
        },
    )


@cache
def vocabularies() -> Mapping[str, Mapping[str, Any]]:
    """The vocabularies shipped, by key, the default first."""
    files = sorted(
        _FOLDER.glob("*.yaml"), key=lambda file: (file.stem != DEFAULT_VOCABULARY, file.stem)
    )
    return {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in files}


def vocabulary_choices() -> list[tuple[str, str]]:
    """Key and name of each vocabulary, for a form."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return [(key, str(value["name"][language])) for key, value in vocabularies().items()]


_current: ContextVar[Words | None] = ContextVar("words", default=None)


def current_words() -> Words:
    """The words in force: those of the programme at hand, else the default vocabulary."""
    return _current.get() or Words.from_settings()


def words_for(source: Any) -> Words:
    """The words of a programme, of saved settings, or words as they are; None means the default."""
    if isinstance(source, Words):
        return source
    if source is None or isinstance(source, Mapping):
        return Words.from_settings(source)
    return words_for(source.words)


@contextmanager
def words_of(source: Any) -> Iterator[Words]:
    """Speak with the words of a programme (or of saved settings) inside the block."""
    words = words_for(source)
    token = _current.set(words)
    try:
        yield words
    finally:
        _current.reset(token)


@lru_cache(maxsize=4096)
def _parts(message: str) -> tuple[tuple[str, str | None, str], ...] | None:
    """A message in parts: text, and the name and form that follow it. None for odd ones."""
    try:
        parts = tuple(string.Formatter().parse(message))
    except ValueError:
        return None
    if any(conversion or "{" in (spec or "") for _text, _name, spec, conversion in parts):
        return None
    return tuple((text, name, spec or "") for text, name, spec, _conversion in parts)


class _Speaker(string.Formatter):
    """Fills in plain names only: no attributes or indexes, so no value can be reached into."""

    def fill(self, message: str, values: Mapping[str, Any]) -> str:
        """What `vformat` gives, with the message taken apart once: a third of the time."""
        parts = _parts(message)
        if parts is None:
            return self.vformat(message, (), {**current_words().spoken(), **values})
        nouns: Mapping[str, Any] | None = None
        said = []
        for text, name, spec in parts:
            said.append(text)
            if name is None:
                continue
            if name in values:
                value = values[name]
            else:
                nouns = current_words().spoken() if nouns is None else nouns
                value, _name = self.get_field(name, (), nouns)
            said.append(self.format_field(value, spec))
        return "".join(said)

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if field_name not in kwargs:
            raise WordsError(f"{{{field_name}}} has no value.")
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Promise):
            value = str(value)
        if isinstance(value, Noun):
            return format(value, format_spec)
        if format_spec:
            raise WordsError(f"{format_spec!r}: only the programme's nouns have forms.")
        return str(value)


class _EscapingSpeaker(_Speaker):
    def format_field(self, value: Any, format_spec: str) -> str:
        if hasattr(value, "__html__") and not format_spec:
            return str(value.__html__())
        return str(conditional_escape(super().format_field(value, format_spec)))


_PLAIN, _ESCAPING = _Speaker(), _EscapingSpeaker()


def _strict() -> bool:
    return bool(getattr(settings, "STRICT", settings.ENV.mode == "test"))


def _fill(speaker: _Speaker, message: str, values: Mapping[str, Any]) -> str:
    if "{" not in message and "}" not in message:
        return message
    try:
        return speaker.fill(message, values)
    except (ValueError, KeyError, IndexError) as error:
        # A page with an odd sentence is better than no page; the tests never let one through.
        if _strict():
            raise WordsError(f"{message!r}: {error}") from error
        _log.error("A message can't be filled in: %r: %s", message, error)
        return message


def say(message: str | Promise, **values: Any) -> str:
    """The message with the words of the programme and the values filled in, as plain text."""
    return _fill(_PLAIN, str(message), values)


def say_in_both(source: Any, message: str | Promise) -> tuple[str, str]:
    """A message in Swedish and in English, with the words of `source`: for texts that are kept as
    they were said, in both languages, such as what somebody agrees to."""
    found = []
    for language in ("sv", "en"):
        with words_of(source), override(language):
            found.append(say(message))
    return found[0], found[1]


@dataclass(frozen=True, slots=True)
class Plural(Promise):
    """A message for one or several, said when it is shown. `ngettext_lazy` makes a class for each,
    which costs 60 µs and is too much for rows by the hundred."""

    singular: str
    plural: str
    count: int

    def __str__(self) -> str:
        return ngettext(self.singular, self.plural, self.count)


def plural_lazy(singular: str, plural: str, count: int) -> Plural:
    """Like `ngettext_lazy`, cheaply. Write both messages at the call."""
    return Plural(singular, plural, count)


def say_plural(singular: str, plural: str, count: int, **values: Any) -> str:
    """Like `say`, for one or several; `{count}` is given. Write both messages at the call."""
    return say(ngettext(singular, plural, count), count=count, **values)


def say_html(message: str | Promise, **values: Any) -> SafeString:
    """The message as HTML: the message itself is ours and trusted, words and values are escaped."""
    filled = _fill(_ESCAPING, str(message), values)
    return mark_safe(filled)  # noqa: S308 -- each word and value was escaped on its way in


#: For labels that are written once when a module is read, and said anew on every page.
say_lazy = lazy(say, str)
