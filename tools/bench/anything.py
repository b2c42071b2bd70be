"""The search for anything: ms for a name, a word, a number and odd input, among many.

Fills an installation to throw away with people and with requests of varied words, and asks the view
itself in a process of its own, with all that a search does: names opened and logged, page rendered.
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

PEOPLE, REQUESTS = 10_000, 100_000


def measure(people: int, requests: int, *, on_postgres: bool = False) -> dict[str, Any]:
    """One programme of so many people and requests."""
    home = tempfile.mkdtemp(prefix="erfara-bench-")
    try:
        with installations.databases(on_postgres=on_postgres) as settings:
            env = installations.environment(home, **settings)
            found = installations.inside("_anything", str(people), str(requests), env=env)
        return {**installations.machine(), "load": round(os.getloadavg()[0], 1), **found}
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str] | None = None) -> int:
    """Measure, and say it as a row for docs/reference/speed.md."""
    parser = argparse.ArgumentParser(prog="./run bench anything", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL to throw away")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--requests", type=int, default=REQUESTS)
    options = parser.parse_args(words)
    found = measure(options.people, options.requests, on_postgres=options.postgres)
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
    else:
        print(
            f"{found['database']}, {found['people']} people, {found['requests']} requests: names "
            f"read in {found['names_s']} s, {found['names_mb']} MB; sent, found and shown in ms, "
            "median / p95 (work, in that of the empty page): "
            + ", ".join(
                f"{name} {one['median']} / {one['p95']} ({one['work']}, {one['of_empty']})"
                for name, one in found["pages"].items()
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
