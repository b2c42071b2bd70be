"""`erfara match`: files in, JSON out. Imported when the word is used, and needs no Django."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

GOOD, BAD_CALL = 0, 2


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `erfara match`."""
    parser.add_argument("--people", required=True, type=Path, metavar="F", help="people, JSON")
    parser.add_argument("--requests", required=True, type=Path, metavar="F", help="requests, JSON")
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--lang", choices=("sv", "en"), default="sv", help="language of reasons")
    parser.add_argument(
        "--year", type=int, metavar="Y", help="reckon ages as in this year (the year it is now)"
    )


def _write(text: str, *, to_errors: bool = False) -> None:
    print(text, file=sys.stderr if to_errors else sys.stdout, flush=True)


def run(options: argparse.Namespace, *, this_year: int) -> int:
    """Propose people for requests: who has lived what is asked about, and why."""
    from erfara.engines.matching import people as reading
    from erfara.engines.matching.errors import InputError
    from erfara.engines.matching.match import match

    try:
        people = reading.people(reading.load(options.people))
        requests = reading.requests(reading.load(options.requests))
    except InputError as error:
        _write(str(error), to_errors=True)
        return BAD_CALL
    result = match(people, requests, options.lang, options.year or this_year)
    if options.json:
        _write(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        for one in result["requests"]:
            _write("\n".join(_lines(one)))
    return GOOD


def _lines(answer: dict[str, Any]) -> list[str]:
    lines = [f"{answer['id']}: {answer['why_nobody']}" if answer["nobody_fits"] else answer["id"]]
    team = {one["id"] for one in answer["team"]}
    for one in answer["ranked"][:10]:
        mark = "*" if one["id"] in team else " "
        lines.append(f" {mark} {one['id']}  {one['score']:.2f}  {' '.join(one['reasons'])}")
    lines += [f"   {one['said']}" for one in answer["relaxed"]]
    return [*lines, ""]
