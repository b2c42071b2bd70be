"""What evaluations say goes wrong with peer support, seen from rows while it can be mended.

Responsibilities between the parties not settled, staff not prepared, the peer alone, the role
drifting, managers changing, supervision thin, money short-term: each is a warning here, and ends
by itself when what it is about has been done (docs/reference/warnings.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.organisations.models import Programme
from erfara.peersupport.duties.models import DutyMatrix
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.setup.queries import setup_of
from erfara.peersupport.steering.placed import Placed, placed
from erfara.peersupport.training.models import Enrolment, ForWhom
from erfara.peersupport.workplaces.models import Readiness, ReadinessItem, Workplace
from erfara.peersupport.workplaces.queries import workplaces

Text = str | Promise
# So long ahead everybody has to know what comes when the money ends.
MONEY_AHEAD = timedelta(days=183)
GOING_ON = ("preparing", "ready", "rechecking")
STAFF = ("staff_2h", "staff_4h")
SETTLED = ("agreed", "without")
IN_PLACE = (ReadinessItem.Standing.DONE, ReadinessItem.Standing.NOT_NEEDED)


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
    """A warning that holds now. `about`: the workplaces, none when it is the whole programme."""

    kind: Kind
    number: int
    about: tuple[Workplace, ...] = ()


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
            _("Talk with the employers, and write until when each place is paid."), "pool",
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """What all warnings are counted from, read once."""

    day: date
    setup: PeerSetup | None
    there: dict[UUID, Workplace]
    settled: set[UUID]
    items: dict[UUID, dict[str, str]]
    rounds: dict[UUID, str]
    placed: list[Placed]
    supervisors: int

    @property
    def crowd(self) -> Counter[UUID]:
        return Counter(one.workplace for one in self.placed)

    @property
    def receiving(self) -> set[UUID]:
        """Where somebody is, or may come any day."""
        return {pk for pk, row in self.there.items() if row.state != "preparing"} | set(self.crowd)


def _look(programme: Programme, day: date) -> _Seen:
    there = {row.pk: row for row in workplaces(programme).filter(state__in=GOING_ON)}
    settled = set(
        DutyMatrix.objects.filter(workplace__in=there, state__in=SETTLED).values_list(
            "workplace_id", flat=True
        )
    )
    rounds: dict[UUID, str] = {}
    newest: dict[UUID, UUID] = {}
    for pk, workplace_id, why, state in (
        Readiness.objects.filter(workplace__in=there)
        .exclude(state="stopped")
        .order_by("created_at", "id")
        .values_list("pk", "workplace_id", "why", "state")
    ):
        newest[workplace_id] = pk
        rounds[workplace_id] = "" if state == "approved" else why
    of_round = {pk: workplace_id for workplace_id, pk in newest.items()}
    items: dict[UUID, dict[str, str]] = {}
    for round_id, key, standing in ReadinessItem.objects.filter(
        readiness__in=of_round, key__in=[*STAFF, "does"]
    ).values_list("readiness_id", "key", "standing"):
        items.setdefault(of_round[round_id], {})[key] = standing
    supervisors = Enrolment.objects.filter(
        programme=programme, state="completed", cohort__for_whom=ForWhom.SUPERVISORS
    ).values("person_id").distinct().count()  # fmt: skip
    return _Seen(
        day, setup_of(programme), there, settled, items, rounds, placed(programme), supervisors
    )


def _not_in_place(seen: _Seen, pk: UUID, keys: tuple[str, ...]) -> bool:
    known = seen.items.get(pk, {})
    return any(known.get(key) not in IN_PLACE for key in keys)


def _unsettled(seen: _Seen) -> set[UUID]:
    return seen.receiving - seen.settled


def _unprepared(seen: _Seen) -> set[UUID]:
    return {pk for pk in seen.receiving if _not_in_place(seen, pk, STAFF)}


def _alone(seen: _Seen) -> set[UUID]:
    return {pk for pk, number in seen.crowd.items() if number == 1}


def _drifting(seen: _Seen) -> set[UUID]:
    late = {
        pk for pk, row in seen.there.items()
        if row.recheck_on is not None and row.recheck_on < seen.day
    }  # fmt: skip
    return {
        pk for pk in seen.receiving if _not_in_place(seen, pk, ("does",))
    } | (late & seen.receiving)  # fmt: skip


def _managers(seen: _Seen) -> set[UUID]:
    return {
        pk for pk, row in seen.there.items()
        if row.manager_id is None or seen.rounds.get(pk) == Readiness.Why.NEW_MANAGER
    }  # fmt: skip


OF_WORKPLACES: dict[str, Callable[[_Seen], set[UUID]]] = {
    "unsettled": _unsettled, "unprepared": _unprepared, "alone": _alone, "drifting": _drifting,
    "managers": _managers,
}  # fmt: skip


def _supervision(seen: _Seen) -> int:
    """How many have a place beyond what the trained supervisors can meet in groups."""
    return max(0, len(seen.placed) - seen.supervisors * A_GROUP)


def _money(seen: _Seen) -> int:
    """For how many places nobody is known to pay in half a year."""
    last = seen.day + MONEY_AHEAD
    return sum(one.funded_until is None or one.funded_until < last for one in seen.placed)


def _funding(seen: _Seen) -> int:
    """The same of the programme itself, once it has been set up."""
    if seen.setup is None:
        return 0
    known = seen.setup.funded_until
    return int(known is None or known < seen.day + MONEY_AHEAD)


OF_ALL: dict[str, Callable[[_Seen], int]] = {
    "supervision": _supervision, "money": _money, "funding": _funding,
}  # fmt: skip


def warnings(programme: Programme, day: date) -> list[Warned]:
    """What is about to go wrong, in the order of the findings. A constant number of queries."""
    seen = _look(programme, day)
    found = []
    for key, kind in KINDS.items():
        if key in OF_ALL:
            if number := OF_ALL[key](seen):
                found.append(Warned(kind, number))
            continue
        ids = OF_WORKPLACES[key](seen)
        about = tuple(row for pk, row in seen.there.items() if pk in ids)
        # A place may be at one that goes on no more: it counts, and has no page to lead to here.
        if ids:
            found.append(Warned(kind, len(ids), about))
    return found


def facts(found: list[Warned]) -> dict[str, Any]:
    """The warnings as numbers alone, for whoever steers."""
    return {one.kind.key: one.number for one in found}
