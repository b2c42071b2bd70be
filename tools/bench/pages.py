"""What each page costs, as a multiple of our own empty page, with 100, 1 000 and 10 000 people.

All installations are up at once. Round after round each page is asked for in a short burst at every
size, in random order, and before each burst comes one of the empty page: a machine that is slower
for a few seconds is then slower for both. Nothing counts before the worker has done what is due and
each process has made its index of the people. Each figure is a median over the rounds: requests and
times by themselves, the multiple and the growth as ratios of bursts that lay beside each other.

The multiple says how many fewer requests a second there are. On a machine that others use as well
it comes out too high: whoever needs little is let in first. The multiple of the work (CPU time of
the web processes for each request, Linux only) hardly depends on that.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from tools.bench import _installation as installations
from tools.bench._installation import EMPTY_PAGE, Installation

EMPTY = "empty"
CLIENTS = 8
Lanes = Callable[[Installation], list[str]]


def _staff(path: str) -> Lanes:
    def requests(one: Installation) -> list[str]:
        return [
            one.get(
                path.format(work=f"/arbete/{one.filled['slug']}", **one.filled), one.filled["staff"]
            )
        ]

    return requests


def _own(path: str) -> Lanes:
    # Many people, each seldom: a page that shows its own log must not grow by being measured.
    def requests(one: Installation) -> list[str]:
        return [one.get(path.format(**one.filled), cookie) for cookie in one.filled["own_sessions"]]

    return requests


def _questions(which: str = "questions") -> Lanes:
    def requests(one: Installation) -> list[str]:
        return [one.get(f"/{one.filled['slug']}/fraga/{token}/") for token in one.filled[which]]

    return requests


def _borrower(which: str = "borrower") -> Lanes:
    return lambda one: [one.get(f"/{one.filled['slug']}/forfragan/{one.filled[which]}/")]


PAGES: dict[str, Lanes] = {
    EMPTY: lambda one: [one.get(EMPTY_PAGE)],
    "register": _staff("{work}/register/"),
    "requests": _staff("{work}/forfragningar/?visa=alla"),
    "board": _staff("{work}/tavla/"),
    "calendar": _staff("{work}/kalender/"),
    "request": _staff("{work}/forfragningar/{request}/"),
    "choose": _staff("{work}/forfragningar/{request}/valj/"),
    "today": _staff("{work}/"),
    "figures": _staff("{work}/siffror/"),
    "person": _staff("{work}/register/{person}/"),
    "own page": _own("/{slug}/min-sida/"),
    "question": _questions(),
    "borrower": _borrower(),
    "proposal": _staff("{work}/forfragningar/{request}/forslag/"),
    "team": _staff("{work}/forfragningar/{request}/laget/"),
    "loan": _staff("{work}/lan/{loan}/"),
    "held loan": _staff("{work}/lan/{held_loan}/"),
    "agreement": _staff("{work}/lan/{loan}/avtal/"),
    "replace": _staff("{work}/lan/{thin_loan}/nagon-annan/"),
    "payments": _staff("{work}/utbetalningar/"),
    "her loan": _questions("lent_questions"),
    "their loan": _borrower("lent_borrower"),
    "programme": lambda one: [one.get("/{slug}/".format(**one.filled))],
}


@dataclass(frozen=True)
class Burst:
    """What one burst gave: requests a second, times in ms, and ms of work for each request."""

    rate: float
    p50: float
    p95: float
    cpu: float


# Size and page → its bursts, each with that of the empty page just before it.
Found = dict[tuple[int, str], list[tuple[Burst, Burst]]]


def burst(one: Installation, page: str, seconds: float) -> Burst:
    """Ask for one page over and over with eight connections. Stops if an answer isn't 200."""
    requests = PAGES[page](one)
    lanes = [requests[i % len(requests) :] + requests[: i % len(requests)] for i in range(CLIENTS)]
    before = one.cpu_seconds()
    result = installations.load(one.port, lanes, seconds=seconds, repeat=True)
    worked = one.cpu_seconds() - before
    if result["errors"] or set(result["status"]) != {"200"}:
        raise SystemExit(f"{page}: {result['status']} {result['errors'][:3]}")
    times = result["times"]
    return Burst(
        len(times) / result["seconds"],
        statistics.median(times),
        installations.percentile(times, 95),
        worked * 1000 / len(times),
    )


