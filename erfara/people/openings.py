"""Why a person's details may be opened, and by whom. Registered with the vault at start."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role


def _coordinator(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return actor.role == Role.COORDINATOR and actor.tenant_id == tenant_id


def _herself(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return (
        actor.role in {Role.PERSON, Role.BORROWER}
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
    )


def _system(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return actor.role == Role.SYSTEM and actor.tenant_id == tenant_id


def register() -> None:
    """Tell the vault which purposes there are around a person."""
    vault.register_purpose("register", _("looked through the register"), _coordinator)
    vault.register_purpose("person_page", _("opened your page"), _coordinator)
    vault.register_purpose("own_page", _("you looked at your own page"), _herself)
    vault.register_purpose("deliver", _("a message was sent to you"), _system)
