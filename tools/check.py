"""`./run check`: every gate in tools/gates/, every failure as one line that says what to do.

A gate is a module with `NAME` and `run() -> list[str]`, empty when all is well. With names:
only those gates. Where a gate lets reasoned exceptions pass, they stand in tools/exceptions.toml
under its name, and one that nothing needs any more is itself a failure.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
GATES = ROOT / "tools" / "gates"
EXCEPTIONS = ROOT / "tools" / "exceptions.toml"


def gates() -> dict[str, ModuleType]:
    """The gates by name, those first that say most about the rest."""
    first = ["format", "lint", "types"]
    found = {}
    for path in sorted(GATES.glob("*.py")):
        if path.stem.startswith("_"):
            continue
        module = importlib.import_module(f"tools.gates.{path.stem}")
        found[str(module.NAME)] = module
    return dict(sorted(found.items(), key=lambda row: (row[0] not in first, row[0])))


def stray_exceptions(found: dict[str, ModuleType]) -> list[str]:
    """A line for each table of exceptions that no gate reads."""
    if not EXCEPTIONS.exists():
        return []
    tables = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))
    readers = {name for name, module in found.items() if hasattr(module, "unneeded")}
    return [
        f"tools/exceptions.toml [{name}]: no gate of that name takes exceptions. Take it away."
        for name in tables
        if name not in readers
    ]


def judge(module: ModuleType) -> list[str]:
    """The gate's failures; a gate that breaks down has failed, it has not passed."""
    try:
        lines: list[str] = module.run()
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is reported
        where = str(module.__file__).removeprefix(f"{ROOT}/")
        return [f"{where}: the gate broke down ({type(error).__name__}: {error}). Mend it."]
    return lines


def main(asked: list[str]) -> int:
    """Run the gates and print what they found; 1 if anything, 2 for a gate that is not there."""
    found = gates()
    if unknown := [name for name in asked if name not in found]:
        print(f"No gate {', '.join(unknown)}. Those are: {', '.join(found)}.", file=sys.stderr)
        return 2
    failures = [] if asked else stray_exceptions(found)
    for line in failures:
        print(line)
    for name, module in found.items():
        if asked and name not in asked:
            continue
        began = time.monotonic()
        lines = judge(module)
        failures += lines
        for line in lines:
            print(line)
        how = f"{len(lines)} to mend" if lines else "good"
        print(f"[{name}: {how}, {time.monotonic() - began:.1f} s]", file=sys.stderr, flush=True)
    count = len(failures)
    print(f"{count} to mend." if count else "All gates are good.", flush=True)
    return int(bool(failures))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="erfara-check-") as home:
        # The gates read models and settings; they must not touch anybody's data.
        for key in [key for key in os.environ if key.startswith("ERFARA_")]:
            del os.environ[key]
        os.environ["ERFARA_MODE"] = "test"
        os.environ["ERFARA_HOME"] = home
        status = main(sys.argv[1:])
    sys.exit(status)
