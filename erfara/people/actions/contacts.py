"""A borrower's contact who wants to be forgotten: 48 hours to change one's mind, as for others."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.people import contact_letters
from erfara.people.actions.staying import ERASED_AFTER
from erfara.people.models import Contributor, Person
from erfara.people.policies import check_still_here

GONE = ("left", "forgotten", "merged")


def is_contributor(person: Person) -> bool:
    """Whether she is, or wants to be, in the register too: then that is what she leaves."""
    return Contributor.objects.filter(person=person).exclude(state__in=GONE).exists()


@action
def leave_as_contact(*, person: Person, by: Actor, at: datetime) -> Person:
    """Be forgotten as a borrower's contact, after 48 hours."""
    check_still_here(person)
    if is_contributor(person):
        raise Refused(_("You are in {library:sg.def} too. Leave it on your own page."))
    if person.erase_after is not None:
        unchanged()
        return person
    person.erase_after = at + ERASED_AFTER
    person.save(update_fields=["erase_after"])
    audit.record("person.leaving", about=person, by=by, at=at)
    contact_letters.tell_leaving(person, at)
    return person


@action
def stay_as_contact(*, person: Person, by: Actor, at: datetime) -> Person:
    """Stay after all."""
    if person.erase_after is None:
        unchanged()
        return person
    if person.erased_at is not None or person.erase_after <= at:
        raise Refused(_("The time to change one's mind has passed. The details are being erased."))
    person.erase_after = None
    person.save(update_fields=["erase_after"])
    audit.record("person.stayed", about=person, by=by, at=at)
    return person


@action
def mark_contact_erased(*, person: Person, by: Actor, at: datetime) -> Person:
    """Note that a contact's details are gone. The vault has been emptied before this."""
    person.erased_at = at
    person.leaves_when_done = False
    person.save(update_fields=["erased_at", "leaves_when_done"])
    audit.record("person.erased", about=person, by=by, at=at)
    return person
