"""The sets the matching is judged on, the measures, and those it is compared with."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import log2
from typing import Any
from unittest import mock

import bm25s
import snowballstemmer

from erfara.engines.matching import asked as reading
from erfara.engines.matching import index as indexing
from erfara.engines.matching import people as coming_in
from erfara.engines.matching.language import Lexicon
from erfara.engines.matching.match import Matcher
from erfara.engines.matching.people import Person, Request
from erfara.engines.matching.recognise import Recogniser, recogniser
from erfara.engines.matching.scheme import Scheme, experience
from tools.repository import ROOT

FOLDER = ROOT / "tests" / "benchmark_data" / "matching"
SETS = ("development", "own", "held", "fresh")
TOP = 10
FITTING = 2  # grades from here on are a fit
_WORD = re.compile(r"[^\W\d_]{3,}")

Ranking = list[str]


@dataclass
class Judged:
    """A set of people and requests with its judgements."""

    name: str
    people: list[Person]
    requests: list[Request]
    grades: Mapping[str, Mapping[str, int]]
    eligible: Mapping[str, Sequence[str]]
    texts: dict[str, str] = field(default_factory=dict)


def load(name: str) -> Judged:
    """A set from tests/benchmark_data."""

    def part(what: str) -> Any:
        return json.loads((FOLDER / name / f"{what}.json").read_text(encoding="utf-8"))

    people = coming_in.people(part("people"))
    judged = part("qrels")
    texts = {p.id: " ".join(e.text for e in p.experiences) for p in people}
    return Judged(
        name, people, coming_in.requests(part("requests")), judged["grades"], judged["eligible"],
        texts,
    )  # fmt: skip


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], among: set[str]) -> float | None:
    """nDCG@10 over those who may be asked; None when nobody of them fits at all."""
    shown = [one for one in ranking if one in among][:TOP]
    gain = sum((2 ** grades.get(one, 0) - 1) / log2(at + 2) for at, one in enumerate(shown))
    best = sorted((grades.get(one, 0) for one in among), reverse=True)[:TOP]
    most = sum((2**grade - 1) / log2(at + 2) for at, grade in enumerate(best))
    return gain / most if most else None


def recall(ranking: Sequence[str], grades: Mapping[str, int], among: set[str]) -> float | None:
    """The share of those who fit (grade 2 or 3) among the first ten."""
    fit = {one for one in among if grades.get(one, 0) >= FITTING}
    shown = [one for one in ranking if one in among][:TOP]
    return len(fit & set(shown)) / min(TOP, len(fit)) if fit else None


def _words(request: Request) -> list[str]:
    text = f"{request.wished_experience} {request.purpose}"
    return list(dict.fromkeys(word.lower() for word in _WORD.findall(text)))


def by_bm25(judged: Judged) -> Callable[[Request], Ranking]:
    """BM25 over Swedish stems (bm25s, Snowball)."""
    stemmer = snowballstemmer.stemmer("swedish")
    ids = list(judged.texts)

    def stems(texts: list[str]) -> Any:
        return [stemmer.stemWords([w.lower() for w in _WORD.findall(text)]) for text in texts]

    engine = bm25s.BM25()  # type: ignore[no-untyped-call]
    engine.index(stems(list(judged.texts.values())), show_progress=False)

    def rank(request: Request) -> Ranking:
        scores = engine.get_scores(stems([f"{request.wished_experience} {request.purpose}"])[0])
        return [one for _, one in sorted(zip(-scores, ids, strict=True))]

    return rank


def by_trigram(judged: Judged) -> Callable[[Request], Ranking]:
    """SQLite FTS5 with trigrams: any of the words, its own rank."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, text, tokenize='trigram')")
    base.executemany("INSERT INTO t VALUES (?, ?)", judged.texts.items())

    def rank(request: Request) -> Ranking:
        wanted = " OR ".join(f'"{word}"' for word in _words(request))
        found = base.execute("SELECT id FROM t WHERE t MATCH ? ORDER BY rank, id", (wanted,))
        first = [row[0] for row in found]
        return first + sorted(set(judged.texts) - set(first))

    return rank


