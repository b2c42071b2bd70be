"""Drawing a panel by lot: who could be asked, the quotas, and the same draw again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.engines.matching.errors import InputError
from erfara.engines.matching.lottery import Drawn, Quota, draw
from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.lending.actions import draws
from erfara.lending.models import Draw, LoanRequest, number_drawn
from erfara.lending.policies import check_may_choose
from erfara.workflows.finding.entries import Entry
from erfara.workflows.finding.library import library_of
from erfara.workflows.finding.proposing import kept_out
from erfara.workflows.finding.wanted import wanted_of

MOST_IN_POOL = 1000
# What a quota can be about. Nothing of background: that was told for statistics alone.
GROUPS: dict[str, Promise] = {
    "own": _("have been through things themselves"),
    "beside": _("have stood beside somebody"),
    "never_asked": _("have never been asked"),
    "not_lent": _("have not been lent in a year"),
}
TOLD, EVERYBODY = "told", "everybody"


def _groups(entry: Entry, on: date) -> list[str]:
    roles = {one.role for one in entry.lived}
    tests = {
        "own": bool(roles & {"patient", "user", "client"}),
        "beside": bool(roles & {"relative", "companion"}),
        "never_asked": entry.last is None,
        "not_lent": not entry.lent_lately(on),
    }
    return [name for name, yes in tests.items() if yes]


def pool(row: LoanRequest, whom: str, at: datetime) -> dict[str, list[str]] | None:
    """Number in the register → groups, of those who can be drawn; None: not ready yet.

    `whom`: those who have told of something like it, or everybody who can be asked.
    """
    library, day = library_of(row.programme), clock.local_day(at)
    with library.lock:
        matcher = library.fresh(row.programme, at)
        if matcher is None:
            return None
        wanted = wanted_of(row, {})
        answer = matcher.answer(wanted.request, most=1, left_out=kept_out(library, wanted, day))
        out = {one["id"] for one in answer.excluded}
        ids = [one for one in matcher.index.place if one not in out]
        if whom == TOLD:
            ids = [one.id for one in matcher.search(wanted.request, ids)]
        found = [one for one in library.entries.values() if str(one.id) in set(ids)]
        return {number_drawn(one.contributor.number): _groups(one, day) for one in found}


def _drawn(
    among: Mapping[str, list[str]], size: int, wanted: Mapping[str, tuple[int, int]], seed: int
) -> Drawn:
    quotas = [
        Quota(name, frozenset(one for one, names in among.items() if name in names), *both)
        for name, both in sorted(wanted.items())
    ]
    return draw(list(among), size, quotas, seed)


def draw_panel(
    *,
    row: LoanRequest,
    among: Mapping[str, list[str]] | None,
    size: int,
    quotas: Mapping[str, tuple[int, int]],
    seed: int | None = None,
    by: Actor,
    at: datetime,
) -> Draw:
    """Draw among a pool, and keep it. Without a seed, chance gives one.

    Refused when no panel meets the quotas. The pool is read before: nobody's words are opened
    inside a transaction.
    """
    check_may_choose(row)
    if among is None:
        raise Refused(_("The search is being prepared. Try again in a little while."))
    if len(among) > MOST_IN_POOL:
        raise Refused(_("At most {most} people can be drawn among."), most=MOST_IN_POOL)
    if len(among) < size:
        raise Refused(
            _("{number} can be drawn among, and {size} are wanted. Choose fewer."),
            number=len(among), size=size,
        )  # fmt: skip
    seed = secrets.randbelow(10**9) if seed is None else seed
    try:
        drawn = _drawn(among, size, quotas, seed)
    except InputError:
        raise Refused(_("No panel meets all of this. Ask for less of a group.")) from None
    report = drawn.report()
    kept = {name: report[name] for name in
            ("smallest_chance", "largest_chance", "proven", "groups", "panels")}  # fmt: skip
    return draws.keep_draw(
        request=row, size=size, seed=seed, pool=among, quotas=quotas, panel=drawn.panel,
        report=kept, by=by, at=at,
    )  # fmt: skip


def same_again(kept: Draw) -> bool:
    """Draw once more from what was kept: whether the same people come out."""
    quotas = {name: (both[0], both[1]) for name, both in kept.quotas.items()}
    return bool(_drawn(kept.pool, kept.size, quotas, kept.seed).panel == kept.panel)
