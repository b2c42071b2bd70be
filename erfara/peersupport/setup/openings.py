"""Why names in a working group and at a party may be opened, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.peersupport.setup.models import GroupMember, Party
from erfara.people.veil import none_protected


def _lead(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about those who speak for a party or are in the working group of her programme."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id or case != str(tenant_id):
        return False
    contacts = Party.objects.filter(programme_id=tenant_id, contact__in=person_ids)
    members = GroupMember.objects.filter(programme_id=tenant_id, person__in=person_ids)
    known = {
        *contacts.values_list("contact_id", flat=True),
        *members.values_list("person_id", flat=True),
    }
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("parties", _("worked with the parties of the programme"), _lead)
