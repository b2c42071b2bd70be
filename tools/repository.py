"""What the gates share: where files are, which ones are ours, and the reasoned exceptions."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXCEPTIONS = ROOT / "tools" / "exceptions.toml"
# Folders that are made, fetched or not ours.
_NOT_OURS = {"node_modules", "var", "vendor", "__pycache__", "migrations", "staticfiles"}


def files(folder: str, *suffixes: str) -> Iterator[tuple[Path, str]]:
    """Our files under a folder of the repository with their names from its root, in order."""
    for file in sorted((ROOT / folder).rglob("*")):
        inside = file.relative_to(ROOT)
        hidden = any(part.startswith(".") for part in inside.parts)
        if file.suffix in suffixes and not hidden and not _NOT_OURS & set(inside.parts):
            yield file, inside.as_posix()


def exceptions(gate: str) -> dict[str, str]:
    """What a gate lets pass, with the reason for each."""
    if not EXCEPTIONS.exists():
        return {}
    table: dict[str, str] = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).get(gate, {})
    return table


def unneeded(gate: str, needed: Iterable[str]) -> list[str]:
    """A line for each exception that nothing needs any more, or that has no reason."""
    still = set(needed)
    return [
        f"tools/exceptions.toml [{gate}] {name!r}: "
        + ("write the reason." if name in still else "not needed any more. Take it away.")
        for name, reason in exceptions(gate).items()
        if name not in still or len(reason) < 10
    ]


def django_ready() -> None:
    """Start Django for gates that read models and tables; harmless when it runs already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
    import django

    django.setup()
