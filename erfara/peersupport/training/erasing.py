"""Somebody who is erased has no place any more; and for whose sake she is here until then."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation.actors import Actor
from erfara.peersupport.training import queries
from erfara.peersupport.training.actions import places
from erfara.peersupport.training.models import Enrolment
from erfara.people import erasing
from erfara.people.models import Person

KEEPER = "training"


def keeps(person: Person) -> bool:
    """Whether she has a place, stands in line, or has completed a course."""
    mine = Enrolment.objects.filter(person=person, state="completed")
    return queries.live_of(person.pk).exists() or mine.exists()


def _clear(person: Person, at: datetime) -> None:
    """Her places go to the next in line; what is left of her is that somebody had one."""
    by = Actor.system(person.programme_id)
    rows = queries.live_of(person.pk).select_related("cohort", "person", "candidate")
    for row in rows.order_by("id"):
        places.give_up(enrolment=row, by=by, at=at)


def register() -> None:
    """Tell those who erase."""
    erasing.register_keeper(KEEPER, keeps)
    erasing.on_person_erased(KEEPER, _clear)
