"""Every setting that the code reads stands in the guide for running it for real, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tools.repository import ROOT

NAME = "env_documented"
GUIDE = "docs/how-to/run-for-real.md"


def offences(known: Iterable[str], guide: str) -> list[str]:
    """A line for each setting that the guide lacks or has made up."""
    said = set(re.findall(r"\bERFARA_[A-Z_]+\b", guide))
    known = set(known)
    missing = [f"{GUIDE}: {name} is missing in the table." for name in sorted(known - said)]
    return missing + [f"{GUIDE}: {name} is no setting." for name in sorted(said - known)]


def run() -> list[str]:
    """Failures between erfara/config/env.py and the guide."""
    from erfara.config.env import KNOWN

    path = ROOT / GUIDE
    return offences(KNOWN, path.read_text(encoding="utf-8") if path.exists() else "")