def by_postgres(judged: Judged, cursor: Any) -> Callable[[Request], Ranking]:
    """PostgreSQL's `swedish`: any of the words, ts_rank."""
    cursor.execute("DROP TABLE IF EXISTS t")
    cursor.execute("CREATE TABLE t (id text, v tsvector)")
    cursor.executemany(
        "INSERT INTO t VALUES (%s, to_tsvector('swedish', %s))", list(judged.texts.items())
    )

    def rank(request: Request) -> Ranking:
        text = " ".join(_words(request))
        cursor.execute(
            "WITH q AS (SELECT replace(plainto_tsquery('swedish', %s)::text, '&', '|')::tsquery q)"
            " SELECT id FROM t, q ORDER BY ts_rank(v, q) DESC, id",
            (text,),
        )
        return [row[0] for row in cursor.fetchall()]

    return rank


def by_erfara(judged: Judged, using: Recogniser | None = None) -> Callable[[Request], Ranking]:
    """Our engine's order over everybody, constraints left aside."""
    made = indexing.Index(using or recogniser(), judged.people)

    def rank(request: Request) -> Ranking:
        scores = made.score(reading.read(request.texts(), made.recogniser)).total
        return sorted(made.place, key=lambda one: (-float(scores[made.place[one]]), one))

    return rank


def nobody(judged: Judged) -> dict[str, tuple[bool, bool]]:
    """Request → whether nobody fits, and whether the engine says so."""
    matcher = Matcher(judged.people)
    found = {}
    for request in judged.requests:
        grades = judged.grades.get(request.id, {})
        fit = any(grades.get(one, 0) >= FITTING for one in judged.eligible[request.id])
        found[request.id] = (not fit, matcher.answer(request, most=1).nobody_fits)
    return found


def shown_wrongly(judged: Judged) -> int:
    """How many are ranked who may not be asked."""
    matcher = Matcher(judged.people)
    return sum(
        one.id not in judged.eligible[request.id]
        for request in judged.requests
        for one in matcher.answer(request).ranked
    )


def _only_names() -> Recogniser:
    whole = experience()
    concepts = {
        one: type(c)(
            c.id, c.facet, c.names, tuple(x for x in c.labels if x.kind in ("pref", "alt")),
            c.broader, c.related,
        )
        for one, c in whole.concepts.items()
    }  # fmt: skip
    return Recogniser(Scheme(concepts, whole.facets))


@contextmanager
def _without(part: str) -> Iterator[Recogniser]:
    """A recogniser of its own with one part of the engine taken away."""
    ways: dict[str, list[Any]] = {
        "nothing": [],
        "what people say instead of a name": [],
        "nearness of concepts": [mock.patch.object(Scheme, "near", lambda self, one: {one: 1.0})],
        "words that go with a concept": [mock.patch.object(indexing, "LIKELY", 0.0)],
        "the request's own words": [mock.patch.object(indexing, "TEXT", 0.0)],
        "compounds": [mock.patch.object(Lexicon, "_parts", return_value=[])],
        "spelling": [mock.patch.object(Lexicon, "_spelling", return_value=None)],
        "denial and work": [mock.patch.object(Recogniser, "_holds", return_value=1.0)],
        "whose experience": [mock.patch.object(reading, "sides", return_value=(1.0, 1.0))],
    }
    patches = ways[part]
    for patch in patches:
        patch.start()
    try:
        names = part == "what people say instead of a name"
        yield _only_names() if names else Recogniser(experience())
    finally:
        for patch in patches:
            patch.stop()


PARTS = (
    "nothing", "what people say instead of a name", "nearness of concepts",
    "words that go with a concept", "the request's own words", "compounds", "spelling",
    "denial and work", "whose experience",
)  # fmt: skip


def ablation(judged: Judged) -> dict[str, float]:
    """Mean nDCG@10 over everybody, with each part taken away in turn."""
    found = {}
    for part in PARTS:
        with _without(part) as using:
            rank = by_erfara(judged, using)
            values = [
                ndcg(rank(r), judged.grades.get(r.id, {}), set(judged.texts))
                for r in judged.requests
                if any(g >= FITTING for g in judged.grades.get(r.id, {}).values())
            ]
        known = [v for v in values if v is not None]
        found[part] = round(sum(known) / len(known), 3)
    return found
