"""One door: the workplace that the viewer may see, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.workplaces.models import Workplace


def hers(person_id: UUID) -> Q:
    """Workplaces that somebody speaks for: as its manager, or as its contact person."""
    return Q(contact_id=person_id) | Q(manager_id=person_id)


def is_hers(workplace: Workplace, person_id: UUID | None) -> bool:
    """Whether she speaks for it now."""
    return person_id is not None and person_id in {workplace.contact_id, workplace.manager_id}


def workplace_for(viewer: Actor, programme: Programme, pk: UUID) -> Workplace:
    """A workplace: for the programme's leads, and for those who speak for it."""
    rows = Workplace.objects.filter(programme=programme, pk=pk)
    rows = rows.select_related("unit__organisation", "manager", "contact", "clinician")
    if viewer.tenant_id != programme.pk or viewer.role not in {Role.COORDINATOR, Role.WORKPLACE}:
        raise Http404
    if viewer.role == Role.WORKPLACE:
        rows = rows.filter(hers(viewer.own_id))
    row = the_one(rows)
    if row is None:
        raise Http404
    row.programme = programme
    return row


def own_workplaces(viewer: Actor, programme: Programme) -> QuerySet[Workplace]:
    """Those that the signed-in one speaks for, the live ones first."""
    if viewer.role not in {Role.WORKPLACE, Role.PERSON} or viewer.tenant_id != programme.pk:
        raise Http404
    rows = Workplace.objects.filter(hers(viewer.own_id), programme=programme)
    return rows.select_related("unit__organisation").order_by("ended_at", "no")
