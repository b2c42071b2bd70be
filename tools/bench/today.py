"""Today with 1 000 open things: CPU and queries of the page, in the process that makes it.

Every kind of thing that a state gives to the coordinator is there, as many of each. The same with
few shows what grows. Measured beside our own empty page: `today` when somebody has done something
and all is read, `again` when nobody has; `all` is the list of everything, paged, again.
A thing is what it takes to come there: it leaves two rows or more.
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

THINGS = "60,1000"


def measure(things: int) -> dict[str, Any]:
    """One library with so many things that wait."""
    home = tempfile.mkdtemp(prefix="erfara-bench-")
    try:
        found: dict[str, Any] = {}
        for words in (["fill", str(things)], ["look"]):
            env = installations.environment(home)
            found |= installations.inside("_today", *words, env=env)
        return found
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str] | None = None) -> int:
    """Measure, and say it as rows for docs/reference/speed.md."""
    parser = argparse.ArgumentParser(prog="./run bench today", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--things", default=THINGS, help="how many things, with commas")
    options = parser.parse_args(words)
    rows = [measure(int(things)) for things in options.things.split(",")]
    found = {
        **installations.machine(),
        "load": round(os.getloadavg()[0], 1),
        "today": rows,
    }
    if options.json:
        json.dump(found, sys.stdout, indent=2)
        print()
        return 0
    for row in rows:
        print(
            f"{row['things']} things, {row['rows']} rows and {row['beyond']} beyond; "
            f"{row['read_ms']} ms to read the day; load {found['load']}"
        )
        for name in ("today", "again", "all", "empty"):
            page = row[name]
            print(
                f"  {name}: {page['cpu_ms']} ms of cpu (at least {page['least_ms']}), "
                f"{page['of_empty']} empty pages, {page['queries']} queries, {page['kb']} kB"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
