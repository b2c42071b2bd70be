"""Who may open the name on a certificate, its code, and what is written about it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.prepared import Prepared, among
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.training.models import Enrolment
from erfara.people.veil import may_open, none_protected

_STAFF = {Role.COORDINATOR, Role.USER_ORGANISATION}


# The list of certificates asks it each time: by person, of whom there are few.
_COMPLETED = Prepared(
    lambda people: Enrolment.objects.filter(
        among("person_id", people), state="completed", cohort__gives_certificate=True
    ).values_list("person_id", "programme_id")
)  # fmt: skip


def _words(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The lead and the issuer, about the one whose certificate it is: what they ask and answer each
    other. Opens nobody's name."""
    if actor.role not in _STAFF or actor.tenant_id != tenant_id or len(person_ids) != 1:
        return False
    try:
        pk = UUID(case)
    except ValueError:
        return False
    return Certificate.objects.filter(
        pk=pk, programme_id=tenant_id, person_id=person_ids[0]
    ).exists()


def _one(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, about her name. With protected details the lead alone, after the step before."""
    known = _words(actor, tenant_id, person_ids, case)
    return known and may_open(actor, tenant_id, person_ids)


def _list(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, about those in the list: who have completed their training here. Nobody with
    protected details."""
    if actor.role not in _STAFF or actor.tenant_id != tenant_id:
        return False
    completed = {pk for pk, of in _COMPLETED.rows(people=person_ids) if of == tenant_id}
    return set(person_ids) <= completed and none_protected(tenant_id, person_ids)


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("certificate", _("worked with your certificate"), _one)
    vault.register_purpose(
        "certificate_words", _("read what was asked about your certificate"), _words
    )
    vault.register_purpose("certificates", _("looked through the certificates"), _list)
