"""The search for whom to ask: seconds to make a library's index, memory, ms for a proposal.

Fills an installation to throw away with people who have told of as many different things, and asks
the index in a process of its own, as a web process does.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from typing import Any

from tools.bench import _installation as installations

PEOPLE = 10_000


def measure(people: int) -> dict[str, Any]:
    """One library of so many people."""
    home = tempfile.mkdtemp(prefix="erfara-bench-")
    try:
        env = installations.environment(home)
        found: dict[str, Any] = {}
        for step in ("fill", "ask"):
            found = installations.inside("_find", step, str(people), env=env)
        return {**installations.machine(), "load": round(os.getloadavg()[0], 1), **found}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str] | None = None) -> int:
    """Measure, and say it as a row for docs/reference/speed.md."""
    parser = argparse.ArgumentParser(prog="./run bench find", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--people", type=int, default=PEOPLE)
    options = parser.parse_args(words)
    found = measure(options.people)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
    else:
        print(
            f"{found['people']} people: index made in {found['made_s']} s, {found['memory_mb']} MB "
            f"(vocabulary {found['vocabulary_s']} s, {found['vocabulary_mb']} MB); median / p95: "
            + ", ".join(
                f"{name} {found[key]['median']} / {found[key]['p95']}"
                for name, key in (
                    ("proposal", "propose_ms"), ("the same again", "again_ms"),
                    ("words searched", "search_ms"), ("filters", "sift_ms"),
                )
            )
            + f"; one changed {found['one_changed_ms']} ms, in step {found['in_step_ms']} ms"
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
