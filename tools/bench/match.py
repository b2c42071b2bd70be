"""`./run bench match`: how well and how fast people are found.

    ./run bench match [--json] [--sizes 1000,10000] [--long] [--markdown]

Quality on the four sets of tests/benchmark_data/matching, beside BM25, SQLite FTS5 trigrams and
PostgreSQL's `swedish` in the same run; what each part adds; the worst misses; time and memory by
number of people (`--long`: up to 1 000 000, which takes an hour).
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from tools.bench import _match_scale as scale
from tools.bench import _match_sets as sets


def quality(name: str, cursor: Any) -> dict[str, Any]:
    """Every measure of one set, by engine and request."""
    judged = sets.load(name)
    ways = {
        "erfara": sets.by_erfara(judged),
        "bm25": sets.by_bm25(judged),
        "trigram": sets.by_trigram(judged),
    }
    if cursor is not None:
        ways["postgres"] = sets.by_postgres(judged, cursor)
    everybody = set(judged.texts)
    rows, misses = [], []
    for request in judged.requests:
        grades = judged.grades.get(request.id, {})
        eligible = set(judged.eligible[request.id])
        row: dict[str, Any] = {"request": request.id}
        for way, rank in ways.items():
            order = rank(request)
            fits = any(g >= sets.FITTING for i, g in grades.items() if i in eligible)
            row[way] = {
                "ndcg": sets.ndcg(order, grades, eligible) if fits else None,
                "recall": sets.recall(order, grades, eligible),
                "ndcg_all": sets.ndcg(order, grades, everybody) if fits else None,
                "recall_all": sets.recall(order, grades, everybody),
            }
            if way == "erfara":
                misses += [
                    (order.index(one) + 1, grade, request.id, one)
                    for one, grade in grades.items()
                    if grade >= sets.FITTING
                ]
        rows.append(row)
    means = {
        way: {
            what: _mean([row[way][what] for row in rows])
            for what in ("ndcg", "recall", "ndcg_all", "recall_all")
        }
        for way in ways
    }
    said = sets.nobody(judged)
    misses.sort(key=lambda m: (-m[0], m[2]))
    return {
        "set": name,
        "people": len(judged.people),
        "requests": len(judged.requests),
        "means": means,
        "rows": rows,
        "nobody_right": [r for r, (true, says) in said.items() if true and says],
        "nobody_missed": [r for r, (true, says) in said.items() if true and not says],
        "nobody_wrong": [r for r, (true, says) in said.items() if says and not true],
        "shown_not_eligible": sets.shown_wrongly(judged),
        "ablation": sets.ablation(judged),
        "worst": [
            {"request": r, "person": p, "grade": g, "rank": at, "text": judged.texts[p]}
            for at, g, r, p in misses[:10]
        ],
    }


def _mean(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 3) if known else None


def markdown(result: dict[str, Any]) -> str:
    """The tables of the report."""
    lines: list[str] = []
    for one in result["sets"]:
        lines += [f"### {one['set']}: {one['people']} people, {one['requests']} requests", ""]
        lines += ["| | nDCG@10 | recall@10 | nDCG@10, all people | recall@10, all |"]
        lines += ["|---|---|---|---|---|"]
        for way, m in one["means"].items():
            cells = " | ".join(str(m[w]) for w in ("ndcg", "recall", "ndcg_all", "recall_all"))
            lines.append(f"| {way} | {cells} |")
        lines += [
            "",
            _nobody(one),
            "",
            "| request | " + " | ".join(one["means"]) + " |",
            "|---|" + "---|" * len(one["means"]),
        ]
        for row in one["rows"]:
            cells = " | ".join(_cell(row[way]["ndcg_all"]) for way in one["means"])
            lines.append(f"| {row['request']} | {cells} |")
        lines.append("")
    lines += ["### Without a part: nDCG@10 over all people", ""]
    names = [one["set"] for one in result["sets"]]
    lines += ["| without | " + " | ".join(names) + " |", "|---|" + "---|" * len(names)]
    for part in sets.PARTS:
        cells = " | ".join(f"{one['ablation'][part]:.3f}" for one in result["sets"])
        lines.append(f"| {part} | {cells} |")
    lines += ["", "### Worst misses", "", "| set | request | person | grade | rank | tells |"]
    lines.append("|---|---|---|---|---|---|")
    for one in result["sets"]:
        for m in one["worst"]:
            text = m["text"].replace("|", "/")
            told = (one["set"], m["request"], m["person"], m["grade"], m["rank"], text)
            lines.append(f"| {' | '.join(str(cell) for cell in told)} |")
    if result.get("sizes"):
        lines += ["", "### Speed", ""]
        lines.append(
            "| people | build s | memory MB | ranking p95 ms | with reading and reasons p95 ms "
            "| bare product ms | times | FTS5 p95 ms | add ms | forget ms |"
        )
        lines.append("|---|---|---|---|---|---|---|---|---|---|")
        for s in result["sizes"]:
            lines.append(
                f"| {s['people']:,} | {s['build_s']} | {s['memory_mb']} "
                f"| {s['ranking_ms']['p95']} | {s['ours_ms']['p95']} "
                f"| {s['bare_ms']['median']} | {s['times_bare']} | {s['fts5_ms'].get('p95', '–')} "
                f"| {s['add_ms']} | {s['forget_ms']} |"
            )
    return "\n".join(lines) + "\n"


def _nobody(one: dict[str, Any]) -> str:
    counts = {
        "right": one["nobody_right"],
        "not seen": one["nobody_missed"],
        "said wrongly": one["nobody_wrong"],
    }
    said = [f"{what} {len(ids)} ({', '.join(ids) or 'none'})" for what, ids in counts.items()]
    return f"Nobody fits: {'; '.join(said)}. Shown, not eligible: {one['shown_not_eligible']}."


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="./run bench match", description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--markdown", action="store_true", help="the tables of the report")
    parser.add_argument("--sizes", default="1000,10000", help="numbers of people; empty for none")
    parser.add_argument("--long", action="store_true", help="up to 1 000 000 people")
    parser.add_argument("--no-postgres", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--picture", metavar="F", help="write the picture of growth (SVG)")
    parser.add_argument("--one-size", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one_size:
        print(json.dumps(scale.one_size(options.one_size)))
        return 0
    wanted = [int(size) for size in options.sizes.split(",") if size]
    if options.long:
        wanted = [1_000, 10_000, 100_000, 1_000_000]
    result: dict[str, Any] = {}
    if options.no_postgres:
        result["sets"] = [quality(name, None) for name in sets.SETS]
    else:
        import psycopg

        from tools import postgres

        with (
            postgres.server() as settings,
            psycopg.connect(settings["ERFARA_DATABASE_URL"], autocommit=True) as base,
        ):
            result["sets"] = [quality(name, base.cursor()) for name in sets.SETS]
    result["sizes"] = scale.sizes(wanted)
    if options.picture:
        from pathlib import Path

        Path(options.picture).write_text(scale.picture(result["sizes"]), encoding="utf-8")
    if options.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(markdown(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
