"""How long one request takes among many people, and what the index weighs."""

from __future__ import annotations

import json
import random
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from math import log10
from typing import Any

import numpy as np

from erfara.engines.matching import asked as reading
from erfara.engines.matching.match import Matcher
from erfara.engines.matching.people import ROLES, Experience, Person, Request
from erfara.engines.matching.recognise import recogniser
from tools.bench import _match_sets as sets
from tools.repository import ROOT

ROUNDS = 3
_WORD = re.compile(r"[^\W\d_]{4,}")


def people(many: int) -> Iterator[Person]:
    """Invented people: sentences of the three sets, shuffled into three experiences each."""
    told = [
        sentence
        for name in sets.SETS
        for person in sets.load(name).people
        for experience in person.experiences
        for sentence in re.split(r"(?<=[.!?])\s+", experience.text)
    ]
    chance = random.Random(1)  # noqa: S311 - the same people every time
    for number in range(many):
        yield Person(
            f"g{number}",
            tuple(
                Experience(" ".join(chance.sample(told, 2)), chance.choice(ROLES)) for _ in range(3)
            ),
            birth_year=chance.randint(1930, 2005),
            forms_ok=("workshop", "focus_group", "interview", "lecture", "process"),
            digital_ok=True,
            travel_ok=True,
        )


def _times(run: Callable[[Request], object], asked: list[Request]) -> dict[str, float]:
    for one in asked[:3]:
        run(one)
    taken = []
    for _ in range(ROUNDS):
        for one in asked:
            start = time.perf_counter()
            run(one)
            taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return {
        "median": round(taken[len(taken) // 2], 2),
        "p95": round(taken[int(len(taken) * 0.95)], 2),
    }


def _bare(matcher: Matcher) -> Callable[[Request], object]:
    """A bare product of the same experiences × concepts with a vector: what no engine can beat."""
    index = matcher.index
    weights = np.frombuffer(index._row_weight, np.float32)
    columns = np.frombuffer(index._row_concept, np.int16)
    starts = np.minimum(np.frombuffer(index._start, np.int64), len(weights) - 1)
    vector = np.random.default_rng(1).random(len(index.recogniser.scheme.concepts), np.float32)
    return lambda _: np.add.reduceat(weights * vector[columns], starts)


def _fts(many: int) -> Callable[[Request], object]:
    base = sqlite3.connect(":memory:")
    base.execute(
        'CREATE VIRTUAL TABLE t USING fts5(text, tokenize="unicode61 remove_diacritics 0")'
    )
    texts = ((" ".join(e.text for e in one.experiences),) for one in people(many))
    base.executemany("INSERT INTO t VALUES (?)", texts)

    def run(request: Request) -> object:
        words = dict.fromkeys(w.lower() for w in _WORD.findall(request.wished_experience))
        wanted = " OR ".join(f'"{word}"*' for word in words)
        return base.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 10", (wanted,)
        ).fetchall()

    return run


def one_size(many: int) -> dict[str, Any]:
    """All figures for one number of people, in this process."""
    asked = sets.load("development").requests
    recogniser().find("redo")
    plain = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    matcher = Matcher(people(many))
    build = time.perf_counter() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - plain) / 1024
    ours = _times(lambda request: matcher.best(request), asked)
    read = {one.id: reading.read(one.texts(), matcher.recogniser) for one in asked}
    ranking = _times(lambda request: matcher.index.score(read[request.id]), asked)
    bare = _times(_bare(matcher), asked)
    new = next(people(1))
    start = time.perf_counter()
    matcher.index.add(Person("new", new.experiences))
    added = time.perf_counter() - start
    start = time.perf_counter()
    matcher.index.forget("new")
    forgotten = time.perf_counter() - start
    fts = _times(_fts(many), asked) if many <= 100_000 else {}
    return {
        "people": many,
        "build_s": round(build, 1),
        "memory_mb": round(memory),
        "ours_ms": ours,
        "ranking_ms": ranking,
        "bare_ms": bare,
        "times_bare": round(ranking["p95"] / bare["median"], 1),
        "fts5_ms": fts,
        "add_ms": round(added * 1000, 2),
        "forget_ms": round(forgotten * 1000, 2),
    }


def sizes(wanted: list[int]) -> list[dict[str, Any]]:
    """Each size in a process of its own, so that memory is its own."""
    found = []
    for many in wanted:
        words = [sys.executable, "-m", "tools.bench.match", "--one-size", str(many)]
        out = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        found.append(json.loads(out))
    return found


def picture(rows: list[dict[str, Any]]) -> str:
    """Time by people on two logarithmic scales, as SVG that needs nothing."""
    lines = {
        "Erfara, p95": [(r["people"], r["ours_ms"]["p95"]) for r in rows],
        "bare sparse product": [(r["people"], r["bare_ms"]["median"]) for r in rows],
        "SQLite FTS5, p95": [(r["people"], r["fts5_ms"]["p95"]) for r in rows if r["fts5_ms"]],
    }
    colours = ("#0b5c6b", "#6b6b6b", "#b3541e")

    def x(people: float) -> float:
        return 70 + (log10(people) - 3) * 150

    def y(ms: float) -> float:
        return 250 - (log10(max(ms, 0.01)) + 2) * 42

    out = [
        (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300" font-size="12"'
            ' font-family="sans-serif" role="img" aria-label="Milliseconds for one request by'
            ' number of people, both scales logarithmic">'
        ),
        '<rect width="640" height="300" fill="#fff"/>',
    ]
    for power in range(3, 7):
        at = x(10**power)
        out.append(f'<line x1="{at}" y1="30" x2="{at}" y2="250" stroke="#ddd"/>')
        out.append(f'<text x="{at}" y="268" text-anchor="middle">{10**power:,}</text>')
    for power in range(-2, 4):
        at = y(10**power)
        out.append(f'<line x1="70" y1="{at}" x2="520" y2="{at}" stroke="#ddd"/>')
        out.append(f'<text x="62" y="{at + 4}" text-anchor="end">{10.0**power:g} ms</text>')
    for (name, points), colour in zip(lines.items(), colours, strict=True):
        if not points:
            continue
        way = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in points)
        out.append(f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [
            f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{colour}"/>' for a, b in points
        ]
        last = points[-1]
        at = y(last[1])
        out.append(f'<text x="{x(last[0]) + 8:.1f}" y="{at + 4:.1f}" fill="{colour}">{name}</text>')
    out.append('<text x="295" y="290" text-anchor="middle">people</text></svg>')
    return "\n".join(out) + "\n"
