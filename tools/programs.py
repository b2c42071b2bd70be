"""Run a program for a gate and hand back its lines."""

from __future__ import annotations

import os
import subprocess
import sys

from tools.repository import ROOT


def output(module: str, *words: str) -> tuple[int, list[str]]:
    """Exit status and lines of `python -m module words`, colours off."""
    result = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.rstrip() for line in f"{result.stdout}\n{result.stderr}".splitlines()]
    return result.returncode, [line for line in lines if line]
