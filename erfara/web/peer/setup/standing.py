"""How a programme stands, as its leads and those who steer it see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy, say, say_plural
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.models import Goal
from erfara.peersupport.steering import funnel, goals, path, warnings
from erfara.peersupport.steering.placed import how_many, placed
from erfara.web import people_say
from erfara.workflows.kept import kept_or

# So many workplaces of a warning are named; the rest are on their list.
NAMED = 6
# So many of what remains of a goal are named.
LEFT = 15
# Where each part of the product is, for the way from a number to its rows.
LISTS: dict[str, str] = {
    "applied": "recruiting:rounds", "interviewed": "recruiting:rounds",
    "trained": "training:home", "certified": "certificates:home", "employed": "pool:home",
    "duties": "workplaces:all", "workplaces": "workplaces:all", "pool": "pool:home",
    "money": "pool:money", "training": "training:home", "setup": "setup:money",
}  # fmt: skip
# Where each step of the way is taken.
WAYS = {
    "days": "setup:days", "workplaces": "workplaces:all", "duties": "workplaces:all",
    "recruiting": "recruiting:rounds", "training": "training:home",
    "certificates": "certificates:home", "pool": "pool:home",
}  # fmt: skip
# A goal in a sentence.
GOAL_SAYS: dict[str, Callable[[int], str | Promise]] = {
    Goal.Kind.KEEP: lambda n: plural_lazy(
        "Keep {number} {contributor:sg}", "Keep {number} {contributor:pl}", n
    ),
    Goal.Kind.GROW: lambda n: _("Grow by {number} per cent, from {base} to {target}"),
    Goal.Kind.MUNICIPALITIES: lambda n: plural_lazy(
        "Reach {number} municipality", "Reach {number} municipalities", n
    ),
    Goal.Kind.PER_CLINIC: lambda n: plural_lazy(
        "Have somebody at {number} outpatient clinic",
        "Have somebody at {number} outpatient clinics", n,
    ),
    Goal.Kind.INTERVIEWED: lambda n: _("Interview {number}"),
    Goal.Kind.TRAINED: lambda n: _("Train {number}"),
    Goal.Kind.EMPLOYED: lambda n: plural_lazy(
        "{number} gets a place", "{number} get a place", n
    ),
}  # fmt: skip


def goal_says(goal: Goal) -> str:
    """A goal in a sentence."""
    return say(
        GOAL_SAYS[goal.kind](goal.number), number=goal.number, base=goal.base, target=goal.target
    )


NEEDED: dict[str, tuple[str | Promise, str]] = {
    "model": (_("Choose a model"), "setup:model"),
    "employer": (_("Write who employs or pays"), "setup:new_party"),
    "movement": (_("Write which user organisation is part of it"), "setup:new_party"),
    "issuer": (_("Write who issues certificates"), "setup:certificates"),
    "goals": (_("Set a goal"), "setup:new_goal"),
    "pair": (_("Be two who lead, with different perspectives"), "setup:pair"),
}


def needed(programme: Programme, day: date, slug: str) -> list[dict[str, Any]]:
    """What a new programme has to write first; empty when all of it is there."""
    rows = queries.needed(programme, day)
    if all(one.done for one in rows):
        return []
    return [
        {"text": NEEDED[one.key][0], "url": reverse(NEEDED[one.key][1], args=[slug]),
         "done": one.done}
        for one in rows
    ]  # fmt: skip


def way(programme: Programme, slug: str) -> list[dict[str, Any]]:
    """The way from the first information day to places. Now is the first step that is not begun
    after those that are: some programmes never take one of them, and it still can be taken."""
    steps, found = path.way(programme), []
    begun = [number for number, step in enumerate(steps) if step.begun]
    left = [number for number, step in enumerate(steps) if not step.begun]
    now = next(
        (number for number in left if number > max(begun, default=-1)), min(left, default=-1)
    )
    for number, step in enumerate(steps):
        state = "done" if step.begun else "now" if number == now else "todo"
        found.append(
            {
                "title": say(step.title), "begin": step.begin, "state": state,
                "url": reverse(WAYS[step.key], args=[slug]),
            }
        )  # fmt: skip
    return found


def _steps(steps: list[funnel.Step], slug: str, leads: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": say(step.label), "number": step.number, "plan": step.plan,
            "left": max(0, step.plan - step.number) if step.plan is not None else None,
            "url": reverse(LISTS[step.key], args=[slug]) if leads and step.key in LISTS else "",
        }
        for step in steps
    ]  # fmt: skip


def _goal(one: goals.Measured, leads: bool) -> dict[str, Any]:
    return {
        "row": one.goal, "number": one.number,
        "says": goal_says(one.goal), "target": one.target, "reached": one.reached,
        "short": say(_("Fewer than the {number} who were to be kept"), number=one.target)
        if one.short else "",
        "left": () if one.reached else one.left[:LEFT], "more": max(0, len(one.left) - LEFT),
        "overdue": one.overdue, "counts": goals.COUNTS[one.goal.kind],
    }  # fmt: skip


def _warning(
    one: warnings.Warned, slug: str, leads: bool, named: list[tuple[UUID, str]]
) -> dict[str, Any]:
    where = LISTS.get(one.kind.where, "")
    return {
        "finding": one.kind.finding, "says": say(one.kind.says(one.number), number=one.number),
        "todo": one.kind.todo, "key": one.kind.key,
        "url": reverse(where, args=[slug]) if leads and where else "",
        "about": named, "more": len(one.about) - len(named) if leads else 0,
    }  # fmt: skip


def of(programme: Programme, at: datetime, slug: str, *, leads: bool) -> dict[str, Any]:
    """Funnel, goals, warnings, and when they were read. `leads`: with ways to the rows behind each
    number. Where a hundred have a place they may be as they were a little while ago."""
    day = clock.local_day(at)
    found = kept_or(
        lambda: _read(programme, day, slug, leads=leads), programme, ("standing", day, leads), at,
        rows=lambda one: int(one["placed"]),
    )  # fmt: skip
    return {**found.what, "read_at": people_say.read_before(found.at, now=at)}


def _read(programme: Programme, day: date, slug: str, *, leads: bool) -> dict[str, Any]:
    setup = queries.setup_of(programme)
    steps, there = funnel.funnel(programme, setup), placed(programme, day)
    aims = list(queries.goals(programme))
    measured = goals.measured(
        aims, there, steps, day, setup.municipalities if setup is not None else (),
        # Workplaces are named for those who lead alone.
        goals.clinics_without(programme)
        if leads and any(one.kind == Goal.Kind.PER_CLINIC for one in aims)
        else (),
    )  # fmt: skip
    found = warnings.warnings(programme, day, there)
    named = warnings.called(programme, found, NAMED) if leads else {}
    between = funnel.in_between(programme)
    return {
        "steps": _steps(steps, slug, leads), "placed": how_many(there), "between": between,
        "goals": [_goal(one, leads) for one in measured],
        "warnings": [_warning(one, slug, leads, named.get(one.kind.key, [])) for one in found],
        "says_warnings": say_plural(
            "One thing is about to go wrong", "{count} things are about to go wrong", len(found)
        ) if found else "",
    }  # fmt: skip
