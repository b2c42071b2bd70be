"""One figure of a scenario as somebody writes it, and as the document keeps it.

On the screen: a figure or a range in one field, and beside it how it spreads, one more figure where
that is needed, source, year, evidence and a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from erfara.governance.content import Node

PARTS = ("shape", "more", "source", "year", "evidence", "note")
# How it spreads → the names of the figures: those written as figure or range, then the one more.
SHAPES: dict[str, tuple[tuple[str, ...], str]] = {
    "uniform": (("low", "high"), ""),
    "triangular": (("low", "high"), "mode"),
    "pert": (("low", "high"), "mode"),
    "gamma": (("mean",), "sd"),
    "normal": (("mean",), "sd"),
    "beta": (("mean",), "sd"),
    "gamma_shape": (("shape",), "scale"),
    "beta_ab": (("a",), "b"),
}
_KEPT = ("driver", "last_valid", "unit")
_RANGE = re.compile(r"^\s*([^–—-]*\d[^–—-]*?)\s*(?:–|—|-|\btill\b|\bto\b)\s*([^–—-]*\d[^–—-]*)$")


def shown(node: Node) -> dict[str, Any]:
    """What stands in the fields of a figure."""
    found: dict[str, Any] = dict.fromkeys(("figure", *PARTS), "")
    if node is None:
        return found
    if not isinstance(node, Mapping):
        return {**found, "figure": grouped(str(node))}
    for name in ("source", "year", "evidence", "note"):
        found[name] = node.get(name, "")
    shape = str(node.get("distribution", ""))
    if shape == "gamma" and "shape" in node:
        shape = "gamma_shape"
    if shape == "beta" and "a" in node:
        shape = "beta_ab"
    found["shape"] = shape
    names, more = SHAPES.get(shape, (("value",) if "value" in node else ("low", "high"), ""))
    given = [grouped(str(node.get(name, ""))) for name in names]
    found["figure"] = "–".join(given).strip("–")
    found["more"] = str(node.get(more, "")) if more else ""
    return found


def grouped(text: str) -> str:
    """A long whole number with gaps, as people write it; anything else as it is."""
    if text.isascii() and text.isdecimal() and 4 < len(text) < 16:
        return f"{int(text):,}".replace(",", " ")
    return text


def ends(text: str) -> tuple[str, ...]:
    """The one figure, or the two of a range; a sign that stands once is meant for both."""
    found = _RANGE.match(text)
    if not found:
        return (text.strip(),)
    low, high = found[1].strip(), found[2].strip()
    if high.endswith("%") and not low.endswith("%"):
        low = f"{low} %"
    return low, high


def written(before: Node, values: Mapping[str, Any]) -> Node:
    """What the document is to hold. Figures are kept as they were written: the engine judges."""
    figure = str(values["figure"])
    old = before if isinstance(before, Mapping) else {}
    kept: dict[str, Any] = {name: old[name] for name in _KEPT if name in old}
    for name in ("source", "year", "evidence", "note"):
        if values[name]:
            kept[name] = values[name]
    found, shape = ends(figure), str(values["shape"])
    if not shape and not values["more"]:
        if len(found) == 1:
            return {"value": found[0], **kept} if kept else found[0]
        rule = {"rule": old["rule"]} if "rule" in old and "low" in old else {}
        return {"low": found[0], "high": found[1], **rule, **kept}
    names, more = SHAPES.get(shape, (("low", "high"), "mode"))
    given = dict(zip(names, found, strict=False))
    if more and values["more"]:
        given[more] = str(values["more"])
    # One more figure without a way of spreading: the likely one of a range.
    name = {"gamma_shape": "gamma", "beta_ab": "beta", "": "triangular"}.get(shape, shape)
    return {"distribution": name, **given, **kept}
