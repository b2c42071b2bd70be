"""Read YAML with the line of everything, and let nothing hostile through.

Scalars stay text until a field says what they should be: YAML alone would read 0.1 as a binary
fraction and `no` as false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import yaml

from erfara.engines.costs.errors import wrong
from erfara.engines.costs.said import Said

LARGEST = 1_000_000
_DEEPEST = 12
_BASE = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_FIGURE = re.compile(
    r"^(?P<sign>[-−]?)(?P<whole>\d{1,3}(?: \d{3})+|\d+)(?:(?P<point>[.,])(?P<part>\d+))?"
    r"(?: ?(?P<unit>%|kr|h))?$",
    re.ASCII,
)


@dataclass(frozen=True)
class Entry:
    """A piece of the file: text, a list or a mapping, with the line it begins on."""

    line: int
    text: str | None = None
    items: tuple[Entry, ...] | None = None
    fields: dict[str, Entry] | None = None


def read_file(path: Path) -> Entry:
    """The file's content. Too large, not text or not YAML: an error that says so."""
    return read_text(file_text(path, LARGEST, "scenario"))


def file_text(path: Path, largest: int, what: str) -> str:
    """The text of a file of at most `largest` bytes. `what` it is a file of, for the error."""
    try:
        size = path.stat().st_size
        if size > largest:
            raise too_large(size, largest, what)
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong(
            "file.not_text", "This file isn't text in UTF-8.", "Filen är inte text i UTF-8."
        ) from None
    except OSError as error:
        raise wrong(
            "file.unreadable",
            f"{path} can't be read: {error.strerror}.",
            f"{path} går inte att läsa: {error.strerror}.",
        ) from None


def too_large(size: int, largest: int, what: str) -> Exception:
    """The error for a file that nobody wrote by hand."""
    return wrong(
        "file.too_large",
        f"The file is {size / 1e6:.1f} MB. A {what} file has {largest / 1e6:g} MB at the most.",
        f"Filen är {size / 1e6:.1f} MB. Den får vara högst {largest / 1e6:g} MB.",
    )


def read_text(text: str) -> Entry:
    """The YAML as entries. Aliases, tags and repeated fields are refused."""
    if len(text.encode()) > LARGEST:
        raise too_large(len(text.encode()), LARGEST, "scenario")
    try:
        _look_through(text)
        node = yaml.compose(text, Loader=_BASE)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise wrong(
            "file.not_yaml",
            f"This can't be read: {error.problem}.",
            f"Det här går inte att läsa: {error.problem}.",
            line=line,
            expected=Said("", "a field, a colon, a space and a value", "fält, kolon, blank, värde"),
            example="name: Proposal 1",
        ) from None
    except yaml.YAMLError:
        raise wrong(
            "file.not_yaml", "This isn't a text that YAML allows.", "YAML tillåter inte texten."
        ) from None
    if node is None or not isinstance(node, yaml.MappingNode):
        raise wrong(
            "file.empty",
            "There is no scenario in this file.",
            "Det finns inget scenario i filen.",
            line=1,
            expected=Said("", "fields with values", "fält med värden"),
            example="erfara: costs/1",
        )
    return _entry(node)


def _look_through(text: str) -> None:
    """Refuse what could grow (aliases) or dig (depth) before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_BASE):
        line = event.start_mark.line + 1 if event.start_mark else None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise wrong(
                "file.alias", "Anchors and aliases are not used here.", "Ankare används inte här.",
                line=line, expected=Said("", "the value written out", "värdet utskrivet"),
            )  # fmt: skip
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise wrong(
                    "file.deep", "The file is nested too deep.", "Filen är för djupt nästlad.",
                    line=line,
                )  # fmt: skip
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _entry(node: yaml.Node) -> Entry:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        fields: dict[str, Entry] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in fields:
                raise wrong(
                    "field.twice", "This field stands here twice.", "Fältet står här två gånger.",
                    field=name, line=key.start_mark.line + 1,
                )  # fmt: skip
            fields[name] = _entry(value)
        return Entry(line, fields=fields)
    if isinstance(node, yaml.SequenceNode):
        return Entry(line, items=tuple(_entry(item) for item in node.value))
    return Entry(line, text=str(node.value))


def figure(text: str) -> tuple[Fraction, str] | None:
    """The exact number in a text and its unit, or None.

    Groups of three may be set apart by spaces. `1,000` is refused: in Swedish it is one, in
    English a thousand.
    """
    found = _FIGURE.match(re.sub(r"\s+", " ", text.strip()))
    if not found or len(found["whole"].replace(" ", "")) > 15 or len(found["part"] or "") > 12:
        return None
    if found["point"] == "," and len(found["part"]) == 3:
        return None
    amount = Fraction(f"{found['whole'].replace(' ', '')}.{found['part'] or '0'}")
    return (-amount if found["sign"] else amount), found["unit"] or ""


def day(text: str) -> date | None:
    """A date like 2023-01-31, or None."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
