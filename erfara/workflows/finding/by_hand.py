"""A team put together by hand, held against the one that is proposed. Nothing is chosen by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from erfara.engines.matching.by_hand import Held
from erfara.foundation import clock
from erfara.lending.models import LoanRequest
from erfara.workflows.finding.library import Library, library_of
from erfara.workflows.finding.proposing import kept_out, lang_of_page
from erfara.workflows.finding.wanted import LEFT_OUT, wanted_of

# So many can be in a team that is tried.
MOST = 40


@dataclass(frozen=True, slots=True)
class Team:
    """A team as it would be. `near`: percent of the best team of its size, nothing wished.

    `tells`: what the request asks about → how many of the team tell of it.
    """

    ids: tuple[UUID, ...]
    near: int
    unmet: tuple[str, ...]
    places: int
    lent: int
    tells: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tried:
    """What changes by a team that is tried. `costs`: wish → percent that it takes."""

    proposed: Team
    tried: Team
    costs: Mapping[str, int]
    next_best: Mapping[UUID, UUID | None]
    out: Mapping[UUID, str] = field(default_factory=dict)
    reasons: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)


def weighed(
    row: LoanRequest,
    ids: Iterable[UUID],
    *,
    wishes: Mapping[str, int],
    size: int | None,
    at: datetime,
) -> Tried | None:
    """Hold a team against the proposed one; None while the search is being prepared."""
    library, day, lang = library_of(row.programme), clock.local_day(at), lang_of_page()
    with library.lock:
        matcher = library.fresh(row.programme, at)
        if matcher is None:
            return None
        matcher.lang = lang
        wanted = wanted_of(row, wishes, size)
        left_out = kept_out(library, wanted, day)
        some = [str(one) for one in dict.fromkeys(ids)][:MOST]
        found = matcher.weigh(wanted.request, some, left_out=left_out)
        concepts = matcher.recogniser.scheme.concepts
        asked = {
            one.concept: concepts[one.concept].name(lang)
            for one in matcher.read(wanted.request).wanted
            if one.kind == "core"
        }

        def team(held: Held) -> Team:
            return _team(library, held, found.answers, asked, at)

        return Tried(
            team(found.proposed),
            team(found.tried),
            {wish: round(100 * cost) for wish, cost in found.costs.items()},
            {UUID(one): UUID(other) if other else None for one, other in found.next_best.items()},
            {UUID(one): why if why in LEFT_OUT else "no_go" for one, why in found.out.items()},
            {UUID(one): tuple(said) for one, said in found.reasons.items()},
        )


def _team(
    library: Library,
    held: Held,
    answers: Mapping[str, frozenset[str]],
    asked: Mapping[str, str],
    at: datetime,
) -> Team:
    entries = [library.entries[UUID(one)] for one in held.ids]
    day = clock.local_day(at)
    places = {one.wish("places").partition(",")[0].strip() for one in entries} - {""}
    return Team(
        tuple(one.id for one in entries),
        round(100 * held.near),
        tuple(one.said for one in held.unmet),
        len(places),
        sum(one.lent_lately(day) for one in entries),
        {name: sum(concept in answers[one] for one in held.ids) for concept, name in asked.items()},
    )
