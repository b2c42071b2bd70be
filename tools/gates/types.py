"""Strict types (mypy with Django's own plugin)."""

from __future__ import annotations

from tools.programs import output

NAME = "types"


def run() -> list[str]:
    """Mypy's own lines: place, what is wrong, which rule."""
    status, lines = output("mypy", "--no-error-summary", "--no-pretty", "--show-error-codes")
    if not status:
        return []
    return [line for line in lines if ": note:" not in line]
