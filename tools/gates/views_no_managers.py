"""Views read through queries and access, and write through actions: never a manager directly.

A forgotten scope in a view shows one county's people to another. In `queries.py` it can't be
forgotten, because a programme is asked for there.
"""

from __future__ import annotations

import ast

from tools.repository import exceptions, files, unneeded

NAME = "views_no_managers"

MANAGERS = {"objects", "_default_manager", "_base_manager"}
QUERIES = {
    "all", "filter", "exclude", "annotate", "aggregate", "select_related", "prefetch_related",
    "order_by", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "select_for_update", "only", "defer",
}  # fmt: skip
FUNCTIONS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "QuerySet"}


def _is_register(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "register"


def offences(source: str, name: str) -> list[str]:
    """A line for each place where a module of the web reaches for rows itself."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        what = ""
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            what = f".{node.attr}"
        elif isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Attribute) and called.attr in QUERIES:
                what = "" if _is_register(called.value) else f".{called.attr}()"
            elif isinstance(called, ast.Name) and called.id in FUNCTIONS:
                what = f"{called.id}()"
        if what:
            line = getattr(node, "lineno", 0)
            found.append(
                f"{name}:{line}: {what} in a view. Call the app's queries.py or access.py."
            )
    return found


def run() -> list[str]:
    """Failures over erfara/web."""
    by_file = {
        name: offences(file.read_text(encoding="utf-8"), name)
        for file, name in files("erfara/web", ".py")
    }
    let_pass = exceptions(NAME)
    lines = [line for name, rows in by_file.items() if name not in let_pass for line in rows]
    return lines + unneeded(NAME, (name for name, rows in by_file.items() if rows))
