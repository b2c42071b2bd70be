"""The letter to somebody who came with a file, and why the file may be opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.actions.imported import LETTER
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Contributor, RegisterImport


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    """That there is a message, and the last day. What we hold and from where stands behind it."""
    row = Contributor.objects.filter(pk=message.about_id).select_related("programme").first()
    if row is None or row.state != "asked" or row.erase_after is None:
        return None
    return with_link(
        message, row.programme, LETTER, row.person_id,
        lives=row.erase_after + LINK_LIVES - message.created_at,
        deadline=clock.local_day(row.erase_after - timedelta(hours=1)),
    )  # fmt: skip


def _put(contributor: Contributor, kind: str, at: datetime) -> None:
    outbox.put(
        kind, tenant_id=contributor.programme_id, about_kind=audit.kind_of(contributor),
        about_id=contributor.pk, to_kind="person", to_id=contributor.person_id, at=at,
    )  # fmt: skip


def _the_file(actor: Actor, tenant_id: UUID, subjects: list[UUID], case: str) -> bool:
    """A coordinator, or the worker, about one file of the own programme."""
    if actor.role not in {Role.COORDINATOR, Role.SYSTEM} or actor.tenant_id != tenant_id:
        return False
    if len(subjects) != 1 or case != str(subjects[0]):
        return False
    return RegisterImport.objects.filter(pk=subjects[0], programme_id=tenant_id).exists()


def register() -> None:
    """Tell outbox, state tables and vault."""
    outbox.register_kind(LETTER, _render)
    on_notice(LETTER, _put)
    vault.register_purpose("import", _("a file with a register was read"), _the_file)
