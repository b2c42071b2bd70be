"""Clients that all write at once: no error on either database, and nothing lost.

Each client is a person with a question of her own, behind the link of her message. She answers yes,
no, yes… with the real form: token against forgery, key that makes it once, state, audit row. After
it every answer that was taken has to stand in the database.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from tools.bench import _installation as installations
from tools.bench._installation import Installation

CLIENTS = 32
# What Django takes for a token: cookie and form have to hold the same.
TOKEN = "s" * 32


def _lane(one: Installation, token: str, number: int) -> list[str]:
    path = f"/{one.filled['slug']}/fraga/{token}/"
    return [
        one.post(
            path,
            urlencode(
                {
                    "csrfmiddlewaretoken": TOKEN,
                    "once": uuid4().hex,
                    "answer": ("yes", "no")[at % 2],
                }
            ),
            f"erfara_csrf={TOKEN}",
        )
        for at in range(number)
    ]


def measure(one: Installation, each: int) -> dict[str, Any]:
    """So many answers from everybody who has a question here, all at once."""
    before = one.answers_given()
    lanes = [_lane(one, token, each) for token in one.filled["to_answer"]]
    result = installations.load(one.port, lanes, seconds=0, repeat=False)
    written = one.answers_given() - before
    times = result["times"]
    failed = len(result["errors"]) + sum(n for code, n in result["status"].items() if code != "302")
    return {
        **installations.machine(),
        "clients": len(lanes),
        "sent": len(lanes) * each,
        "written": written,
        "failed": failed,
        "status": result["status"],
        "errors": result["errors"][:5],
        "rate": round(len(times) / result["seconds"], 1),
        **{f"p{part}": round(installations.percentile(times, part), 1) for part in (50, 95, 99)},
        "longest": round(max(times, default=0.0), 1),
    }


def main(words: list[str] | None = None) -> int:
    """Measure on both databases; 1 if anything failed or was lost."""
    parser = argparse.ArgumentParser(prog="./run bench writes", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--each", type=int, default=60, help="answers from each client")
    parser.add_argument("--people", type=int, default=1000)
    options = parser.parse_args(words)
    chosen = ("sqlite", "postgres") if options.database == "both" else (options.database,)
    results = []
    for database in chosen:
        with installations.installation(
            options.people, questions=options.clients, on_postgres=database == "postgres"
        ) as one:
            name = "PostgreSQL" if database == "postgres" else "SQLite"
            results.append({"database": name, **measure(one, options.each)})
    if options.json:
        json.dump(results, sys.stdout, indent=2)
        print()
    for row in results if not options.json else []:
        print(
            f"{row['database']:<10} {row['clients']} clients, {row['sent']} answers: "
            f"{row['failed']} failed, {row['sent'] - row['written']} lost; {row['rate']}/s, "
            f"p50 {row['p50']} p95 {row['p95']} p99 {row['p99']} longest {row['longest']} ms"
        )
        if row["failed"]:
            print(f"{'':<10} {row['status']} {row['errors']}")
    return int(any(row["failed"] or row["written"] != row["sent"] for row in results))


if __name__ == "__main__":
    sys.exit(main())
