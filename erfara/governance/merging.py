"""What differs between two documents, and what two people have changed in the same one.

A figure with its source, a text in two languages: each is one thing that is changed as a whole.
Rows of a list are known by their short names, so that a row added above moves nothing.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from erfara.governance.content import Node, Tree

Path = tuple[str, ...]

_FIGURE = {"value", "low", "mode", "high", "mean", "sd", "shape", "scale", "a", "b"}
_LISTS = {
    "sources", "organisations", "on_costs", "drivers", "coordinators", "recruitment", "training",
    "employment", "payments", "support", "other", "effects", "outcome", "functions",
}  # fmt: skip


def row_key(row: Node) -> str:
    """What a row of a list is known by: its short name, or what it is about."""
    if "id" in row:
        return str(row["id"])
    return "_".join(str(row.get(n, "")) for n in ("year", "kind", "line", "sector", "from", "ages"))


def _whole(node: Node) -> bool:
    """Whether a mapping is one thing: a figure, or a text in two languages."""
    return bool(_FIGURE & set(node)) or set(node) <= {"en", "sv"}


def _rows(node: Node) -> dict[str, Node] | None:
    if isinstance(node, list) and all(isinstance(row, dict) for row in node):
        return {row_key(row): row for row in node}
    return None


def changes(before: Node, after: Node) -> dict[Path, Node]:
    """Path → what stands there now; None where it was taken away."""
    found: dict[Path, Node] = {}
    _compare((), before, after, found)
    return found


def _compare(path: Path, before: Node, after: Node, found: dict[Path, Node]) -> None:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        if not (_whole(before) or _whole(after)):
            for name in {**before, **after}:
                _compare((*path, name), before.get(name), after.get(name), found)
            return
    elif path and path[-1] in _LISTS:
        one, two = _rows(before or []), _rows(after or [])
        if one is not None and two is not None:
            for name in {**one, **two}:
                _compare((*path, name), one.get(name), two.get(name), found)
            return
    found[path] = after


def get(node: Node, path: Path) -> Node:
    """What stands at a path; None if nothing does."""
    for name in path:
        rows = _rows(node)
        place: Any = rows if rows is not None else node
        node = place.get(name) if isinstance(place, dict) else None
    return node


def put(node: Node, path: Path, value: Node) -> None:
    """Write, or with None take away, what stands at a path."""
    head, rest = path[0], path[1:]
    if isinstance(node, list):
        at = next((n for n, row in enumerate(node) if row_key(row) == head), None)
        if rest:
            if at is not None:
                put(node[at], rest, value)
        elif value is None:
            if at is not None:
                del node[at]
        elif at is None:
            node.append(copy.deepcopy(value))
        else:
            node[at] = copy.deepcopy(value)
    elif rest:
        put(node.setdefault(head, [] if head in _LISTS else {}), rest, value)
        if not node[head]:
            del node[head]
    elif value is None:
        node.pop(head, None)
    else:
        node[head] = copy.deepcopy(value)


@dataclass(frozen=True)
class Difference:
    """One place that somebody changed since both began."""

    path: Path
    was: Node
    theirs: Node
    mine: Node
    by_them: bool
    by_me: bool

    @property
    def clash(self) -> bool:
        """Whether both wrote here, and not the same."""
        return self.by_them and self.by_me and self.theirs != self.mine


def differences(base: Tree, theirs: Tree, mine: Tree) -> list[Difference]:
    """All places that either changed. A row that one took away and the other wrote in is one."""
    there, here = changes(base, theirs), changes(base, mine)
    paths = sorted({*there, *here})
    tops = [p for p in paths if not any(p != q and p[: len(q)] == q for q in paths)]

    def under(top: Path, changed: dict[Path, Node]) -> bool:
        return any(path[: len(top)] == top for path in changed)

    return [
        Difference(top, get(base, top), get(theirs, top), get(mine, top),
                   under(top, there), under(top, here))
        for top in tops
    ]  # fmt: skip


def merged(theirs: Tree, found: list[Difference], mine: set[Path]) -> Tree:
    """Theirs with what only I changed, and mine where I chose so."""
    tree = copy.deepcopy(theirs)
    for one in found:
        if one.by_me and (not one.by_them or one.path in mine):
            put(tree, one.path, one.mine)
    return tree
