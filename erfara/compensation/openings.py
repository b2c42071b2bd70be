"""Who may open names and words for paying, and about whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, PaymentList
from erfara.compensation.queries import people_on
from erfara.foundation import vault
from erfara.foundation.actors import Actor
from erfara.foundation.rows import the_one


def _payment_list(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The one who made an open list, about those on it."""
    if not actor.coordinates(tenant_id):
        return False
    try:
        rows = PaymentList.objects.filter(pk=UUID(case), programme_id=tenant_id, state="open")
    except ValueError:
        return False
    row = the_one(rows)
    if row is None or row.asked_by != actor.id:
        return False
    return set(person_ids) <= people_on(row)


def _claim(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about the one who has noted this cost."""
    if not actor.coordinates(tenant_id) or len(person_ids) != 1:
        return False
    try:
        rows = Claim.objects.filter(pk=UUID(case), programme_id=tenant_id)
    except ValueError:
        return False
    return rows.filter(participation__contributor__person_id=person_ids[0]).exists()


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("payment_list", _("put your name on a list for paying"), _payment_list)
    vault.register_purpose("claim", _("read what a cost of yours was for"), _claim)
