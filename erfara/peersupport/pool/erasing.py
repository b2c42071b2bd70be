"""Somebody who is erased has no certificate and waits for nothing; and who keeps her here."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation.actors import Actor
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.certificates.models import LIVE, Certificate
from erfara.peersupport.pool.actions import supporters
from erfara.peersupport.pool.models import PeerSupporter
from erfara.people import erasing
from erfara.people.models import Person

KEEPER = "pool"


def keeps(person: Person) -> bool:
    """Whether she has a certificate on its way or in force, or a place in the pool or from it."""
    hers = PeerSupporter.objects.filter(person=person).exclude(state="left")
    return Certificate.objects.filter(person=person, state__in=LIVE).exists() or hers.exists()


def _clear(person: Person, at: datetime) -> None:
    """Her certificates end, an offer falls, and what she wished for is cleared."""
    by = Actor.system(person.programme_id)
    supporters.forget(person=person, by=by, at=at)
    certificates.forget(person=person, by=by, at=at)


def register() -> None:
    """Tell those who erase."""
    erasing.register_keeper(KEEPER, keeps)
    erasing.on_person_erased(KEEPER, _clear)
