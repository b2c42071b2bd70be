"""Why a person's details may be opened, and by whom. Registered with the vault at start."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.people.models import Contributor, SignUp
from erfara.people.queries import all_in_register


def _register(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A coordinator, about people in her own register. Borrowers' contacts are not in it."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id:
        return False
    return all_in_register(tenant_id, person_ids)


def _one_page(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, about the one whose page it is."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id or len(person_ids) != 1:
        return False
    try:
        row = Contributor.objects.filter(pk=UUID(case), programme_id=tenant_id)
    except ValueError:
        return False
    return row.filter(person_id=person_ids[0]).exists()


def _herself(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return (
        actor.role in {Role.PERSON, Role.BORROWER}
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
    )


def _own_sign_up(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever has the link to a sign-up, about that one while it is a draft."""
    return (
        actor.role == Role.PERSON
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and SignUp.objects.filter(pk__in=person_ids, programme_id=tenant_id, state="draft").exists()
    )


def _system(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    return actor.role == Role.SYSTEM and actor.tenant_id == tenant_id


def register() -> None:
    """Tell the vault which purposes there are around a person."""
    vault.register_purpose("register", _("looked through the register"), _register)
    vault.register_purpose("person_page", _("opened your page"), _one_page)
    vault.register_purpose("own_page", _("you looked at your own page"), _herself)
    vault.register_purpose("sign_up", _("you signed up"), _own_sign_up)
    vault.register_purpose("deliver", _("a message was sent to you"), _system)
    vault.register_purpose("presentation", _("wrote your presentation with you"), _one_page)
    # Read by everybody, without a purpose: she has let it be published.
    vault.register_public("public:presentation", ("title", "text"))
