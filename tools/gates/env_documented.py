"""Every setting that the code reads stands on the page of settings, and no page names another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.repository import ROOT, files

NAME = "env_documented"
PAGE = "docs/reference/settings.md"
READS = "erfara/config/env.py"
# These set what the settings then read, before they are read.
SETS = {"erfara/config/cli.py", "erfara/config/operations.py", "erfara/config/wsgi.py"}
_SETTING = re.compile(r"\bERFARA_[A-Z_]*[A-Z]\b")


def offences(known: Iterable[str], page: str) -> list[str]:
    """A line for each setting that the page lacks or has made up."""
    said, known = set(_SETTING.findall(page)), set(known)
    missing = [f"{PAGE}: {name} is missing in the table." for name in sorted(known - said)]
    return missing + [f"{PAGE}: {name} is no setting." for name in sorted(said - known)]


def made_up(known: Iterable[str], text: str, where: str) -> list[str]:
    """A line for each name in a text that looks like a setting and is none."""
    return [f"{where}: {n} is no setting." for n in sorted(set(_SETTING.findall(text)) - {*known})]


def read_elsewhere(source: str, where: str) -> list[str]:
    """A line when a file other than the settings reads the environment."""
    # Handing the whole of it on to another program is no reading.
    reads = re.search(r"(?<!\*)\bos\.environ\b|\bgetenv\(", source)
    if where in SETS or where == READS or not reads:
        return []
    return [f"{where}: reads the environment. Add a setting in {READS} instead."]


def run() -> list[str]:
    """Failures between erfara/config/env.py, the page of settings and every other page."""
    from erfara.config.env import IF_EMPTY, KNOWN

    path = ROOT / PAGE
    lines = offences(KNOWN, path.read_text(encoding="utf-8") if path.exists() else "")
    source = (ROOT / READS).read_text(encoding="utf-8")
    used = set(re.findall(r'"(ERFARA_[A-Z_]+)"[,)\]]', source))
    lines += [f"{READS}: {name} is known and never read." for name in sorted({*KNOWN} - used)]
    lines += [
        f"{READS}: {name} doesn't say what holds if empty." for name in KNOWN.keys() ^ IF_EMPTY
    ]
    for file, name in files("docs", ".md"):
        lines += made_up(KNOWN, file.read_text(encoding="utf-8"), name)
    for file, name in files("erfara", ".py"):
        lines += read_elsewhere(file.read_text(encoding="utf-8"), name)
    return lines
