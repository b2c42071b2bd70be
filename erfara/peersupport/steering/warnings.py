"""What evaluations say goes wrong with peer support, seen from rows while it can be mended.

Responsibilities between the parties not settled, staff not prepared, the peer alone, the role
drifting, managers changing, supervision thin, money short-term: each is a warning here, and ends
by itself when what it is about has been done (docs/reference/warnings.md).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme, unit_label
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.steering.placed import MONEY_AHEAD, Placed, how_many, placed
from erfara.peersupport.training.models import Enrolment, ForWhom
from erfara.peersupport.workplaces.models import (
    ROUND_OPEN,
    Readiness,
    ReadinessItem,
    Workplace,
)
from erfara.peersupport.workplaces.queries import workplaces

Text = str | Promise
GOING_ON = ("preparing", "ready", "rechecking")
STAFF = ("staff_2h", "staff_4h")
SETTLED = ("agreed", "without")
NOT_IN_PLACE = (ReadinessItem.Standing.MISSING, ReadinessItem.Standing.KEPT)
# Of a warning with more workplaces than this, those that are named are not the first of all.
SORTED = 500


@dataclass(frozen=True, slots=True)
class Kind:
    """A warning: the finding it guards against, what it says of a number, and what to do.

    `where`: the part of the product where it is mended. `acts`: whether a programme lead can do
    something about it, so that it stands on her day too.
    """

    key: str
    finding: Text
    says: Callable[[int], Text]
    todo: Text
    where: str
    acts: bool = True


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning that holds now. `about`: the workplaces that go on, none when it is the whole
    programme. What they are called is asked for those that are shown (`called`)."""

    kind: Kind
    number: int
    about: tuple[UUID, ...] = ()


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind(
            "unsettled", _("Responsibilities between the parties are not settled"),
            lambda n: ngettext_lazy(
                "At {number} workplace the parties have not agreed on who does what.",
                "At {number} workplaces the parties have not agreed on who does what.", n,
            ),
            _("Write who does what and send it to all three parties."), "duties",
        ),
        Kind(
            "unprepared", _("The staff are not prepared"),
            lambda n: ngettext_lazy(
                "At {number} workplace that receives somebody the staff have not had their hours.",
                "At {number} workplaces that receive somebody the staff have not had their hours.",
                n,
            ),
            _("Plan a course for the workplace: 2 hours for all, 4 for those who work closest."),
            "workplaces",
        ),
        Kind(
            "alone", _("{contributor:sg.def.cap} is alone"),
            lambda n: ngettext_lazy(
                "At {number} workplace somebody works alone in the role.",
                "At {number} workplaces somebody works alone in the role.", n,
            ),
            _("Ask whether a second one can come, or how the one there meets others."), "pool",
        ),
        Kind(
            "drifting", _("The role drifts"),
            lambda n: ngettext_lazy(
                "At {number} workplace it is not in force in writing what the role is and is not.",
                "At {number} workplaces it is not in force in writing what the role is and is not.",
                n,
            ),
            _("Look through what is in place there again, the role first."), "workplaces",
        ),
        Kind(
            "managers", _("Managers change"),
            lambda n: ngettext_lazy(
                "At {number} workplace the manager is new, or there is none.",
                "At {number} workplaces the manager is new, or there is none.", n,
            ),
            _("Talk with the new manager. What is in place is asked about again."), "workplaces",
        ),
        Kind(
            "supervision", _("Supervision is thin"),
            lambda n: ngettext_lazy(
                "For {number} who has a place, nobody has been trained to supervise.",
                "For {number} who have places, too few have been trained to supervise.", n,
            ),
            _("Plan a course for supervisors with experience of their own."), "training",
        ),
        Kind(
            "money", _("The money is short-term"),
            lambda n: ngettext_lazy(
                "For {number} it is not known who pays in half a year.",
                "For {number} it is not known who pays in half a year.", n,
            ),
            _("Talk with the employers, and write until when each place is paid."), "money",
        ),
        Kind(
            "funding", _("The money is short-term"),
            lambda n: _("The programme has money for less than half a year, or nobody has written "
                        "for how long."),
            _("Talk with those who pay, and write until when there is money."), "setup",
        ),
    )
}  # fmt: skip
# One supervisor with experience of her own meets so many, in a group.
A_GROUP = 8


