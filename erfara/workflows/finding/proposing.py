"""Whom a request finds, why, and who would make a good team: a proposal, and nothing more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import get_language

from erfara.engines.matching.match import Matcher
from erfara.foundation import clock
from erfara.lending.models import LoanRequest
from erfara.workflows.finding.library import Library, library_of
from erfara.workflows.finding.wanted import LEFT_OUT, Wanted, wanted_of

SHOWN = 15
REMEMBERED = 40


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who is proposed, and why. `rank` counts from 1."""

    id: UUID
    rank: int
    score: float
    reasons: tuple[str, ...]
    in_team: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A concept that a request was understood to be about, and the words that said so."""

    concept: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed. `ready` False: the search is being prepared, `read` of `of` are read.

    `resting`: who would have been among them, but is let rest since she has been asked much.
    """

    ready: bool
    lines: tuple[Line, ...] = ()
    size: int = 2
    left_out: Mapping[str, int] = field(default_factory=dict)
    nobody_fits: bool = False
    why_nobody: str = ""
    resting: tuple[UUID, ...] = ()
    relaxed: tuple[str, ...] = ()
    asked_for: tuple[Asked, ...] = ()
    read: int = 0
    of: int = 0

    @property
    def team(self) -> tuple[Line, ...]:
        """Those who are proposed as a team."""
        return tuple(line for line in self.lines if line.in_team)


def propose(
    row: LoanRequest,
    *,
    wishes: Mapping[str, int] | None = None,
    size: int | None = None,
    at: datetime,
) -> Proposal:
    """Whom to ask about a request. Severity, recency and closeness count for nothing in it."""
    library = library_of(row.programme)
    with library.lock:
        matcher = library.fresh(row.programme, at)
        if matcher is None:
            return Proposal(ready=False, read=library.read, of=library.of)
        return _answered(library, matcher, wanted_of(row, wishes or {}, size), at)


def lang_of_page() -> str:
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def kept_out(library: Library, wanted: Wanted, day: date) -> dict[str, str]:
    """Who can't be asked about a request, each with its name in `LEFT_OUT`."""
    return {
        str(entry.id): why
        for entry in library.entries.values()
        if (why := wanted.why_left_out(entry, day))
    }


def _answered(library: Library, matcher: Matcher, wanted: Wanted, at: datetime) -> Proposal:
    day, lang = clock.local_day(at), lang_of_page()
    key = (library.version, day, lang, repr(wanted))
    known = library.answers.get(key)
    if isinstance(known, Proposal):
        return known
    matcher.lang = lang
    out = kept_out(library, wanted, day)
    answer = matcher.answer(wanted.request, most=SHOWN, left_out=out)
    team = {one["id"] for one in answer.team}
    # A team is chosen for more than how well each fits: some of it may stand further down.
    shown = {one.id for one in answer.ranked}
    further = matcher.further(wanted.request, [i for i in sorted(team) if i not in shown])
    places = list(enumerate(answer.ranked, start=1))
    for rank, one in further:
        places.append((max(rank, places[-1][0] + 1), one))
    lines = tuple(
        Line(UUID(one.id), rank, one.score, tuple(one.reasons), one.id in team)
        for rank, one in places
    )
    concepts = matcher.recogniser.scheme.concepts
    spared = [one for one, why in out.items() if why == "spared"]
    proposal = Proposal(
        ready=True,
        lines=() if answer.nobody_fits else lines,
        size=wanted.request.people_wanted,
        left_out=dict(Counter(
            one["why"] if one["why"] in LEFT_OUT else "no_go" for one in answer.excluded
        )),
        nobody_fits=answer.nobody_fits,
        why_nobody=answer.why_nobody or "",
        resting=tuple(UUID(one.id) for one in matcher.search(wanted.request, spared)[:SHOWN]),
        relaxed=tuple(one["said"] for one in answer.relaxed),
        asked_for=tuple(
            Asked(one.concept, concepts[one.concept].name(lang), one.words)
            for one in matcher.read(wanted.request).wanted
        ),
        of=len(library.entries),
    )  # fmt: skip
    if len(library.answers) >= REMEMBERED:
        library.answers.clear()
    library.answers[key] = proposal
    return proposal
