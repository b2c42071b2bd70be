"""The code is laid out as ruff lays it out."""

from __future__ import annotations

from tools.programs import output

NAME = "format"


def run() -> list[str]:
    """A line for each file that ruff would lay out otherwise."""
    status, lines = output("ruff", "format", "--check", "--quiet", "--output-format=concise", ".")
    if not status:
        return []
    names = sorted({line.split(":")[0].removeprefix("Would reformat: ") for line in lines})
    return [f"{name}: not laid out. Run .venv/bin/ruff format {name}" for name in names]
