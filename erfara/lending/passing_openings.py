"""Why a borrower's contact may be opened to be known in another library: her own yes."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.lending.models import PassedOn


def _pass_on(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The contact of a request that waits for this yes; by the contact herself, whose details go
    over, or by a coordinator to whom she has said it."""
    if actor.tenant_id != tenant_id or actor.role not in {Role.BORROWER, Role.COORDINATOR}:
        return False
    try:
        pk = UUID(case)
    except ValueError:
        return False
    passed = (
        PassedOn.objects.filter(pk=pk, programme_id=tenant_id, state="asked", kind="over")
        .select_related("request")
        .first()
    )
    if passed is None or person_ids != [passed.request.contact_id]:
        return False
    return actor.role == Role.COORDINATOR or actor.own_id == passed.request.contact_id


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("pass_on", _("passed your request on to another {library:sg}"), _pass_on)
