"""Changing one's own details. A new e-mail address counts when its code has been written back."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, outbox, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.crypto import keys
from erfara.foundation.errors import Refused
from erfara.people.models import AddressChange, Contributor, Person
from erfara.people.policies import check_still_here

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=30)
TRIES = 5
A_DAY = 5


def code_of(change: AddressChange) -> str:
    """The code of a change, derived from its id: it can be mailed without being stored."""
    digest = hmac.new(
        keys.load().link_key(change.programme_id), b"address|v1|" + change.pk.bytes, hashlib.sha256
    ).digest()
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


@action
def change_own(
    *, person: Person, name: str, phone: str, address: str, by: Actor, at: datetime
) -> Person:
    """Name, telephone and postal address, which count at once."""
    check_still_here(person)
    if Contributor.objects.filter(person=person).exists():
        # A workplace shares a telephone: a borrower's contact is never found by it.
        vault.index_put(
            tenant_id=person.programme_id, person_id=person.pk, kind="phone", value=phone, at=at
        )
    vault.amend(
        tenant_id=person.programme_id, person_id=person.pk, blob="identity",
        values={"name": name, "phone": phone, "address": address}, at=at,
    )  # fmt: skip
    audit.record("person.changed", about=person, by=by, at=at)
    return person


@action
def ask_new_address(
    *, person: Person, old: str, new: str, by: Actor, at: datetime
) -> AddressChange:
    """Send a code to a new address. Nothing changes until it has been written back.

    Whether somebody else has the address isn't said here: only to one who can read its mail.
    """
    check_still_here(person)
    mine = AddressChange.objects.filter(person=person)
    if mine.filter(created_at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise Refused(_("You have asked for many codes today. Try tomorrow, or get in touch."))
    change = AddressChange.objects.create(
        programme_id=person.programme_id, person=person, expires_at=at + CODE_LIVES, created_at=at
    )
    vault.store(
        tenant_id=person.programme_id, person_id=person.pk, blob=change.blob,
        values={"old": old, "new": new}, at=at,
    )  # fmt: skip
    audit.record("person.new_address_asked", about=person, by=by, at=at)
    outbox.put(
        "new_address", tenant_id=person.programme_id, about_kind=audit.kind_of(change),
        about_id=change.pk, to_kind="new_address", to_id=person.pk, at=at,
    )  # fmt: skip
    return change


def try_code(change: AddressChange, code: str, at: datetime) -> None:
    """Count a try, and raise Refused unless it is the code. The try counts whatever comes of it."""
    live = AddressChange.objects.filter(
        pk=change.pk, confirmed_at__isnull=True, expires_at__gt=at, attempts__lt=TRIES
    )
    if not live.update(attempts=F("attempts") + 1):
        raise Refused(_("That code doesn't work any more. Write the address again for a new one."))
    if not hmac.compare_digest(code_of(change).encode(), "".join(code.split()).encode()):
        raise Refused(_("That isn't the code. Look in the message again."))


@action
def confirm_new_address(*, change: AddressChange, new: str, by: Actor, at: datetime) -> Person:
    """The code came back: from now on she is reached at the new address. The old one is told."""
    person = change.person
    check_still_here(person)
    if not AddressChange.objects.filter(pk=change.pk, confirmed_at__isnull=True).update(
        confirmed_at=at
    ):
        unchanged()
        return person
    had_one = bool(vault.index_holders([person.pk], "email"))
    vault.index_put(
        tenant_id=person.programme_id, person_id=person.pk, kind="email", value=new, at=at
    )
    vault.amend(
        tenant_id=person.programme_id, person_id=person.pk, blob="identity",
        values={"email": new}, at=at,
    )  # fmt: skip
    audit.record("person.changed", about=person, by=by, at=at)
    if had_one:
        outbox.put(
            "old_address", tenant_id=person.programme_id, about_kind=audit.kind_of(change),
            about_id=change.pk, to_kind="old_address", to_id=person.pk, at=at,
        )  # fmt: skip
    return person


def forget_address_changes(at: datetime) -> int:
    """Drop old and new addresses of changes that are over since three days. Returns how many."""
    old = AddressChange.objects.filter(created_at__lt=at - timedelta(days=3))
    for change in old:
        vault.drop_blob(tenant_id=change.programme_id, person_id=change.person_id, blob=change.blob)
    return old.delete()[0]
