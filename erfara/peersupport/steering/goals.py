"""How far each goal is reached, counted from rows and never written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.peersupport.setup.models import Goal
from erfara.peersupport.steering.funnel import Step
from erfara.peersupport.steering.placed import Placed, how_many
from erfara.peersupport.workplaces.models import Workplace


class Measured(NamedTuple):
    """A goal, how many there are now, and of how many."""

    goal: Goal
    number: int
    target: int
    overdue: bool

    @property
    def reached(self) -> bool:
        return self.number >= self.target

    @property
    def short(self) -> bool:
        """Whether fewer are there than were to be kept: that is no way towards it."""
        return self.goal.kind == Goal.Kind.KEEP and not self.reached


# What each counts, in a sentence: the page says it beside the figure.
COUNTS: dict[str, str | Promise] = {
    Goal.Kind.KEEP: _("Those who have a place now."),
    Goal.Kind.GROW: _("Those who have a place now, against the number it is counted from."),
    Goal.Kind.MUNICIPALITIES: _("Municipalities with somebody who has a place there now."),
    Goal.Kind.PER_CLINIC: _("Outpatient clinics with somebody who has a place there now."),
    Goal.Kind.INTERVIEWED: _("Everybody who has been interviewed so far."),
    Goal.Kind.TRAINED: _("Everybody who has completed the training so far."),
    Goal.Kind.EMPLOYED: _("Everybody who has got a place so far, also those who have left it."),
}


def count(kind: str, placed: Sequence[Placed], steps: Sequence[Step]) -> int:
    """How many a kind of goal counts now."""
    if kind in {Goal.Kind.KEEP, Goal.Kind.GROW}:
        return how_many(placed)
    if kind == Goal.Kind.MUNICIPALITIES:
        return len({one.municipality.casefold() for one in placed if one.municipality})
    if kind == Goal.Kind.PER_CLINIC:
        return sum(one.kind == Workplace.Kind.OUTPATIENT for one in placed)
    return next(step.number for step in steps if step.key == kind)


def measured(
    goals: Sequence[Goal], placed: Sequence[Placed], steps: Sequence[Step], day: date
) -> list[Measured]:
    """Each goal with how far it is reached. No query."""
    found = []
    for goal in goals:
        number = count(goal.kind, placed, steps)
        overdue = goal.by_day < day and number < goal.target
        found.append(Measured(goal, number, goal.target, overdue))
    return found


def not_reached(goals: Sequence[Measured]) -> list[Measured]:
    """Those whose day has passed."""
    return [one for one in goals if one.overdue]
