"""The inside of `./run bench jobs`: fills a library, runs every job of the worker in it, and says
what each asked of the database. `--here` takes the installation that there is already."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
ROUNDS = 3
# So many rows of a table are looked through before anybody minds.
MANY = 200


def many(cursor: Any) -> set[str]:
    """Tables with so many rows that reading all of one is worth a word."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = set()
    for (name,) in cursor.fetchall():
        cursor.execute(f'SELECT COUNT(*) FROM (SELECT 1 FROM "{name}" LIMIT {MANY})')  # noqa: S608
        if cursor.fetchone()[0] >= MANY:
            found.add(name)
    return found


def reads(cursor: Any, sql: str, many: set[str]) -> list[str]:
    """What of a query goes through all rows of a large table, or all of a programme's."""
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    found = []
    for *_where, detail in cursor.fetchall():
        words = detail.split()
        if words[0] not in {"SCAN", "SEARCH"} or _table(words[1], sql) not in many:
            continue
        by_programme = detail.endswith(("(programme_id=?)", "(tenant_id=?)"))
        if words[0] == "SCAN" or by_programme:
            found.append(detail)
    return found


def _table(name: str, sql: str) -> str:
    """The table behind an alias such as T4 or U0."""
    before = sql.split(f'" {name} ')[0] if f'" {name} ' in sql else ""
    return before.rpartition('"')[2] if before else name


def measure() -> dict[str, Any]:
    """Each job: its queries, its milliseconds (median), and what it reads too much of."""
    from django.db import connection, connections
    from django.test.utils import CaptureQueriesContext

    from erfara.foundation import clock, worker

    at = clock.now()
    for _round in range(2):  # what was due is done and sent before anything counts
        for job in worker.jobs():
            job.function(at)
    large = many(connection.cursor()) if connection.vendor == "sqlite" else set()
    found = {}
    for job in worker.jobs():
        taken = []
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            job.function(at)
            taken.append((time.perf_counter() - begun) * 1000)
        with (
            CaptureQueriesContext(connection) as asked,
            CaptureQueriesContext(connections["keystore"]) as keys,
        ):
            job.function(at)
        kinds = [one["sql"] for one in asked if one["sql"].startswith(("SELECT", "UPDATE"))]
        whole: Counter[str] = Counter()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for sql in kinds:
                    whole.update(reads(cursor, sql, large))
        found[job.name] = {
            "queries": len(asked) + len(keys), "ms": round(sorted(taken)[ROUNDS // 2], 1),
            "reads": dict(whole),
        }  # fmt: skip
    return found


def main() -> None:
    """Read the call, fill, measure, print."""
    import django

    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int)
    parser.add_argument("requests", type=int)
    parser.add_argument("--here", action="store_true", help="don't fill")
    options = parser.parse_args()
    os.umask(0o077)
    django.setup()
    if not options.here:
        from tools.bench import _fill

        _fill.fill(options.people, options.requests, 0)
    json.dump(measure(), sys.stdout)


if __name__ == "__main__":
    main()
