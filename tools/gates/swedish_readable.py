"""Running Swedish text is readable: LIX under 40 on texts of 60 words or more.

LIX is the mean length of a sentence plus the share in per cent of words over six letters. 30–40 is
ordinary prose; newspapers lie at 45, public bodies at 55. The programme's nouns aren't counted as
long, since a county chooses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools import messages
from tools.repository import ROOT, exceptions, files, unneeded

NAME = "swedish_readable"
HIGHEST = 40.0
FEWEST_WORDS = 60
# A translated string shorter than this is a label or a button, not running text.
FEWEST_IN_STRING = 6

# Swedish pages whose names don't say that they are.
SWEDISH_PAGES = ("README.sv.md", "docs/how-to/fran-forfragan-till-stangt-lan.md")

_NOUN = re.compile(r"\{[^}]*\}")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")


def words_in(text: str) -> list[str]:
    """The words of a text; a placeholder is one short word."""
    return _WORD.findall(_TAG.sub(" ", _NOUN.sub("ord", text)))


def lix(text: str) -> float:
    """Readability of a text. Line ends are sentence ends too, since headings have no full stop."""
    plain = _TAG.sub(" ", _NOUN.sub("ord", text))
    sentences = [part for part in re.split(r"[.!?:\n]+", plain) if _WORD.search(part)]
    words = words_in(text)
    if not words:
        return 0.0
    long = sum(1 for word in words if len(word) > 6)
    return len(words) / len(sentences) + 100 * long / len(words)


def offence(text: str, where: str) -> str | None:
    """The line for a text that is too hard to read."""
    count = len(words_in(text))
    if count < FEWEST_WORDS or (value := lix(text)) < HIGHEST:
        return None
    return (
        f"{where}: LIX {value:.0f} over {count} words, must be under {HIGHEST:.0f}. Shorter "
        f"sentences, shorter words. Begins {text.strip()[:40]!r}."
    )


def _texts() -> Iterator[tuple[str, str]]:
    """Every running Swedish text with its place: long messages, pages, and Swedish docs."""
    po = messages.catalogue()
    swedish = {(entry.msgid, entry.msgid_plural): entry for entry in po}
    for entry in po:
        for text in (entry.msgstr, *entry.msgstr_plural.values()):
            yield f"django.po {entry.msgid[:40]!r}", text
    for file, name in files("erfara/web/templates", ".html", ".txt"):
        strings = []
        for message in messages.in_template(file.read_text(encoding="utf-8"), name):
            said = swedish.get(message.key)
            text = (said.msgstr or said.msgstr_plural.get(1, "")) if said else ""
            if len(words_in(text)) >= FEWEST_IN_STRING:
                strings.append(text)
        yield name, "\n".join(strings)
    for file, name in files("docs", ".md"):
        if file.name.endswith(".sv.md") or "/sv/" in name:
            yield name, _prose(file.read_text(encoding="utf-8"))
    for name in SWEDISH_PAGES:
        if (ROOT / name).exists():
            yield name, _prose((ROOT / name).read_text(encoding="utf-8"))


def _prose(markdown: str) -> str:
    """The running text of a Markdown page: no code, tables or addresses."""
    text = re.sub(r"```.*?```", "", markdown, flags=re.DOTALL)
    text = re.sub(r"`[^`]*`", "ord", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    paragraphs = [" ".join(p.split("\n")) for p in text.split("\n\n")]
    return "\n".join(p for p in paragraphs if p and p[0] not in "|#<!")


def run() -> list[str]:
    """Failures over everything that is read in Swedish."""
    let_pass = exceptions(NAME)
    found = {where: line for where, text in _texts() if (line := offence(text, where))}
    return [line for where, line in found.items() if where not in let_pass] + unneeded(NAME, found)
