"""The door to a file with a register: for a coordinator of the same library, or a 404."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.people.models import RegisterImport


def import_for(viewer: Actor, programme: Programme, pk: UUID) -> RegisterImport:
    """One file on its way in, or what is left of it."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(RegisterImport.objects.filter(programme=programme, pk=pk))
    if row is None:
        raise Http404
    row.programme = programme
    return row
