"""Why names and words about who does what may be opened, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.peersupport.duties.models import DutyAnswer
from erfara.peersupport.workplaces.openings import as_id
from erfara.people.veil import none_protected


def _lead(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about those who speak for the parties at one workplace."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id:
        return False
    rows = DutyAnswer.objects.filter(
        programme_id=tenant_id, matrix__workplace=as_id(case), person_id__in=person_ids
    )
    known = set(rows.values_list("person_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _own(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever answered, reading what she wrote and was answered."""
    return (
        actor.role == Role.WORKPLACE
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and DutyAnswer.objects.filter(
            pk=as_id(case), programme_id=tenant_id, person_id=actor.own_id
        ).exists()
    )


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("duties", _("worked with who does what at a workplace"), _lead)
    vault.register_purpose("own_duties", _("you read what you said about who does what"), _own)
