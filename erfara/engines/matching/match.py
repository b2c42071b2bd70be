"""From people and requests to proposals: ranked people with reasons, those left out, a team.

A proposal is all it is: a coordinator decides, and may write why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from erfara.engines.matching import asked as reading
from erfara.engines.matching import constraints
from erfara.engines.matching.asked import Asked
from erfara.engines.matching.by_hand import Weighed, weigh
from erfara.engines.matching.index import FLOOR, Floats, Index, Scores
from erfara.engines.matching.people import Person, Request
from erfara.engines.matching.recognise import Found, Recogniser, recogniser
from erfara.engines.matching.team import MOST, Candidate, Team, choose

FITS = 0.56  # evidence of what the request is about: less is "somewhat like it"
HINTED, AGREED = 0.4, 0.2
SHOWN = 0.03  # a score below this is nobody's fit, and isn't shown
NEAR_NO_GO = 0.2  # as near as a specific thing is to the general one above it
MOST_REASONS = 3
PLAIN = 0.5  # a reason less sure than this is given only when there is no better


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody who may be asked."""

    id: str
    score: float
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine proposes for one request."""

    id: str
    ranked: list[Ranked]
    excluded: list[dict[str, str]]
    nobody_fits: bool
    why_nobody: str | None
    team: list[dict[str, Any]]
    relaxed: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


def _fits(evidence: float, score: float) -> bool:
    """Whether somebody has lived it: clear words, or hints that everything else agrees with."""
    return evidence >= FITS or (evidence >= HINTED and score >= AGREED)


def team_size(request: Request) -> int:
    """How many a team is: at least two, but for a support assignment."""
    return request.people_wanted if request.form == "support" else max(2, request.people_wanted)


class Matcher:
    """One library's people, ready to be asked about."""

    def __init__(
        self,
        people: Iterable[Person] = (),
        *,
        using: Recogniser | None = None,
        lang: str = "sv",
        year: int | None = None,
    ) -> None:
        """`year`: the one in which ages are reckoned; without it wishes about age find nobody."""
        self.recogniser = using or recogniser()
        self.index = Index(self.recogniser, people)
        self.lang, self.year = lang, year

    def read(self, request: Request) -> Asked:
        """What a request asks for."""
        return reading.read(
            request.texts(), self.recogniser, accepted=request.accepted, rejected=request.rejected
        )

    def answer(
        self,
        request: Request,
        *,
        most: int | None = None,
        left_out: Mapping[str, str] | None = None,
    ) -> Answer:
        """Everybody who may be asked, the best first. `most` cuts the list, never the choice.

        `left_out`: those whom the caller knows can't be asked, with why.
        """
        asked = self.read(request)
        scores = self.index.score(asked)
        excluded = self._excluded(request, asked, left_out or {})
        out = {one["id"] for one in excluded}
        fitting, fits = self._fitting(scores, out)
        why = None if fits else self._why_nobody(asked, scores, out)
        shown = list(fitting.items())[: most or None]
        ranked = [Ranked(i, s, self._reasons(i, asked, scores)) for i, s in shown]
        team = self._team(request, asked, fitting, fits)
        return Answer(
            request.id,
            ranked,
            excluded,
            not fits,
            why,
            [{"id": i, "reasons": self._team_reasons(i, asked, scores)} for i in team.ids],
            [asdict(one) for one in team.relaxed],
        )

    def _fitting(self, scores: Scores, out: Collection[str]) -> tuple[dict[str, float], list[str]]:
        """Those who have told of something like it and may be asked, the best first, each with how
        near; and those of them who fit."""
        order = sorted(
            (-round(float(scores.total[place]), 4), person_id)
            for person_id, place in self.index.place.items()
            if person_id not in out
        )
        fitting = {i: -s for s, i in order if -s >= SHOWN}
        evidence = scores.evidence
        fits = [i for i, s in fitting.items() if _fits(float(evidence[self.index.place[i]]), s)]
        return fitting, fits

    def further(self, request: Request, ids: Iterable[str]) -> list[tuple[int, Ranked]]:
        """These people's places in the whole order, with reasons: for those a cut list leaves."""
        asked = self.read(request)
        scores = self.index.score(asked)
        found = []
        for one in ids:
            score = float(scores.total[self.index.place[one]])
            rank = 1 + int(np.count_nonzero(scores.total > score))
            found.append((rank, Ranked(one, round(score, 4), self._reasons(one, asked, scores))))
        return sorted(found, key=lambda place: (place[0], place[1].id))

    def search(self, request: Request, among: Iterable[str]) -> list[Ranked]:
        """Those of these people who have told of something like it, the best first. No reasons."""
        total = self.index.score(self.read(request)).total
        found = [
            Ranked(one, round(float(total[place]), 4), [])
            for one in among
            if (place := self.index.place.get(one)) is not None and total[place] >= SHOWN
        ]
        return sorted(found, key=lambda one: (-one.score, one.id))

    def reasons(
        self, request: Request, ids: Iterable[str], *, searched: bool = False
    ) -> dict[str, list[str]]:
        """Why each of these would be found: the words of both sides. Absent: who wouldn't be.

        `searched`: the words are those of somebody who looks for people, and no request's.
        """
        asked = self.read(request)
        scores = self.index.score(asked)
        return {
            one: self._reasons(one, asked, scores, searched=searched)
            for one in ids
            if one in self.index.place and scores.total[self.index.place[one]] >= SHOWN
        }

    def best(self, request: Request, most: int = 10) -> list[Ranked]:
        """The first few who may be asked, with reasons: what a page asks for while it is typed."""
        asked = self.read(request)
        scores = self.index.score(asked)
        total = scores.total
        near = np.flatnonzero(total >= SHOWN)
        if len(near) > 20 * most:
            near = near[np.argpartition(total[near], len(near) - 20 * most)[-20 * most :]]
        forbidden = self._forbidden(asked)
        found = []
        for place in near[np.argsort(-total[near], kind="stable")]:
            person = self.index.people[place]
            if person is None or constraints.left_out(person, request):
                continue
            if person.no_go and forbidden[place] >= NEAR_NO_GO:
                continue
            score = round(float(total[place]), 4)
            found.append(Ranked(person.id, score, self._reasons(person.id, asked, scores)))
            if len(found) == most:
                break
        return sorted(found, key=lambda one: (-one.score, one.id))

    # Left out

    def _forbidden(self, asked: Asked) -> Floats:
        head = {
            concept: near
            for one in asked.head
            if one.kind == "core" and one.weight >= 0.7 * max(asked.groups)
            for concept, near in self.recogniser.scheme.near(one.concept).items()
            if near >= NEAR_NO_GO
        }
        return self.index.no_go(head)

    def _excluded(
        self, request: Request, asked: Asked, left_out: Mapping[str, str]
    ) -> list[dict[str, str]]:
        forbidden = self._forbidden(asked)
        everything = self.index.score(asked, stopped=True, text=False)
        plain = self.index.score(asked, text=False)
        found = []
        for person_id, place in sorted(self.index.place.items()):
            person = self.index.people[place]
            if person is None:
                continue
            if person_id in left_out:
                found.append({"id": person_id, "why": left_out[person_id]})
                continue
            code = constraints.left_out(person, request)
            if code is None and person.no_go:
                whole, rest = float(everything.total[place]), float(plain.total[place])
                if forbidden[place] >= NEAR_NO_GO or (whole >= 0.2 and rest < 0.6 * whole):
                    code = "no_go"
            if code:
                found.append({"id": person_id, "why": constraints.sentence(code, self.lang)})
        return found

    def _why_nobody(self, asked: Asked, scores: Scores, out: set[str]) -> str:
        sv = self.lang == "sv"
        if not len(self.index):
            return "Biblioteket är tomt." if sv else "The library is empty."
        if not asked.wanted:
            return (
                "Förfrågan säger inget om vilken erfarenhet som söks."
                if sv
                else "The request does not say which experience is sought."
            )
        name = " / ".join(
            self.recogniser.scheme.concepts[one.concept].name(self.lang) for one in asked.head[:2]
        )
        kept_out = sum(
            float(scores.evidence[place]) >= FITS
            for person_id, place in self.index.place.items()
            if person_id in out
        )
        if kept_out:
            return (
                f"De som har erfarenhet av {name} ({kept_out}) kan inte tillfrågas den här gången."
                if sv
                else f"Those who have lived {name} ({kept_out}) can't be asked this time."
            )
        return f"Ingen har berättat om {name}." if sv else f"Nobody has told about {name}."

    # Reasons

    def _reasons(
        self, person_id: str, asked: Asked, scores: Scores, *, searched: bool = False
    ) -> list[str]:
        """What she tells beside what is asked: the words of both, each pair once."""
        place = self.index.place[person_id]
        best = int(scores.best[place])
        rows = [best, *(row for row in self.index.rows_of(place) if row != best)]
        said: list[str] = []
        used: set[str] = set()
        quoted: set[str] = set()
        for row in rows:
            experience = self.index.experience(row)
            if row < 0 or experience is None or self.index.stopped(row):
                continue
            found = self.index.lived(experience)
            for wanted in asked.wanted:
                if wanted.concept in used or len(said) >= MOST_REASONS:
                    continue
                got = self._answering(wanted.concept, found)
                if got is None or got[1] < (PLAIN if said or row != best else FLOOR):
                    continue
                used.add(wanted.concept)
                if got[0].words not in quoted:
                    quoted.add(got[0].words)
                    said.append(self._sentence(wanted.words, got[0], searched=searched))
        return said or [self._loose(searched=searched)]

    def _answering(self, concept: str, found: dict[str, Found]) -> tuple[Found, float] | None:
        near = self.recogniser.scheme.near(concept)
        answers = [(one, one.weight * near[c]) for c, one in found.items() if c in near]
        best = max(answers, key=lambda a: (a[1], a[0].concept), default=None)
        return best if best and best[1] >= FLOOR else None

    def _sentence(self, words: str, found: Found, *, searched: bool) -> str:
        name = self.recogniser.scheme.concepts[found.concept].name(self.lang)
        if self.lang == "sv":
            says = "du söker" if searched else "förfrågan säger"
            return f"Berättar ”{found.words}” ({name}); {says} ”{words}”."
        says = "you look for" if searched else "the request says"
        return f"Tells “{found.words}” ({name}); {says} “{words}”."

    def _loose(self, *, searched: bool) -> str:
        if searched:
            return (
                "Ord i berättelsen liknar dem du söker."
                if self.lang == "sv"
                else "Words of the story are like those you look for."
            )
        return (
            "Ord i berättelsen liknar ord i förfrågan."
            if self.lang == "sv"
            else "Words of the story are like words of the request."
        )

    # Team

    def _team(
        self,
        request: Request,
        asked: Asked,
        fitting: dict[str, float],
        fits: list[str],
    ) -> Team:
        # The solver takes no more than these, the best fitting first: nobody else's texts are read.
        candidates = self._candidates(fits[:MOST], asked, fitting)
        return choose(
            candidates, team_size(request), request.wishes, lang=self.lang, year=self.year
        )

    def _candidates(
        self, ids: Iterable[str], asked: Asked, scored: Mapping[str, float]
    ) -> list[Candidate]:
        found = []
        for person_id in ids:
            place = self.index.place[person_id]
            person = self.index.people[place]
            if person is not None:
                answers = self._answers(place, asked)
                found.append(Candidate(person, scored[person_id], answers))
        return found

    def weigh(
        self, request: Request, ids: Iterable[str], *, left_out: Mapping[str, str] | None = None
    ) -> Weighed:
        """A team put together by hand, beside the one that is proposed: what changes by it.

        Who can't be asked is taken out, and said with why. Unknown ids are passed over.
        """
        asked = self.read(request)
        scores = self.index.score(asked)
        excluded = {one["id"]: one["why"] for one in self._excluded(request, asked, left_out or {})}
        scored, fits = self._fitting(scores, excluded)
        there = [one for one in dict.fromkeys(ids) if one in self.index.place]
        tried = [one for one in there if one not in excluded]
        beside = [one for one in tried if one not in set(fits[:MOST])]
        for one in beside:  # may be further from it than is shown
            scored[one] = round(float(scores.total[self.index.place[one]]), 4)
        found = weigh(
            self._candidates([*fits[:MOST], *beside], asked, scored), tried, beside=set(beside),
            size=team_size(request), wishes=request.wishes, lang=self.lang, year=self.year,
        )  # fmt: skip
        out = {one: excluded[one] for one in there if one in excluded}
        return replace(
            found, out=out, reasons={i: self._reasons(i, asked, scores) for i in found.answers}
        )

    def _answers(self, place: int, asked: Asked) -> frozenset[str]:
        """What of the request a person answers, and from which side: one perspective each."""
        answers = set()
        for row in self.index.rows_of(place):
            experience = self.index.experience(row)
            if experience is None or self.index.stopped(row):
                continue
            found = self.index.lived(experience)
            side = "own" if self.index.own(row) else "beside"
            for wanted in asked.wanted:
                got = self._answering(wanted.concept, found) if wanted.kind == "core" else None
                if got and got[1] >= 0.5:
                    answers |= {wanted.concept, f"{side}:{asked.head[0].concept}"}
        return frozenset(answers)

    def _team_reasons(self, person_id: str, asked: Asked, scores: Scores) -> list[str]:
        reasons = self._reasons(person_id, asked, scores)[:2]
        person = self.index.people[self.index.place[person_id]]
        if person is not None and person.loans_last_12_months == 0:
            sv = self.lang == "sv"
            reasons.append(
                "Har inte varit utlånad det senaste året." if sv else "Has not been lent this year."
            )
        return reasons


def match(
    people: Iterable[Person],
    requests: Iterable[Request],
    lang: str = "sv",
    year: int | None = None,
) -> dict[str, Any]:
    """The whole of it as plain data: `{"requests": […]}`. Same input, same answer."""
    matcher = Matcher(people, lang=lang, year=year)
    return {"requests": [matcher.answer(request).as_json() for request in requests]}
