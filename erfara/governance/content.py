"""A scenario's document: the engine's own format, kept as texts, lists and mappings.

Figures stay texts all the way to the engine: a database's binary fractions never touch them.
"""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from erfara.engines.costs import checking, reading
from erfara.engines.costs.calculation import Result, calculate
from erfara.engines.costs.errors import wrong
from erfara.engines.costs.reading import Entry
from erfara.engines.costs.said import half_up
from erfara.engines.costs.scenario import Scenario

Node = Any  # str, list of nodes, or mapping of nodes by name
Tree = dict[str, Any]
_DEEPEST = 12


def entry_of(node: Node, depth: int = 0) -> Entry:
    """What the engine reads. Raises ValueError where something else than a document came in."""
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(node, str):
        return Entry(0, text=node)
    if isinstance(node, list):
        return Entry(0, items=tuple(entry_of(item, depth + 1) for item in node))
    if isinstance(node, dict) and all(isinstance(name, str) for name in node):
        return Entry(0, fields={name: entry_of(item, depth + 1) for name, item in node.items()})
    raise ValueError("neither text, list nor mapping")


def tree_of(entry: Entry) -> Node:
    """The document of what was read."""
    if entry.fields is not None:
        return {name: tree_of(value) for name, value in entry.fields.items()}
    if entry.items is not None:
        return [tree_of(item) for item in entry.items]
    return entry.text or ""


def scenario_of(content: Tree) -> Scenario:
    """The engine's scenario, or a CostsError with everything that is wrong."""
    size = len(json.dumps(content, ensure_ascii=False).encode())
    if size > reading.LARGEST:
        raise reading.too_large(size, reading.LARGEST, "scenario")
    return checking.read(entry_of(content))


def result_of(content: Tree) -> Result:
    """What a document comes to."""
    return calculate(scenario_of(content))


def read_file(data: bytes) -> Tree:
    """The document in a file that was sent in: all of it, or a CostsError by line and field."""
    if len(data) > reading.LARGEST:
        raise reading.too_large(len(data), reading.LARGEST, "scenario")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong(
            "file.not_text", "This file isn't text in UTF-8.", "Filen är inte text i UTF-8."
        ) from None
    entry = reading.read_text(text)
    calculate(checking.read(entry))
    found: Tree = tree_of(entry)
    return found


def as_file(content: Tree) -> str:
    """The document as a file that can be read in again."""
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return str(yaml.dump(content, Dumper=Plain, allow_unicode=True, sort_keys=False, width=100))


def shipped(name: str) -> Tree:
    """One of the proposals that come with the engine."""
    found: Tree = tree_of(reading.read_file(checking.DATA / "scenarios" / f"{name}.yaml"))
    return found


def empty(*, organisation: str, today: date) -> Tree:
    """Nothing but who employs, when and how kronor are counted; for two years from the next."""
    year = today.year + 1
    report = copy.deepcopy(shipped("uppsala-1")["sources"][0])
    return {
        "erfara": "costs/1",
        "id": "scenario",
        "name": "Scenario",
        "period": {"start": f"{year}-01-01", "end": f"{year + 1}-12-31"},
        "money": {
            "currency": "SEK", "price_year": str(today.year), "prices": "fixed",
            "timing": "middle", "ranges": "mean",
        },
        "sources": [
            {"id": "own", "title": {"en": "Our own assumption", "sv": "Vårt eget antagande"},
             "year": str(today.year)},
            report,
        ],
        "basis": {"source": "own", "year": str(today.year), "evidence": "assumed"},
        "organisations": [
            {"id": "owner", "name": organisation, "on_cost_table": "regions", "source": "skr"}
        ],
        "hours_per_year": {
            "value": "1808", "source": "report", "year": "2023", "evidence": "solved",
        },
    }  # fmt: skip


def called(content: Tree, name: str) -> Tree:
    """The same document under another name."""
    return {**copy.deepcopy(content), "name": name, "id": short_name(name, ())}


def short_name(name: str, taken: Any) -> str:
    """A short name for what people call something; one that nobody has."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))
    stem = "_".join(words)[:32].strip("_") or "row"
    stem = stem if stem[0].isalpha() else f"n{stem}"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    return found


def text_of(node: Node, language: str) -> str:
    """What somebody wrote, in the language asked for, else in the other."""
    if isinstance(node, Mapping):
        other = "en" if language == "sv" else "sv"
        return str(node.get(language) or node.get(other) or "")
    return node if isinstance(node, str) else ""


def figures(result: Result) -> dict[str, str]:
    """The sums that lists show, to the öre."""
    return {
        "one_off": str(half_up(result.one_off, 2)),
        "full_year": str(half_up(result.full_year, 2)),
        "total": str(half_up(result.total, 2)),
    }
