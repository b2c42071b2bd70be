"""What is asked for (.in, package.json) is what is locked, with hashes, the same everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tools.repository import ROOT

NAME = "locked"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)(.*)$")
_AGAIN = "Recompile requirements/ (CONTRIBUTING.md says how)."


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(text: str) -> set[str]:
    """Names that a .in file asks for itself."""
    names = set()
    for row in text.splitlines():
        line = row.split("#")[0].strip()
        if line and not line.startswith("-"):
            names.add(_plain(re.split(r"[\[<>=~!; ]", line, maxsplit=1)[0]))
    return names


def pinned(text: str) -> dict[str, set[str]]:
    """Versions locked in a .txt file, by name; more than one where markers part them."""
    found: dict[str, set[str]] = {}
    for line in text.splitlines():
        if match := _PIN.match(line):
            found.setdefault(_plain(match[1]), set()).add(match[2])
    return found


def unhashed(text: str, name: str) -> list[str]:
    """A line for each pin without a hash."""
    lines = text.splitlines()
    return [
        f"{name}:{number}: {match[1]} has no hash. {_AGAIN}"
        for number, line in enumerate(lines, 1)
        if (match := _PIN.match(line))
        and not (number < len(lines) and lines[number].strip().startswith("--hash="))
    ]


def python_lines(folder: Path) -> list[str]:
    """Failures in requirements/."""
    found = []
    locks = {}
    for source in sorted(folder.glob("*.in")):
        target = source.with_suffix(".txt")
        shown = f"requirements/{target.name}"
        if not target.exists():
            found.append(f"{shown}: is missing. {_AGAIN}")
            continue
        text = target.read_text(encoding="utf-8")
        locks[source.stem] = pins = pinned(text)
        found += unhashed(text, shown)
        found += [
            f"{shown}: {name} is asked for in {source.name} and not locked. {_AGAIN}"
            for name in sorted(asked(source.read_text(encoding="utf-8")) - set(pins))
        ]
    base, dev = locks.get("base", {}), locks.get("dev", {})
    found += [
        f"requirements/dev.txt: {name} is not the version that serves. {_AGAIN}"
        for name, versions in base.items()
        if dev.get(name) != versions
    ]
    return found


def npm_lines(folder: Path) -> list[str]:
    """Failures between package.json and its lock."""
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    found = []
    for kind in ("dependencies", "devDependencies"):
        if locked["packages"][""].get(kind, {}) != wanted.get(kind, {}):
            found.append(
                f"package-lock.json: {kind} differ from package.json. "
                "Run npm install --package-lock-only"
            )
        found += [
            f"package.json: {name} is {version}. Write one exact version."
            for name, version in wanted.get(kind, {}).items()
            if not re.fullmatch(r"\d+\.\d+\.\d+", version)
        ]
    found += [
        f"package-lock.json: {name} has no hash. Run npm install --package-lock-only"
        for name, row in locked["packages"].items()
        if name and "integrity" not in row
    ]
    return found


def run() -> list[str]:
    """Failures in both worlds."""
    return python_lines(ROOT / "requirements") + npm_lines(ROOT)
