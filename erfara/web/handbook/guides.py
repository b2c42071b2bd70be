"""The guides of docs/how-to, read from Markdown: a title, headings with anchors, HTML.

A guide is two files, English and Swedish, with the same headings in the same order: a heading has
its anchor from the English one, so that a link leads to the same place in both. A quotation in the
file is for whoever reads it in the repository and is left out here. Pictures are docs/pictures.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

from erfara.organisations.models import Programme
from erfara.organisations.words import Noun, Words, current_words
from erfara.web.handbook.nouns import in_words

DOCS = Path(__file__).resolve().parents[3] / "docs"
FOLDER = DOCS / "how-to"

# Each guide's address, its English file and its Swedish one, in the order of the handbook.
GUIDES: dict[str, tuple[str, str]] = {
    "first-week": ("the-first-week.md", "forsta-veckan.md"),
    "day": ("the-coordinators-day.md", "samordnarens-dag.md"),
    "request": ("take-a-request-to-its-end.md", "fran-forfragan-till-stangt-lan.md"),
    "choosing": ("choose-whom-to-ask.md", "valja-vilka-du-fragar.md"),
    "agreement": ("agreement-and-registry.md", "overenskommelse-och-diarium.md"),
    "payments": ("payments.md", "ersattning.md"),
    "after": ("after-a-loan.md", "efter-ett-lan.md"),
    "register": ("from-interest-to-register.md", "fran-intresse-till-registret.md"),
    "consents": ("consents-and-leaving.md", "samtycken-och-att-lamna.md"),
    "figures": ("figures.md", "siffrorna.md"),
    "costs": ("what-it-costs.md", "vad-det-kostar.md"),
    "borrowing": ("borrow-people.md", "lana-erfarna.md"),
    "taking-part": ("take-part.md", "vara-med.md"),
    "programme": ("lead-a-programme.md", "leda-ett-program.md"),
    "workplaces": ("workplaces-in-peer-support.md", "arbetsplatser-i-peer-support.md"),
    "recruiting": ("recruit-peer-supporters.md", "rekrytera-peer-supportrar.md"),
    "courses": ("courses-in-peer-support.md", "kurser-i-peer-support.md"),
    "certificates": ("certificates-and-the-pool.md", "intyg-och-pool.md"),
    "peer-supporter": ("become-a-peer-supporter.md", "bli-peer-supporter.md"),
    "at-a-workplace": ("at-a-workplace.md", "peer-support-pa-arbetsplatsen.md"),
}
# Those for people outside, which everybody may read.
OPEN = frozenset({"borrowing", "taking-part", "peer-supporter", "at-a-workplace"})
# The handbook of a programme of peer support; a library's is all the others.
_OF_PEER_SUPPORT = frozenset(
    "programme workplaces recruiting courses certificates peer-supporter at-a-workplace".split()
)
_FILES = {name: key for key, pair in GUIDES.items() for name in pair}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a guide: 1 is its title."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is shown."""

    key: str
    headings: tuple[Heading, ...]
    html: SafeString

    @property
    def title(self) -> str:
        return self.headings[0].text

    @property
    def has_pictures(self) -> bool:
        return "<img " in self.html

    @property
    def sections(self) -> tuple[Heading, ...]:
        return tuple(one for one in self.headings if one.level == 2)

    def section(self, anchor: str) -> Heading:
        """One of its headings, by anchor; an unknown one leads to the top."""
        return next((one for one in self.headings if one.anchor == anchor), self.headings[0])


@cache
def _parsed(file: str) -> tuple[Token, ...]:
    """A file's tokens, without its quotations."""
    kept, inside = [], 0
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")
    for token in parser.parse((FOLDER / file).read_text(encoding="utf-8")):
        inside += token.type == "blockquote_open"
        if not inside:
            kept.append(token)
        inside -= token.type == "blockquote_close"
    return tuple(kept)


def _text(inline: Token) -> str:
    return "".join(one.content for one in inline.children or () if not one.nesting)


def outline(file: str) -> list[tuple[int, str]]:
    """The headings of a file: level and text as written."""
    tokens = _parsed(file)
    return [
        (int(one.tag[1]), _text(tokens[number + 1]))
        for number, one in enumerate(tokens)
        if one.type == "heading_open"
    ]


@cache
def anchors(key: str) -> tuple[str, ...]:
    """The anchor of each heading of a guide, from the English one. No other id begins so."""
    return tuple(f"about-{slugify(text)}" for _level, text in outline(GUIDES[key][0]))


@cache
def _size(name: str) -> tuple[int, int]:
    """Width and height of a PNG of docs/pictures."""
    head = (DOCS / "pictures" / name).read_bytes()[16:24]
    width, height = struct.unpack(">II", head)
    return width, height


def _changed(token: Token, language: str, nouns: Mapping[str, Noun]) -> Token:
    """A token with the programme's nouns, our addresses and our pictures. The parsed one stays."""
    token = token.copy(attrs=dict(token.attrs))
    if token.children is not None:
        token.children = [_changed(one, language, nouns) for one in token.children]
    if token.type == "text":
        token.content = in_words(token.content, language, nouns)
    elif token.type == "link_open":
        file, hash_, anchor = str(token.attrs["href"]).partition("#")
        if file in _FILES:
            token.attrs["href"] = f"../{_FILES[file]}/{hash_}{anchor}"
    elif token.type == "image":
        name = Path(str(token.attrs["src"])).name
        token.attrs["src"] = static(f"pictures/{name}")
        token.attrs["loading"] = "lazy"
        token.attrs["width"], token.attrs["height"] = map(str, _size(name))
        token.attrs["class"] = "picture-phone" if "-phone" in name else "picture"
    return token


@lru_cache(maxsize=512)
def _rendered(key: str, language: str, words: Words) -> Guide:
    nouns = words.spoken(language)
    tokens = [_changed(one, language, nouns) for one in _parsed(GUIDES[key][language == "sv"])]
    ids, headings = iter(anchors(key)), []
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            anchor = next(ids)
            token.attrs["id"] = anchor
            headings.append(Heading(int(token.tag[1]), anchor, _text(tokens[number + 1])))
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # The title stands on the page, above the table of contents
    html = parser.renderer.render(tokens[3:], parser.options, {})
    return Guide(key, tuple(headings), mark_safe(html))  # noqa: S308 -- our own files, html off


def guide(key: str) -> Guide:
    """A guide in the language of the page and the words in force. KeyError: there is none."""
    language = "en" if (get_language() or "sv").startswith("en") else "sv"
    return _rendered(key, language, current_words())


def keys_of(kind: str) -> list[str]:
    """The guides of a kind of programme, in the order of the handbook."""
    peers = kind == Programme.Kind.PEER_SUPPORT
    return [key for key in GUIDES if (key in _OF_PEER_SUPPORT) == peers]


def handbook(kind: str) -> list[Guide]:
    """The whole handbook of a kind of programme, in its order."""
    return [guide(key) for key in keys_of(kind)]
