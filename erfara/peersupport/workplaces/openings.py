"""Why names at a workplace may be opened, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.peersupport.workplaces.access import is_hers
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.veil import none_protected

NOTHING = UUID(int=0)


def as_id(case: str) -> UUID:
    """The id that a case stands for; one that nothing has when it stands for none."""
    try:
        return UUID(case)
    except ValueError:
        return NOTHING


def _there(tenant_id: UUID, case: str) -> Workplace | None:
    return the_one(Workplace.objects.filter(pk=as_id(case), programme_id=tenant_id))


def _lead(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about those who are named at one workplace."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id:
        return False
    row = _there(tenant_id, case)
    known = row is not None and set(person_ids) <= set(row.people_ids())
    return known and none_protected(tenant_id, person_ids)


def _colleague(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever speaks for a workplace, about those who are named there: her colleagues."""
    if actor.role != Role.WORKPLACE or actor.tenant_id != tenant_id:
        return False
    row = _there(tenant_id, case)
    if row is None or not is_hers(row, actor.id):
        return False
    return set(person_ids) <= set(row.people_ids()) and none_protected(tenant_id, person_ids)


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("workplace", _("worked with your workplace"), _lead)
    vault.register_purpose("own_workplace", _("saw who is named at your workplace"), _colleague)
