"""Protecting somebody's details, and ending it. Nothing in the register tells of either.

The mark is made first, in a commit of its own on the key store; what is written about it here is
the event that any change of somebody's details writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.people.actions import presentations
from erfara.people.models import Contributor, Person
from erfara.people.policies import check_still_here
from erfara.people.veil import is_protected_person

# Why and when protection ended: among her name and addresses, and nowhere else.
ENDED = "protection_ended"


@action
def protect(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Protect her details. What was published is taken down; nobody is told why."""
    protect_person(person=contributor.person, by=by, at=at)
    presentations.take_down(contributor=contributor, by=by, at=at)
    return contributor


@action
def protect_person(*, person: Person, by: Actor, at: datetime) -> Person:
    """The same for somebody who is in no register: nothing of hers was published."""
    check_still_here(person)
    if is_protected_person(person):
        unchanged()
        return person
    vault.shield(tenant_id=person.programme_id, person_id=person.pk, at=at)
    audit.record("person.changed", about=person, by=by, at=at)
    return person


@action
def end_protection(*, person: Person, reason: str, by: Actor, at: datetime) -> Person:
    """A person's details are like everybody's again. Why is kept with them, sealed.

    The mark goes when the rest is committed: a stop in between leaves her protected.
    """
    check_still_here(person)
    if not reason.strip():
        raise Refused(_("Write why, in a sentence."))
    if not is_protected_person(person):
        unchanged()
        return person
    ended = {"day": clock.local_day(at).isoformat(), "why": reason.strip(), "by": str(by.id)}
    vault.amend(
        tenant_id=person.programme_id, person_id=person.pk, blob="identity",
        values={ENDED: ended}, at=at,
    )  # fmt: skip
    audit.record("person.changed", about=person, by=by, at=at)
    transaction.on_commit(
        partial(vault.unshield, tenant_id=person.programme_id, person_id=person.pk)
    )
    return person
