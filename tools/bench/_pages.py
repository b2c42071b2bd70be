"""Which queries of each page read all rows of a large table, or all of a programme's, by SQLite's
plan: `python -m tools.bench._pages FILLED`, in the surroundings of an installation that is filled.

FILLED is what `_fill` printed. Such a query grows with what has been, and its page with it. Not
those that stop early: the first rows in the order of an index, and the least of a column.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")


def _stops_early(cursor: Any, sql: str) -> bool:
    if "SELECT MIN(" in sql:
        return True
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    return " LIMIT " in sql and "TEMP B-TREE" not in str(cursor.fetchall())


def look(filled: dict[str, Any]) -> dict[str, list[str]]:
    """Page → what it reads all of."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tools.bench._installation import Installation
    from tools.bench._jobs import many, reads
    from tools.bench.pages import PAGES

    client, found = Client(), {}
    here = Installation(80, 0, {}, filled)
    with connection.cursor() as cursor:
        large = many(cursor)
    for page, lanes in PAGES.items():
        head, *lines = lanes(here)[0].split("\r\n")
        cookie = "".join(line.partition(": ")[2] for line in lines if line.startswith("Cookie"))
        client.cookies.clear()
        with CaptureQueriesContext(connection) as asked:
            client.get(head.split()[1], headers={"cookie": cookie})
        kinds = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        with connection.cursor() as cursor:
            slow = [sql for sql in kinds if not _stops_early(cursor, sql)]
            found[page] = sorted({one for sql in slow for one in reads(cursor, sql, large)})
    return found


def main() -> None:
    """Look, print."""
    import django

    django.setup()
    json.dump(look(json.loads(sys.argv[1])), sys.stdout)


if __name__ == "__main__":
    main()
