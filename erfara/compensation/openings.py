"""Who may open names and words for paying, and about whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, Compensation, PaymentList
from erfara.compensation.policies import where_due
from erfara.compensation.queries import GONE, people_on
from erfara.compensation.states import UNSETTLED
from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.ids import id_in
from erfara.foundation.rows import the_one
from erfara.lending.borrowers import hers
from erfara.organisations.models import Programme
from erfara.people.veil import none_protected


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


def _to_pay(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Those at the borrower's, about those whom they pay, until everybody has been paid: also when
    the loan itself is done. Where they don't contact each other, a coordinator says who it is."""
    if actor.role != Role.BORROWER or actor.tenant_id != tenant_id:
        return False
    rows = Compensation.objects.filter(
        hers(actor.own_id, "participation__loan__request__"), where_due(),
        participation__loan__request_id=id_in(case), programme_id=tenant_id,
        programme__broker=Programme.Broker.DIRECT, payer=Programme.Payer.BORROWER, amount__gt=0,
    )  # fmt: skip
    if not rows.filter(state__in=UNSETTLED).exists():
        return False
    paid = rows.exclude(state__in=GONE)
    known = set(paid.values_list("participation__contributor__person_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("payment_list", _("put your name on a list for paying"), _payment_list)
    vault.register_purpose("pay_to", _("saw whom to pay after a loan"), _to_pay)
    vault.register_purpose("claim", _("read what a cost of yours was for"), _claim)