def answers(one: Installation, page: str) -> int:
    """The status with which a page answers."""
    head, _, rest = PAGES[page](one)[0].partition("\r\n")
    lines = dict(line.split(": ", 1) for line in rest.split("\r\n") if line)
    request = urllib.request.Request(f"http://127.0.0.1:{one.port}{head.split()[1]}", headers=lines)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the same
            status: int = answer.status
            return status
    except urllib.error.HTTPError as error:
        return error.code


def measure(
    up: dict[int, Installation], pages: list[str], *, rounds: int, seconds: float
) -> dict[str, Any]:
    """All these pages in all these installations, by how many people are in them."""
    sizes = sorted(up)
    broken = {p: status for p in pages if (status := answers(up[sizes[0]], p)) != 200}
    good = [page for page in pages if page not in broken]
    for size in sizes:  # every worker has rendered every page once before anything counts
        for page in good:
            burst(up[size], page, min(0.5, seconds))
    for size in sizes:  # and what was begun by that is done, as where people have been at work
        up[size].come_to_rest()
    found: Found = {(size, page): [] for size in sizes for page in good}
    for number in range(rounds):
        print(f"Round {number + 1} of {rounds}…", file=sys.stderr)
        for page in random.sample(good, len(good)):
            for size in random.sample(sizes, len(sizes)):
                empty = burst(up[size], EMPTY, seconds / 2)
                found[size, page].append((burst(up[size], page, seconds), empty))
    return {
        **installations.machine(),
        "clients": CLIENTS,
        "rounds": rounds,
        "pages": {page: _summary(page, sizes, found) for page in good},
        "broken": broken,
    }


def _summary(page: str, sizes: list[int], found: Found) -> dict[str, Any]:
    by_size = {}
    for size in sizes:
        pairs = found[size, page]
        by_size[str(size)] = {
            "rate": round(statistics.median(its.rate for its, _ in pairs), 1),
            "p50": round(statistics.median(its.p50 for its, _ in pairs), 1),
            "p95": round(statistics.median(its.p95 for its, _ in pairs), 1),
            "cpu": round(statistics.median(its.cpu for its, _ in pairs), 2),
            "multiple": round(statistics.median(empty.rate / its.rate for its, empty in pairs), 1),
            "cpu_multiple": round(
                statistics.median(its.cpu / empty.cpu for its, empty in pairs), 1
            ),
        }
    beside = zip(found[min(sizes), page], found[max(sizes), page], strict=True)
    growth = statistics.median(many.p95 / few.p95 for (few, _), (many, _) in beside)
    return {"by_size": by_size, "p95_growth": round(growth, 2)}


def show(result: dict[str, Any]) -> None:
    """The figures as a table."""
    print(
        f"{result['database']}, {result['cores']} cores, {CLIENTS} clients, "
        f"medians of {result['rounds']} rounds"
    )
    names = ("req/s", "p50 ms", "p95 ms", "cpu ms", "multiple", "of cpu")
    print(f"{'page':<10} {'people':>7}" + "".join(f"{name:>9}" for name in names))
    for page, row in result["pages"].items():
        for size, one in row["by_size"].items():
            figures = ("rate", "p50", "p95", "cpu", "multiple", "cpu_multiple")
            print(f"{page:<10} {size:>7}" + "".join(f"{one[name]:>9}" for name in figures))
        print(f"{'':<10} p95 with most people / with fewest: {row['p95_growth']}")
    for page, status in result["broken"].items():
        print(f"{page:<10} answers {status} and was not measured")


def main(words: list[str] | None = None) -> int:
    """Measure; 1 if a page does not answer."""
    parser = argparse.ArgumentParser(prog="./run bench pages", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL to throw away")
    parser.add_argument("--sizes", default="100,1000,10000", help="how many people, with commas")
    parser.add_argument("--pages", default=",".join(PAGES), help="which pages, with commas")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5, help="for each burst")
    options = parser.parse_args(words)
    sizes = [int(size) for size in options.sizes.split(",")]
    pages = list(dict.fromkeys([EMPTY, *options.pages.split(",")]))
    if unknown := set(pages) - set(PAGES):
        parser.error(f"{', '.join(unknown)}: no such page. Those are: {', '.join(PAGES)}.")
    with ExitStack() as stack:
        up = {
            size: stack.enter_context(
                installations.installation(size, on_postgres=options.postgres)
            )
            for size in sizes
        }
        result = {
            "database": "PostgreSQL" if options.postgres else "SQLite",
            **measure(up, pages, rounds=options.rounds, seconds=options.seconds),
        }
    if options.json:
        json.dump(result, sys.stdout, indent=2)
        print()
    else:
        show(result)
    return int(bool(result["broken"]))


if __name__ == "__main__":
    sys.exit(main())
