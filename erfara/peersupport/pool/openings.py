"""Who may open the names of those in the pool, and about whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.prepared import Prepared, among
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.queries import known_to
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.veil import may_open, none_protected

# Every page of the pool asks it: by person, of whom there are few; the programme has many.
_IN_POOL = Prepared(
    lambda people: PeerSupporter.objects.filter(among("person_id", people)).values_list(
        "person_id", "programme_id"
    )
)


def _pool(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The lead, about those in the pool. Nobody with protected details."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id:
        return False
    known = {pk for pk, of in _IN_POOL.rows(people=person_ids) if of == tenant_id}
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _one(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The lead, about the one in the pool whose page it is; with protected details, after the step
    before it."""
    if actor.role != Role.COORDINATOR or actor.tenant_id != tenant_id or len(person_ids) != 1:
        return False
    try:
        rows = PeerSupporter.objects.filter(pk=UUID(case), programme_id=tenant_id)
    except ValueError:
        return False
    there = rows.filter(person_id=person_ids[0]).exists()
    return there and may_open(actor, tenant_id, person_ids)


def _candidate(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Those who speak for a workplace, about who has said yes to a place there. Nobody with
    protected details: the leads tell them."""
    if actor.role != Role.WORKPLACE or actor.tenant_id != tenant_id:
        return False
    rows = PlaceOffer.objects.filter(
        known_to(actor.own_id), programme_id=tenant_id, supporter__person_id__in=person_ids
    )
    known = set(rows.values_list("supporter__person_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _contact(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever has been offered a place, about the workplace's contact, once she has said yes; the
    lead as well, to phone them."""
    if actor.tenant_id != tenant_id or len(person_ids) != 1:
        return False
    try:
        pk = UUID(case)
    except ValueError:
        return False
    offers = PlaceOffer.objects.filter(pk=pk, programme_id=tenant_id)
    wishes = PlaceWish.objects.filter(pk=pk, programme_id=tenant_id)
    if actor.role == Role.PERSON:
        offers = offers.filter(
            supporter__person_id=actor.own_id, ended_on__isnull=True,
            state__in=["put_forward", "workplace_late", "agreed"],
        )  # fmt: skip
        places = list(offers.values_list("wish__workplace", flat=True))
    elif actor.role == Role.COORDINATOR:
        places = [
            *offers.values_list("wish__workplace", flat=True),
            *wishes.values_list("workplace", flat=True),
        ]
    else:
        return False
    people = Workplace.objects.filter(pk__in=places).values_list("contact_id", "manager_id")
    known = {person for pair in people for person in pair}
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def register() -> None:
    """Tell the vault."""
    vault.register_purpose("pool", _("looked through those who wait for a place"), _pool)
    vault.register_purpose("pool_page", _("worked with your place in the pool"), _one)
    vault.register_purpose(
        "place_candidate", _("a workplace saw that you want to come there"), _candidate
    )
    vault.register_purpose(
        "place_contact", _("you are who answers about a place at your workplace"), _contact
    )
