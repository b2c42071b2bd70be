"""Peer support with 50 programmes, one of them large: work and queries of the pages a lead uses.

One installation, filled and served as in earnest. Round after round each page is asked for in the
small and in the large programme, beside our own empty page; `of empty` is the work of the web
processes for the page in that for the empty one (Linux only), `growth` that of the large programme
in that of the small one. Queries are counted in a process of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
from typing import Any

from tools.bench import _installation as installations
from tools.bench._installation import EMPTY_PAGE, Installation
from tools.bench.pages import CLIENTS, EMPTY

SIZES = ("small", "large")
SIZE = "50,2000,5000,20000"


def burst(one: Installation, size: str, page: str, seconds: float) -> float:
    """Ask for a page over and over; ms of work for each. Stops if an answer isn't 200."""
    if page == EMPTY:
        requests = [one.get(EMPTY_PAGE)]
    else:
        pages = one.filled[size]
        cookies = pages["own"] if page == "own page" else [one.filled["staff"]]
        requests = [one.get(pages[page], cookie) for cookie in cookies]
    lanes = [requests[i % len(requests) :] + requests[: i % len(requests)] for i in range(CLIENTS)]
    before = one.cpu_seconds()
    result = installations.load(one.port, lanes, seconds=seconds, repeat=True)
    worked = one.cpu_seconds() - before
    if result["errors"] or set(result["status"]) != {"200"}:
        raise SystemExit(f"{page}, {size}: {result['status']} {result['errors'][:3]}")
    return worked * 1000 / len(result["times"])


def measure(one: Installation, *, rounds: int, seconds: float) -> dict[str, Any]:
    """Every page in both programmes."""
    looked = installations.inside("_peers", "look", json.dumps(one.filled), env=one.env)
    pages = list(looked["small"])
    for page in pages:
        for size in SIZES:  # every worker has rendered every page once before anything counts
            burst(one, size, page, min(0.5, seconds))
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number in range(rounds):
        print(f"Round {number + 1} of {rounds}…", file=sys.stderr)
        for page in random.sample(pages, len(pages)):
            for size in SIZES:
                empty = burst(one, size, EMPTY, seconds / 2)
                its = burst(one, size, page, seconds)
                found.setdefault((page, size), []).append((its, empty))
    return {page: _summary(page, found, looked) for page in pages}


def _summary(page: str, found: dict[Any, list[Any]], looked: dict[str, Any]) -> dict[str, Any]:
    by_size = {}
    for size in SIZES:
        bursts = found[page, size]
        by_size[size] = {
            **looked[size][page],
            "cpu": round(statistics.median(its for its, _ in bursts), 1),
            "of_empty": round(statistics.median(its / empty for its, empty in bursts), 1),
        }
    beside = zip(found[page, "small"], found[page, "large"], strict=True)
    growth = statistics.median(
        (many / beside_many) / (few / beside_few)
        for (few, beside_few), (many, beside_many) in beside
    )
    return {**by_size, "growth": round(growth, 2)}


def show(pages: dict[str, Any], *, slow: bool) -> None:
    """The figures as a table."""
    print(f"{'page':<14}{'of empty':>16}{'cpu ms':>16}{'queries':>12}{'growth':>8}")
    for page, row in pages.items():
        few, many = row["small"], row["large"]
        print(
            f"{page:<14}{few['of_empty']:>7} /{many['of_empty']:>7}"
            f"{few['cpu']:>7} /{many['cpu']:>7}{few['queries']:>5} /{many['queries']:>5}"
            f"{row['growth']:>8}"
        )
        for taken, first, last, plan in many["slow"] if slow else []:
            print(f"    {taken} ms: {first} … {last}\n      {'; '.join(plan)}")


def main(words: list[str] | None = None) -> int:
    """Fill, measure, and say it as rows for docs/reference/speed.md."""
    parser = argparse.ArgumentParser(prog="./run bench peers", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument(
        "--size", default=SIZE, help="programmes, and of the large one workplaces, applicants, "
        "times of courses; with commas",
    )  # fmt: skip
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="for each burst")
    parser.add_argument("--slow", action="store_true", help="with queries of over 1 ms, by plan")
    options = parser.parse_args(words)
    fill = ["_peers", "fill", *options.size.split(",")]
    with installations.installation(0, fill=fill) as one:
        pages = measure(one, rounds=options.rounds, seconds=options.seconds)
    load = round(os.getloadavg()[0], 1)
    if options.json:
        found = {**installations.machine(), "load": load, "size": options.size, "pages": pages}
        json.dump(found, sys.stdout, indent=2)
        print()
        return 0
    print(f"{options.size}: small / large, medians of {options.rounds} rounds, load {load}")
    show(pages, slow=options.slow)
    return 0


if __name__ == "__main__":
    sys.exit(main())
