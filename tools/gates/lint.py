"""Ruff's rules, as pyproject.toml chooses them."""

from __future__ import annotations

from tools.programs import output

NAME = "lint"


def run() -> list[str]:
    """Ruff's own lines: place, rule, what is wrong."""
    status, lines = output("ruff", "check", "--quiet", "--output-format=concise", ".")
    return lines if status else []