# They stand on the day, which is the page that is opened most: their SQL is written once.
_ODD = Prepared(
    lambda programme, day: (
        Workplace.objects.filter(programme_id=programme, state__in=GOING_ON)
        .annotate(
            settled=Exists(DutyMatrix.objects.filter(workplace=OuterRef("pk"), state__in=SETTLED))
        )
        .filter(Q(settled=False) | Q(manager__isnull=True) | Q(recheck_on__lt=day))
        .values_list("pk", "state", "settled", "manager_id", "recheck_on")
    )
)
_NEW_MANAGERS = Prepared(
    lambda programme: Readiness.objects.filter(
        programme_id=programme, state__in=ROUND_OPEN, why=Readiness.Why.NEW_MANAGER,
        workplace__state__in=GOING_ON,
    ).values_list("workplace_id")
)  # fmt: skip
_NEWER = Readiness.objects.filter(
    workplace=OuterRef("readiness__workplace"), created_at__gt=OuterRef("readiness__created_at")
).exclude(state="stopped")
# Workplace, its state, and what isn't in place there by the newest round. A round is found to be in
# place when all of it is, so that these are few.
_LACKING = Prepared(
    lambda programme: (
        ReadinessItem.objects.filter(
            programme_id=programme, standing__in=NOT_IN_PLACE, key__in=[*STAFF, "does"],
            readiness__workplace__state__in=GOING_ON,
        )
        .exclude(readiness__state="stopped")
        .exclude(Exists(_NEWER))
        .values_list("readiness__workplace_id", "readiness__workplace__state", "key")
    )
)  # fmt: skip
_SUPERVISORS = Prepared(
    lambda programme: (
        Enrolment.objects.filter(
            programme_id=programme, state="completed", cohort__for_whom=ForWhom.SUPERVISORS
        )
        .values_list("person_id")
        .distinct()
    )
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What all warnings are counted from, read once: only what is not as it should be, so that a
    programme with two thousand workplaces in order costs as little as one with two.

    `elsewhere`: somebody has a place there, and it goes on no more. `early`: somebody has one
    there before it is ready. `lacks`: what is not in place, by workplace.
    """

    day: date
    setup: PeerSetup | None
    unsettled: set[UUID]
    unmanaged: set[UUID]
    late: set[UUID]
    lacks: dict[UUID, set[str]]
    elsewhere: set[UUID]
    placed: Sequence[Placed]
    supervisors: int

    def lacking(self, *keys: str) -> set[UUID]:
        return {pk for pk, its in self.lacks.items() if not its.isdisjoint(keys)}


def _look(programme: Programme, day: date, has_place: Sequence[Placed] | None) -> _Seen:
    who = placed(programme, day) if has_place is None else has_place
    early = {one.workplace for one in who if one.state == "preparing"}

    def receives(pk: UUID, state: str) -> bool:
        """Whether somebody is there, or may come any day."""
        return state != "preparing" or pk in early

    odd = _ODD.rows(programme=programme.pk, day=day)
    lacks: dict[UUID, set[str]] = {}
    for pk, state, key in _LACKING.rows(programme=programme.pk):
        if receives(pk, state):
            lacks.setdefault(pk, set()).add(key)
    return _Seen(
        day, setup_of(programme),
        {pk for pk, state, agreed, *_ in odd if not agreed and receives(pk, state)},
        {pk for pk, _state, _agreed, manager, _day in odd if manager is None}
        | {pk for (pk,) in _NEW_MANAGERS.rows(programme=programme.pk)},
        {pk for pk, state, *_, last in odd if last and last < day and receives(pk, state)},
        lacks, {one.workplace for one in who if one.state not in GOING_ON}, who,
        len(_SUPERVISORS.rows(programme=programme.pk)),
    )  # fmt: skip


def _alone(seen: _Seen) -> set[UUID]:
    return {one.workplace for one in seen.placed if one.number == 1}


OF_WORKPLACES: dict[str, Callable[[_Seen], set[UUID]]] = {
    "unsettled": lambda seen: seen.unsettled | seen.elsewhere,
    "unprepared": lambda seen: seen.lacking(*STAFF) | seen.elsewhere,
    "alone": _alone,
    "drifting": lambda seen: seen.lacking("does") | seen.late | seen.elsewhere,
    "managers": lambda seen: seen.unmanaged,
}


def _supervision(seen: _Seen) -> int:
    """How many have a place beyond what the trained supervisors can meet in groups."""
    return max(0, how_many(seen.placed) - seen.supervisors * A_GROUP)


def _money(seen: _Seen) -> int:
    """For how many places nobody is known to pay in half a year."""
    return sum(one.unpaid for one in seen.placed)


def _funding(seen: _Seen) -> int:
    """The same of the programme itself, once it has been set up."""
    if seen.setup is None:
        return 0
    known = seen.setup.funded_until
    return int(known is None or known < seen.day + MONEY_AHEAD)


OF_ALL: dict[str, Callable[[_Seen], int]] = {
    "supervision": _supervision, "money": _money, "funding": _funding,
}  # fmt: skip


def warnings(
    programme: Programme, day: date, has_place: Sequence[Placed] | None = None
) -> list[Warned]:
    """What is about to go wrong, in the order of the findings. A constant number of queries.
    `has_place`: `placed(programme, day)`, where it is at hand."""
    seen = _look(programme, day, has_place)
    found = []
    for key, kind in KINDS.items():
        if key in OF_ALL:
            if number := OF_ALL[key](seen):
                found.append(Warned(kind, number))
            continue
        ids = OF_WORKPLACES[key](seen)
        # A place may be at one that goes on no more: it counts, and has no page to lead to here.
        if ids:
            # By their numbers: ids compare themselves five times as slowly.
            there = sorted(ids - seen.elsewhere, key=attrgetter("int"))
            found.append(Warned(kind, len(ids), tuple(there)))
    return found


def called(
    programme: Programme, found: Sequence[Warned], most: int
) -> dict[str, list[tuple[UUID, str]]]:
    """Warning → so many of its workplaces, in Swedish order, with their names. One query."""
    shown = {one.kind.key: set(one.about[:SORTED]) for one in found}
    ids: set[UUID] = set().union(*shown.values())
    rows = workplaces(programme).filter(pk__in=ids) if ids else workplaces(programme).none()
    names = [
        (pk, unit_label(organisation, unit))
        for pk, organisation, unit in rows.values_list(
            "pk", "unit__organisation__name", "unit__name"
        )
    ]
    return {
        key: [(pk, name) for pk, name in names if pk in about][:most]
        for key, about in shown.items()
    }


def facts(found: list[Warned]) -> dict[str, Any]:
    """The warnings as numbers alone, for whoever steers."""
    return {one.kind.key: one.number for one in found}
