"""The messages of the source and their Swedish: find them, bring django.po in step.

    python tools/messages.py            say what is missing, stale or doubtful
    python tools/messages.py --write    bring django.po in step: new messages come in empty

Django's own makemessages doesn't know our tags ({% plural %}), marks guesses as fuzzy and writes
line numbers and dates that change with every edit. Here the file is in alphabetical order, holds
what the source holds, and changes only when a message does.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "erfara"
CATALOGUE = SOURCE / "locale" / "sv" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "Erfara",
    "Language": "sv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# function → how many of its first arguments are messages
CALLS = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1,
    "ngettext": 2, "ngettext_lazy": 2, "say_plural": 2, "plural_lazy": 2,
}  # fmt: skip


@dataclass(frozen=True)
class Message:
    """A message, where it stands first, and its plural if it has one."""

    singular: str
    plural: str
    where: str

    @property
    def key(self) -> tuple[str, str]:
        return self.singular, self.plural


class Unreadable(Exception):
    """A message that isn't written out where it is used, so that nobody could translate it."""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def in_python(source: str, name: str) -> Iterator[Message]:
    """The messages of a Python file. Raises Unreadable for `_(variable)`."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        called = called.id if isinstance(called, ast.Name) else called
        count = CALLS.get(called) if isinstance(called, str) else None
        if not count:
            continue
        where = f"{name}:{node.lineno}"
        given = [_literal(argument) for argument in node.args[:count]]
        if len(given) < count or None in given:
            raise Unreadable(f"{where}: {called}() needs its message written out.")
        texts = [text for text in given if text is not None]
        yield Message(texts[0], texts[1] if count == 2 else "", where)


def in_template(source: str, name: str) -> Iterator[Message]:
    """The messages of a template: those of `translate` and `plural`, and `_("…")` in any tag."""
    for token in Lexer(source).tokenize():
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        where = f"{name}:{token.lineno}"
        try:
            bits = token.split_contents()
        except StopIteration:  # what Django's lexer says of a tag whose quotes don't close
            raise Unreadable(f"{where}: a quote in this tag is never closed.") from None
        quoted = [bit[1:-1] if bit[0] in "\"'" else "" for bit in bits]
        if token.token_type == TokenType.BLOCK and bits[0] == "translate" and quoted[1]:
            yield Message(quoted[1], "", where)
        elif token.token_type == TokenType.BLOCK and bits[0] == "plural":
            yield Message(quoted[2], quoted[3], where)
        for bit in bits:
            start = bit.find('_("')
            if start >= 0 and (end := bit.find('")', start)) >= 0:
                yield Message(bit[start + 3 : end], "", where)


# The gallery of components is for developers, and not there in production.
UNTRANSLATED = "gallery"
# Our own functions that pass a message on, and so have no literal.
_PASS_ON = {SOURCE / "organisations" / "words.py", SOURCE / "web" / "templatetags" / "words.py"}


def extract() -> dict[tuple[str, str], Message]:
    """Every message of the source, by singular and plural."""
    found: dict[tuple[str, str], Message] = {}
    for file in sorted(SOURCE.rglob("*")):
        name = str(file.relative_to(ROOT))
        if UNTRANSLATED in file.parts:
            continue
        if file.suffix == ".py" and file not in _PASS_ON and "migrations" not in file.parts:
            messages = in_python(file.read_text(encoding="utf-8"), name)
        elif "templates" in file.parts and file.suffix in {".html", ".txt", ".svg"}:
            messages = in_template(file.read_text(encoding="utf-8"), name)
        else:
            continue
        for message in messages:
            found.setdefault(message.key, message)
    return found


def catalogue(path: Path = CATALOGUE) -> polib.POFile:
    """The Swedish as it stands, or an empty file."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=96)
    empty = polib.POFile(wrapwidth=96)
    empty.metadata = dict(HEADER)
    return empty


def complaints(found: dict[tuple[str, str], Message], po: polib.POFile) -> list[str]:
    """What is not in step between source and Swedish, a line each."""
    said = {(entry.msgid, entry.msgid_plural): entry for entry in po if not entry.obsolete}
    lines = [
        f"{message.where}: {message.singular!r} has no Swedish. Run tools/messages.py --write "
        "and fill it in."
        for key, message in found.items()
        if key not in said or not _complete(said[key])
    ]
    for key, entry in said.items():
        if key not in found:
            lines.append(
                f"django.po: {entry.msgid!r} is used nowhere. Run tools/messages.py --write."
            )
        elif entry.fuzzy:
            lines.append(f"django.po: {entry.msgid!r} is marked fuzzy. Read it and unmark it.")
    singulars: dict[str, str] = {}
    for singular, plural in found:
        if singulars.setdefault(singular, plural) != plural:
            lines.append(f"{singular!r} has two plurals, or one and none. Word them the same.")
    return lines


def _complete(entry: polib.POEntry) -> bool:
    if entry.msgid_plural:
        return len(entry.msgstr_plural) == 2 and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def write(found: dict[tuple[str, str], Message], old: polib.POFile) -> polib.POFile:
    """The catalogue in step with the source, in alphabetical order, translations kept."""
    kept = {(entry.msgid, entry.msgid_plural): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=96)
    new.metadata = dict(HEADER)
    for singular, plural in sorted(found):
        before = kept.get((singular, plural))
        if before is not None and not before.fuzzy:
            entry = polib.POEntry(
                msgid=singular,
                msgid_plural=plural,
                msgstr=before.msgstr,
                msgstr_plural=dict(before.msgstr_plural),
                tcomment=before.tcomment,
            )
        else:
            entry = polib.POEntry(
                msgid=singular,
                msgid_plural=plural,
                msgstr_plural={0: "", 1: ""} if plural else {},
            )
        new.append(entry)
    return new


def main() -> int:
    """The command: exit 0 when source and Swedish are in step, 1 when not."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="bring django.po in step")
    chosen = parser.parse_args()
    found = extract()
    if chosen.write:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        write(found, catalogue()).save(str(CATALOGUE))
    lines = complaints(found, catalogue())
    print("\n".join(lines) or "Source and Swedish are in step.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
