"""The figures of a library with ten years behind it: counted, kept, and opened to their rows.

What is measured is the counting, in one process; what the page costs is `./run bench pages`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from statistics import median
from typing import Any

from tools.bench import _installation as installations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
TEN_YEARS = 3650
ROUNDS = 3


def _ms(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Milliseconds of work, SQLite's included: on a machine that others use they hardly change."""
    taken = []
    for _round in range(rounds):
        begun = time.process_time()
        run()
        taken.append((time.process_time() - begun) * 1000)
    return round(median(taken), 1)


def inside(people: int, requests: int) -> dict[str, Any]:
    """Fill the installation of these surroundings and measure in it."""
    import django

    django.setup()
    from erfara.foundation import clock
    from erfara.insight import prepared
    from erfara.insight.counting import Counted, tables_of
    from erfara.insight.spans import EVERYTHING, Span, year
    from erfara.organisations.models import Programme
    from tools.bench import _fill, _past

    _past.DAYS = TEN_YEARS
    filled = _fill.fill(people, requests, 0)
    programme = Programme.objects.get(slug=filled["slug"])
    at = clock.now()
    last = at.year - 1
    found: dict[str, Any] = {
        "everything, counted at once": _ms(lambda: tables_of(Counted(programme, EVERYTHING)), 1),
        "all sheets, by the worker": _ms(lambda: prepared.count_in(programme, at), 1),
        "everything, as kept": _ms(
            lambda: prepared.sheet(programme, EVERYTHING, sees_register=True)
        ),
        "a year, as kept": _ms(lambda: prepared.sheet(programme, year(last), sees_register=True)),
        "a quarter, counted at once": _ms(
            lambda: prepared.sheet(
                programme, Span(date(last, 1, 1), date(last, 3, 31)), sees_register=True
            )
        ),
        "the rows of a year's requests": _ms(
            lambda: prepared.behind(programme, EVERYTHING, "requests", str(last), "requests")
        ),
        "the rows of an end, all years": _ms(
            lambda: prepared.behind(programme, EVERYTHING, "outcomes", "carried_out", "requests")
        ),
    }
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["most memory held, MB"] = round(most / (1024 if sys.platform != "darwin" else 1 << 20))
    return found


def measure(people: int, requests: int) -> dict[str, Any]:
    """The same in an installation of its own, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="erfara-bench-") as home:
        found: dict[str, Any] = installations.inside(
            "stats", "--inside", "--people", str(people), "--requests", str(requests),
            env=installations.environment(home),
        )  # fmt: skip
    return found


def main(words: list[str] | None = None) -> int:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="./run bench stats", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--requests", type=int, default=100_000, help="requests that are over")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(words)
    if options.inside:
        os.umask(0o077)
        json.dump(inside(options.people, options.requests), sys.stdout)
        return 0
    found = measure(options.people, options.requests)
    if options.json:
        json.dump({**installations.machine(), "ms": found}, sys.stdout, indent=2)
        print()
        return 0
    print(f"{options.people} people, {options.requests} requests in ten years: ms of work")
    for name, one in found.items():
        print(f"{name:<34} {one:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
