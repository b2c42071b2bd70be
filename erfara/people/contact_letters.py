"""The letter to a borrower's contact who wants to be forgotten, with the way to undo it."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation import audit, outbox, vault
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.people.letters import with_link
from erfara.people.models import Person


def tell_leaving(person: Person, at: datetime) -> None:
    """Put it in the outbox, if there is an address."""
    if vault.index_holders([person.pk], "email"):
        outbox.put(
            "contact_leaving", tenant_id=person.programme_id, about_kind=audit.kind_of(person),
            about_id=person.pk, to_kind="person", to_id=person.pk, at=at, occasion=at.isoformat(),
        )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    person = Person.objects.filter(pk=message.about_id).select_related("programme").first()
    if person is None or person.erase_after is None or person.erased_at is not None:
        return None
    return with_link(message, person.programme, "contact", person.pk)


def register() -> None:
    """Tell the outbox."""
    outbox.register_kind("contact_leaving", _render)
