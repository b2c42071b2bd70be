"""Imports go downwards only: the contract in pyproject.toml, [tool.importlinter]."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tools.repository import ROOT

NAME = "import_contract"
_LINK = re.compile(r"^\s*-?\s*(?:&\s*)?(erfara[\w.]* -> erfara[\w.]*) \(l\.(\d+)")
_RUN = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def offences(report: str) -> list[str]:
    """One line for each import that breaks the contract; of a chain, its first link."""
    lines = []
    for line in report.splitlines():
        if line.lstrip().startswith("-") and (found := _LINK.match(line)):
            lines.append(
                f"{found[1]} (line {found[2]}): goes upwards. Move what is needed downwards, or "
                "call both from erfara.workflows."
            )
    return lines


def run(folder: Path = ROOT) -> list[str]:
    """The broken links, or import-linter's own words where there is no link to name."""
    result = subprocess.run(
        [sys.executable, "-c", _RUN, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONSAFEPATH": "", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if not result.returncode:
        return []
    report = result.stdout + result.stderr
    said = " ".join(report.split())[-400:]
    return offences(report) or [f"pyproject.toml [tool.importlinter]: {said}"]
