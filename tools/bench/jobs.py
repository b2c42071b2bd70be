"""What a round of the worker's jobs costs in a library where much has been and little is due.

A job has to look at what is due and not at all rows: `reads` names the tables of which it goes
through every row, or every row of a programme (SQLite's plan).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from typing import Any

from tools.bench import _installation as installations


def measure(people: int, requests: int, *, on_postgres: bool) -> dict[str, Any]:
    """Every job, in an installation of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="erfara-bench-") as home,
        installations.databases(on_postgres=on_postgres) as settings,
    ):
        return measure_in(installations.environment(home, **settings), str(people), str(requests))


def measure_in(env: dict[str, str], *words: str) -> dict[str, Any]:
    """Every job, in the installation of these surroundings; `--here`: as it is filled already."""
    found: dict[str, Any] = installations.inside("_jobs", *words, env=env)
    return found


def main(words: list[str] | None = None) -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="./run bench jobs", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL to throw away")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100_000, help="requests that are over")
    options = parser.parse_args(words)
    found = measure(options.people, options.requests, on_postgres=options.postgres)
    if options.json:
        json.dump({**installations.machine(), "jobs": found}, sys.stdout, indent=2)
        print()
        return 0
    print(f"{options.people} people, {options.requests} requests that are over")
    print(f"{'job':<30} {'queries':>8} {'ms':>9}  reads all of")
    for name, one in sorted(found.items(), key=lambda row: -row[1]["ms"]):
        print(f"{name:<30} {one['queries']:>8} {one['ms']:>9}  {'; '.join(one['reads'])}")
    total = sum(one["ms"] for one in found.values())
    print(f"{'all, one after the other':<30} {'':>8} {round(total, 1):>9}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
