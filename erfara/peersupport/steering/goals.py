"""How far each goal is reached, counted from rows and never written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme, unit_label
from erfara.peersupport.pool.models import PlaceOffer
from erfara.peersupport.pool.policies import HELD
from erfara.peersupport.setup.kinds import municipality_of
from erfara.peersupport.setup.models import Goal
from erfara.peersupport.steering.funnel import Step
from erfara.peersupport.steering.placed import Placed, how_many
from erfara.peersupport.workplaces.models import Workplace

_CLINICS_WITHOUT = Prepared(
    lambda programme: (
        Workplace.objects.filter(programme_id=programme, kind=Workplace.Kind.OUTPATIENT)
        .exclude(state="ended")
        .exclude(Exists(PlaceOffer.objects.filter(HELD, wish__workplace=OuterRef("pk"))))
        .order_by("unit__organisation__sort_key", "unit__sort_key", "no")
        .values_list("unit__organisation__name", "unit__name")
    )
)  # fmt: skip


def clinics_without(programme: Programme) -> list[str]:
    """The outpatient clinics that take part and where nobody has a place, in Swedish order."""
    rows = _CLINICS_WITHOUT.rows(programme=programme.pk)
    return [unit_label(organisation, unit) for organisation, unit in rows]


class Measured(NamedTuple):
    """A goal, how many there are now, and of how many. `left`: which remain, where they are known
    by name."""

    goal: Goal
    number: int
    target: int
    overdue: bool
    left: tuple[str, ...] = ()

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
    Goal.Kind.MUNICIPALITIES: _(
        "Municipalities with somebody who has a place there now, of those that are to be reached."
    ),
    Goal.Kind.PER_CLINIC: _("Outpatient clinics with somebody who has a place there now."),
    Goal.Kind.INTERVIEWED: _("Everybody who has been interviewed so far."),
    Goal.Kind.TRAINED: _("Everybody who has completed the training so far."),
    Goal.Kind.EMPLOYED: _("Everybody who has got a place so far, also those who have left it."),
}


def not_there(placed: Sequence[Placed], municipalities: Sequence[str]) -> tuple[str, ...]:
    """Those of the municipalities that are to be reached where nobody has a place."""
    there = {municipality_of(one.municipality) for one in placed}
    return tuple(one for one in municipalities if municipality_of(one) not in there)


def count(
    kind: str, placed: Sequence[Placed], steps: Sequence[Step], municipalities: Sequence[str] = ()
) -> int:
    """How many a kind of goal counts now. `municipalities`: those that are to be reached; where
    they are written, no other counts."""
    if kind in {Goal.Kind.KEEP, Goal.Kind.GROW}:
        return how_many(placed)
    if kind == Goal.Kind.MUNICIPALITIES:
        if municipalities:
            return len(municipalities) - len(not_there(placed, municipalities))
        return len({municipality_of(one.municipality) for one in placed if one.municipality})
    if kind == Goal.Kind.PER_CLINIC:
        return sum(one.kind == Workplace.Kind.OUTPATIENT for one in placed)
    return next(step.number for step in steps if step.key == kind)


def measured(
    goals: Sequence[Goal],
    placed: Sequence[Placed],
    steps: Sequence[Step],
    day: date,
    municipalities: Sequence[str] = (),
    clinics: Sequence[str] = (),
) -> list[Measured]:
    """Each goal with how far it is reached. No query. `municipalities`: those that are to be
    reached. `clinics`: the outpatient clinics where nobody has a place."""
    left = {
        Goal.Kind.MUNICIPALITIES.value: not_there(placed, municipalities),
        Goal.Kind.PER_CLINIC.value: tuple(clinics),
    }
    found = []
    for goal in goals:
        number = count(goal.kind, placed, steps, municipalities)
        overdue = goal.by_day < day and number < goal.target
        found.append(Measured(goal, number, goal.target, overdue, left.get(goal.kind, ())))
    return found


def not_reached(goals: Sequence[Measured]) -> list[Measured]:
    """Those whose day has passed."""
    return [one for one in goals if one.overdue]
