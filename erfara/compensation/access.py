"""The door to a payment."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.compensation.models import Compensation
from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme


def compensation_for(viewer: Actor, programme: Programme, pk: UUID) -> Compensation:
    """A payment: for coordinators of the programme, and for the person who gets it."""
    rows = Compensation.objects.filter(programme=programme, pk=pk).select_related(
        "participation__loan__request", "participation__contributor", "programme"
    )
    if viewer.tenant_id != programme.pk:
        raise Http404
    if viewer.role == Role.PERSON:
        rows = rows.filter(participation__contributor__person_id=viewer.own_id)
    elif viewer.role != Role.COORDINATOR:
        raise Http404
    row = the_one(rows)
    if row is None:
        raise Http404
    return row
