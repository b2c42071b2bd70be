"""The inside of `./run bench find`: fills a library and asks its index, and says what it took."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sys
import time
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erfara.config.settings")
ROUNDS = 20
WORDS = tuple(
    f"{one} {other}"
    for one in ("hemtjänst", "ont i ryggen", "väntade på läkaren", "mamma glömde", "ensam")
    for other in ("", "i år", "hemma", "länge")
)


def _texts() -> tuple[str, ...]:
    """Sentences of the matching sets, two and two: so many that hardly two people say the same."""
    from tools.bench import _match_sets as sets

    told = [
        sentence
        for name in sets.SETS
        for person in sets.load(name).people
        for experience in person.experiences
        for sentence in re.split(r"(?<=[.!?])\s+", experience.text)
    ]
    chance = random.Random(2)  # noqa: S311 - the same texts every time
    return tuple(" ".join(chance.sample(told, 2)) for _ in range(20_000))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _times(work: Any) -> dict[str, float]:
    taken = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - begun) * 1000)
    taken.sort()
    return {"median": round(taken[ROUNDS // 2], 1), "p95": round(taken[int(ROUNDS * 0.95)], 1)}


def fill(count: int) -> None:
    """So many people, and requests for what some of them have told."""
    from tools.bench import _fill

    _fill.TOLD = _texts()  # type: ignore[assignment]
    _fill.fill(count, count // 10, 0)


def ask(count: int) -> dict[str, Any]:
    """Make the index as a web process does, and ask it."""
    from erfara.engines.matching.recognise import recogniser
    from erfara.foundation import clock
    from erfara.foundation.actors import Actor, Role
    from erfara.lending.models import Inquiry, LoanRequest
    from erfara.organisations.models import Programme
    from erfara.people.actions import parts
    from erfara.people.models import Contributor
    from erfara.workflows import finding

    at = clock.now()
    programme = Programme.objects.get(slug="matning")
    row = LoanRequest.objects.filter(programme=programme, ended_at=None).order_by("no")[0]
    before = _memory()
    begun = time.perf_counter()
    recogniser().find("redo")
    vocabulary, words_mb = time.perf_counter() - begun, _memory() - before
    library = finding.library_of(programme)
    begun = time.perf_counter()
    library.make(programme, at, lambda: None)
    made, all_mb = time.perf_counter() - begun, _memory() - before
    asked = [one.text for entry in library.entries.values() for one in entry.lived][:ROUNDS]

    def propose(number: int) -> None:
        row.wished_experience = asked[number % len(asked)]
        finding.propose(row, at=at)

    def again(number: int) -> None:
        finding.propose(row, at=at)

    def looked() -> finding.Looking:
        look = finding.looking(row, at=at)
        if isinstance(look, finding.Preparing):
            raise SystemExit("The index is not there.")
        return look

    def search(number: int) -> None:
        words = WORDS[number % len(WORDS)]
        look = looked()
        ids = look.find(finding.Filters(words=words))
        look.why(list(ids[:25]), words)

    def sift(number: int) -> None:
        asked = ("never", "long", "due", "seldom")[number % 4]
        role = ("patient", "user", "client", "relative", "companion")[number // 4]
        looked().find(finding.Filters(asked=asked, role=role))

    proposing, remembered = _times(propose), _times(again)
    searching, sifting = _times(search), _times(sift)
    one = Contributor.objects.filter(programme=programme, state="active").order_by("number")[0]
    parts.write_part(
        contributor=one, part="where", seen=0, wishes={"places": "Flen"},
        by=Actor(Role.COORDINATOR, programme.pk), at=at,
    )  # fmt: skip
    begun = time.perf_counter()
    library.fresh(programme, at)
    changed = (time.perf_counter() - begun) * 1000
    begun = time.perf_counter()
    library.fresh(programme, at + timedelta(seconds=1))
    checked = (time.perf_counter() - begun) * 1000
    return {
        "people": len(library.entries), "asked_before": Inquiry.objects.count(),
        "vocabulary_s": round(vocabulary, 2), "vocabulary_mb": round(words_mb),
        "made_s": round(made, 1), "memory_mb": round(all_mb), "process_mb": round(_memory()),
        "propose_ms": proposing, "again_ms": remembered, "search_ms": searching,
        "sift_ms": sifting, "one_changed_ms": round(changed, 1), "in_step_ms": round(checked, 1),
    }  # fmt: skip


def main() -> None:
    """`python -m tools.bench._find fill|ask PEOPLE`."""
    import django

    django.setup()
    step, count = sys.argv[1], int(sys.argv[2])
    json.dump({"fill": fill, "ask": ask}[step](count) or {}, sys.stdout)


if __name__ == "__main__":
    main()
