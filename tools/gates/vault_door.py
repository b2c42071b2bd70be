"""The vault has one door: nobody outside it touches its tables or its inner rooms."""

from __future__ import annotations

import ast

from tools.repository import files

NAME = "vault_door"
TABLES = {"SealedBlob", "DataKey", "BlindIndex", "Likeness"}
MODULES = ("erfara.foundation.models.vault",)
# The vault itself, and the place where Django finds its tables.
INSIDE = ("erfara/foundation/vault/", "erfara/foundation/models/__init__.py")
# Reads everybody's words without a row in anybody's log: for the search's index and nothing else.
FOR_THE_INDEX = "read_for_index"
MAKES_THE_INDEX = "erfara/workflows/finding/"


def _within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in packages)


def offences(source: str, name: str) -> list[str]:
    """A line for each import past the door, and for each of its submodules used directly."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            named = getattr(node, "attr", getattr(node, "id", ""))
            if named == FOR_THE_INDEX and not name.startswith(MAKES_THE_INDEX):
                found.append(
                    f"{name}:{node.lineno}: {FOR_THE_INDEX} is for {MAKES_THE_INDEX} alone. "  # type: ignore[attr-defined]
                    "Call vault.open instead."
                )
            continue
        origin = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        names = [f"{origin}{alias.name}" for alias in node.names]
        for full in names:
            past = full.startswith("erfara.foundation.vault.") and full.count(".") > 3
            table = full.startswith("erfara.foundation.") and full.split(".")[-1] in TABLES
            if past or table or _within(full, MODULES):
                found.append(
                    f"{name}:{node.lineno}: {full} lies behind the vault's door. "
                    "Call erfara.foundation.vault instead."
                )
    return found


def run() -> list[str]:
    """Failures over the product's code."""
    return [
        line
        for file, name in files("erfara", ".py")
        if not name.startswith(INSIDE)
        for line in offences(file.read_text(encoding="utf-8"), name)
    ]
