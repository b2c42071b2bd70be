"""Who somebody is: found, added, changed. A public form changes nobody's details."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import uuid4

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.organisations.models import Programme
from erfara.people.models import Person
from erfara.people.own_queries import asked_to_be_forgotten
from erfara.people.policies import check_still_here

KINDS: tuple[Literal["email"], Literal["phone"]] = ("email", "phone")
IDENTITY = ("name", "email", "phone", "address")


def find_person(programme: Programme, identity: Mapping[str, str]) -> Person | None:
    """The person behind an e-mail address, if the programme knows her.

    A phone number decides only when there is no address: two may share a telephone, and a letter
    to one of them is not for the other.
    """
    kind: Literal["email", "phone"] = "email" if identity.get("email") else "phone"
    found = vault.index_find(programme.pk, kind, identity.get(kind) or "")
    return Person.objects.filter(pk=found, programme=programme).first() if found else None


def _store_identity(person: Person, identity: Mapping[str, str], at: datetime) -> None:
    values = {name: identity.get(name, "") for name in IDENTITY}
    vault.like_put(tenant_id=person.programme_id, values={person.pk: values}, at=at)
    # Amended, not stored anew: what else is kept there stays.
    vault.amend(
        tenant_id=person.programme_id, person_id=person.pk, blob="identity", values=values, at=at
    )
    for kind in KINDS:
        vault.index_put(
            tenant_id=person.programme_id, person_id=person.pk, kind=kind, value=values[kind], at=at
        )


@action
def find_or_add_person(
    *,
    programme: Programme,
    identity: Mapping[str, str],
    protected: bool = False,
    by: Actor,
    at: datetime,
) -> Person:
    """The person with this address, added when nobody has it. A known one's details stay as are:
    a public form must not be able to change them.

    `protected`: her details are protected, from before anything is written about her.
    """
    found = find_person(programme, identity)
    person_id = found.pk if found is not None else uuid4()
    if protected:
        vault.shield(tenant_id=programme.pk, person_id=person_id, at=at)
    if found is not None:
        unchanged()
        return found
    person = Person.objects.create(id=person_id, programme=programme, created_at=at)
    _store_identity(person, identity, at)
    audit.record("person.added", about=person, by=by, at=at)
    return person


def needed_again(person: Person) -> None:
    """Within an action that gives her something to be here: whoever was let go stays. One who has
    asked to be forgotten is so all the same; only she takes that back.

    Raises Refused when her details are erased.
    """
    check_still_here(person)
    if person.erase_after is not None and not asked_to_be_forgotten(person):
        person.erase_after = None
        person.save(update_fields=["erase_after"])


@action
def find_or_add_contact(
    *, programme: Programme, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person:
    """A borrower's contact: known by the e-mail address alone.

    A whole workplace shares a telephone number, so it neither finds nor names anybody; only one
    who gives no e-mail address is known by it.
    """
    email = identity.get("email", "")
    if not email:
        return find_or_add_person(programme=programme, identity=identity, by=by, at=at)
    found = find_person(programme, {"email": email})
    if found is not None:
        unchanged()
        return found
    person = Person.objects.create(programme=programme, created_at=at)
    values = {name: identity.get(name, "") for name in IDENTITY}
    vault.store(tenant_id=programme.pk, person_id=person.pk, blob="identity", values=values, at=at)
    vault.index_put(tenant_id=programme.pk, person_id=person.pk, kind="email", value=email, at=at)
    audit.record("person.added", about=person, by=by, at=at)
    return person


@action
def change_identity(
    *, person: Person, identity: Mapping[str, str], by: Actor, at: datetime
) -> Person:
    """Write a person's name and addresses anew. Refused when somebody else has the address."""
    check_still_here(person)
    owner = find_person(person.programme, identity)
    if owner is not None and owner.pk != person.pk:
        raise Refused(_("Somebody else in the register has that e-mail address or phone number."))
    _store_identity(person, identity, at)
    audit.record("person.changed", about=person, by=by, at=at)
    return person
