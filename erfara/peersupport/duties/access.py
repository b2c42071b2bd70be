"""One door for each: what the viewer may see of who does what, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix


def matrix_for(viewer: Actor, programme: Programme, pk: UUID) -> DutyMatrix:
    """A version, for the programme's leads."""
    rows = DutyMatrix.objects.filter(programme=programme, pk=pk)
    row = the_one(rows.select_related("workplace__unit__organisation"))
    if row is None or viewer.role != Role.COORDINATOR or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = row.workplace.programme = programme
    return row


def answer_for(viewer: Actor, programme: Programme, pk: UUID) -> DutyAnswer:
    """One party's answer: for the leads, and for the one who speaks for that party."""
    rows = DutyAnswer.objects.filter(programme=programme, pk=pk)
    if viewer.tenant_id != programme.pk or viewer.role not in {Role.COORDINATOR, Role.WORKPLACE}:
        raise Http404
    if viewer.role == Role.WORKPLACE:
        rows = rows.filter(person_id=viewer.own_id)
    row = the_one(rows.select_related("matrix__workplace__unit__organisation", "person"))
    if row is None:
        raise Http404
    row.programme = row.matrix.programme = row.matrix.workplace.programme = programme
    return row
