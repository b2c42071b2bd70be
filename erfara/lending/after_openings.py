"""Why details may be opened after a loan, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.ids import id_in
from erfara.lending.models import Aftercare, Concern, EffectAsk
from erfara.people.veil import may_open


def _aftercare(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one who was asked how she is and nobody else."""
    row = (
        Aftercare.objects.filter(pk=id_in(case), programme_id=tenant_id)
        .select_related("contributor")
        .first()
    )
    if row is None or person_ids != [row.contributor.person_id]:
        return False
    return actor.coordinates(tenant_id) and may_open(actor, tenant_id, person_ids)


def _raised(tenant_id: UUID, person_ids: list[UUID], case: str) -> Concern | None:
    row = Concern.objects.filter(pk=id_in(case), programme_id=tenant_id).first()
    return row if row is not None and person_ids == [row.person_id] else None


def _own_concern(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whose it is: her words, and what was answered."""
    row = _raised(tenant_id, person_ids, case)
    mine = actor.role in {Role.PERSON, Role.BORROWER} and actor.tenant_id == tenant_id
    return row is not None and mine and actor.id == row.person_id


def _concern(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The one she wants to read it. An administrator reads words, not details."""
    row = _raised(tenant_id, person_ids, case)
    if row is None or actor.tenant_id != tenant_id:
        return False
    if row.route == Concern.Route.ADMINISTRATOR:
        return actor.role == Role.ADMINISTRATOR
    return actor.coordinates(tenant_id) and may_open(actor, tenant_id, person_ids)


def _effect(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one who is asked or has told what a loan led to."""
    row = (
        EffectAsk.objects.filter(pk=id_in(case), programme_id=tenant_id)
        .select_related("loan__request", "participation__contributor")
        .first()
    )
    if row is None or not actor.coordinates(tenant_id):
        return False
    if row.participation is None:
        return person_ids == [row.loan.request.contact_id]
    contributor = row.participation.contributor
    hers = contributor is not None and person_ids == [contributor.person_id]
    return hers and may_open(actor, tenant_id, person_ids)


def register() -> None:
    """Tell the vault which purposes there are after a loan."""
    vault.register_purpose("aftercare", _("saw how you were after a loan"), _aftercare)
    vault.register_purpose("concern", _("read what you wrote about what felt wrong"), _concern)
    vault.register_purpose("own_concern", _("you read what you wrote yourself"), _own_concern)
    vault.register_purpose("effect", _("asked you what a loan led to, or read it"), _effect)
