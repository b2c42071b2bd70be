"""No file over 500 lines without a reason: what is longer holds more than one thing."""

from __future__ import annotations

from tools.repository import exceptions, files, unneeded

NAME = "file_length"
LONGEST = 500
_FOLDERS = ("erfara", "tests", "tools", "docs")
_GENERATED = "docs/reference/"
_KINDS = (".py", ".html", ".css", ".js", ".md", ".sh", ".toml", ".yaml")


def offence(lines: int, name: str) -> str | None:
    """The line for a file that is too long."""
    if lines <= LONGEST:
        return None
    return (
        f"{name}: {lines} lines, {LONGEST} is the most. Cut it, or give the reason in "
        "tools/exceptions.toml [file_length]."
    )


def run() -> list[str]:
    """Failures over code, tests, tools and docs."""
    let_pass = exceptions(NAME)
    found = {
        name: line
        for folder in _FOLDERS
        for file, name in files(folder, *_KINDS)
        if not name.startswith(_GENERATED)
        and (line := offence(len(file.read_text(encoding="utf-8").splitlines()), name))
    }
    lines = [line for name, line in found.items() if name not in let_pass]
    return lines + unneeded(NAME, found)
