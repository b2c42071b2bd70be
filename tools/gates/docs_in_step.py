"""The generated reference says what the code says."""

from __future__ import annotations

from collections.abc import Mapping

from tools import reference
from tools.repository import ROOT

NAME = "docs_in_step"


def offences(wanted: Mapping[str, str], there: Mapping[str, str]) -> list[str]:
    """A line for each page that differs from what the code would write now."""
    lines = []
    for name, text in wanted.items():
        if name not in there:
            lines.append(f"{name}: is missing. Run python tools/reference.py --write.")
        elif there[name] != text:
            number = next(
                (
                    i
                    for i, (a, b) in enumerate(
                        zip(text.splitlines(), there[name].splitlines(), strict=False), 1
                    )
                    if a != b
                ),
                min(len(text.splitlines()), len(there[name].splitlines())),
            )
            lines.append(
                f"{name}:{number}: no longer what the code says. "
                "Run python tools/reference.py --write."
            )
    return lines


def run() -> list[str]:
    """Failures between the code and docs/reference."""
    wanted = reference.pages()
    there = {
        name: (ROOT / name).read_text(encoding="utf-8") for name in wanted if (ROOT / name).exists()
    }
    return offences(wanted, there)
