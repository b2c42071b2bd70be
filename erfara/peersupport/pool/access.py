"""The doors to somebody in the pool, to a wish, to an offer."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import TenantModel
from erfara.foundation.prepared import Prepared
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.queries import known_to
from erfara.peersupport.workplaces.access import hers
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.veil import check_person_open

T = TypeVar("T", bound=TenantModel)
_WORKPLACE = ("workplace__unit__organisation", "workplace__contact", "workplace__manager")
_WISH = tuple(f"wish__{name}" for name in _WORKPLACE)
_WISHES = PlaceWish.objects.select_related(*_WORKPLACE, "employer")
_FOR_LEAD = Prepared(lambda programme, wish: _WISHES.filter(programme_id=programme, pk=wish))


def _one(viewer: Actor, programme: Programme, rows: QuerySet[T], pk: UUID) -> T:
    if viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(rows.filter(programme=programme, pk=pk))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def supporter_for(viewer: Actor, programme: Programme, pk: UUID) -> PeerSupporter:
    """Somebody in the pool, for the lead. A protected one needs one step more."""
    row = veiled_supporter_for(viewer, programme, pk)
    check_person_open(viewer, row.person, row.pk, "supporter")
    return row


def veiled_supporter_for(viewer: Actor, programme: Programme, pk: UUID) -> PeerSupporter:
    """The same before that step, and where she stands by her number. Whoever uses this opens
    nothing."""
    if viewer.role != Role.COORDINATOR:
        raise Http404
    rows = PeerSupporter.objects.select_related("person", "certificate")
    return _one(viewer, programme, rows, pk)


def supporter_with(viewer: Actor, programme: Programme, number: int) -> PeerSupporter:
    """The same, by the number, and before the step. Whoever uses this opens nothing."""
    rows = PeerSupporter.objects.filter(programme=programme, number=min(number, 2**31 - 1))
    row = the_one(rows)
    if row is None:
        raise Http404
    return veiled_supporter_for(viewer, programme, row.pk)


def own_place_in_pool(viewer: Actor, programme: Programme) -> PeerSupporter:
    """One's own place in the pool."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    rows = PeerSupporter.objects.filter(programme=programme, person_id=viewer.own_id)
    row = the_one(rows.exclude(state="left").select_related("person", "certificate"))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def wish_for(viewer: Actor, programme: Programme, pk: UUID) -> PlaceWish:
    """A wish: for the lead, and for those who speak for the workplace."""
    if viewer.role == Role.COORDINATOR:  # on the page that weighs all who wait
        found = _FOR_LEAD.objects(PlaceWish, most=1, programme=programme.pk, wish=pk)
        if viewer.tenant_id != programme.pk or not found:
            raise Http404
        row, row.programme = found[0], programme
    elif viewer.role == Role.WORKPLACE:
        theirs = Workplace.objects.filter(hers(viewer.own_id)).values("pk")
        row = _one(viewer, programme, _WISHES.filter(workplace__in=theirs), pk)
    else:
        raise Http404
    row.workplace.programme = programme
    return row


def offer_for(viewer: Actor, programme: Programme, pk: UUID) -> PlaceOffer:
    """An offer: for the lead, for the one who was offered it, and, once she has said yes, for
    those who speak for the workplace. About a protected one the lead needs one step more."""
    rows = PlaceOffer.objects.select_related("supporter__person", "supporter__certificate", *_WISH)
    if viewer.role == Role.PERSON:
        rows = rows.filter(supporter__person_id=viewer.own_id)
    elif viewer.role == Role.WORKPLACE:
        rows = rows.filter(known_to(viewer.own_id))
    elif viewer.role != Role.COORDINATOR:
        raise Http404
    row = _one(viewer, programme, rows, pk)
    row.wish.programme = row.wish.workplace.programme = row.supporter.programme = programme
    check_person_open(viewer, row.supporter.person, row.supporter_id, "supporter")
    return row
