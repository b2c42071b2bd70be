"""The figures of a library with ten years behind it: counted, kept, and opened to their rows.

In one process, without the server: the counting, and the pages as a browser asks for them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from tools.bench import _installation as installations

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
TEN_YEARS = 3650
ROUNDS, PAGES = 3, 25


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
    from django.test import Client
    from django.urls import reverse

    from erfara.foundation import clock
    from erfara.insight import prepared
    from erfara.insight.counting import Counted, tables_of
    from erfara.insight.spans import EVERYTHING
    from erfara.organisations.models import Programme, Unit
    from erfara.web.steering import show
    from tools.bench import _fill, _past

    _past.DAYS = TEN_YEARS
    filled = _fill.fill(people, requests, 0)
    programme = Programme.objects.get(slug=filled["slug"])
    at = clock.now()
    last = at.year - 1
    client = Client(headers={"cookie": filled["staff"]})
    here = reverse("steering:figures", args=[programme.slug])
    unit = Unit.objects.filter(programme=programme).order_by("pk")[0]
    quarter = {"fran": f"{last}-01-01", "till": f"{last}-03-31"}

    def get(url: str, asked: Mapping[str, str]) -> float:
        begun = time.process_time()
        answer = client.get(url, asked)
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
        return (time.process_time() - begun) * 1000

    def page(url: str, asked: Mapping[str, str], *, anew: bool = False) -> list[float]:
        """Its work, and how many times that of the empty page asked for beside it."""
        get(url, asked)  # the first one prepares what all the others use
        pairs = []
        for _round in range(PAGES):
            if anew:
                show.forget_written()
            pairs.append((get(url, asked), get(installations.EMPTY_PAGE, {})))
        whole, empty = (sum(sorted(one)[1:-1]) for one in zip(*pairs, strict=True))
        return [round(whole / (PAGES - 2), 1), round(whole / empty, 1)]

    def ordered(**asked: str) -> float:
        client.post(reverse("steering:order_figures", args=[programme.slug]), asked)
        return _ms(lambda: prepared.count_ordered(at), 1)

    found: dict[str, Any] = {
        "everything, counted at once": _ms(lambda: tables_of(Counted(programme, EVERYTHING)), 1),
        "all sheets, by the worker": _ms(lambda: prepared.count_in(programme, at), 1),
        "the page: everything": page(here, {}),
        "the page: everything, the first since it was counted": page(here, {}, anew=True),
        "the page: a year": page(here, {"tid": str(last)}),
        "the page: a quarter that nobody has ordered": page(here, quarter),
        "a quarter ordered, by the worker": ordered(**quarter),
        "a unit ordered, by the worker": ordered(enhet=str(unit.pk)),
        "the page: that quarter": page(here, quarter),
        "the page: that unit": page(here, {"enhet": str(unit.pk)}),
    }
    for figure, row, column, more in (
        ("requests", str(last), "requests", {}), ("outcomes", "carried_out", "requests", {}),
        ("outcomes", "carried_out", "requests", {"page": "700"}), ("requests", "", "requests", {}),
        ("hours", str(last), "person_hours", {}), ("times", "first_answer", "median_days", {}),
        ("recruited", str(last), "people", {}), ("asked", "everybody", "never_asked_people", {}),
        ("asked", "role:relative", "said_yes_people", {}), ("channels", "web", "people", {}),
        ("outcomes", "carried_out", "requests", quarter),
    ):  # fmt: skip
        rows = reverse("steering:figure_rows", args=[programme.slug, figure])
        name = " ".join(["rows:", figure, row, column, *more.values()])
        found[name] = page(rows, {"rad": row, "kolumn": column, **more})
    hours = reverse("steering:hours", args=[programme.slug])
    found[f"the hours of the loans of {last}"] = page(hours, {"year": str(last)})
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
    print(f"{options.people} people, {options.requests} requests in ten years: ms of work;")
    print("of a page also how many times that of the empty page asked for beside it")
    for name, one in found.items():
        work, times = one if isinstance(one, list) else (one, "")
        print(f"{name:<56} {work:>10} {times:>6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
