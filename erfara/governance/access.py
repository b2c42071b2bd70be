"""The door to a cost scenario: for those who coordinate, steer or administer its programme."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.governance.models import Scenario
from erfara.organisations.models import Programme

WRITES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
READS = WRITES | {Role.STEERING}


def scenario_for(viewer: Actor, programme: Programme, pk: UUID) -> Scenario:
    """A scenario of the programme, in use or put away."""
    if viewer.role not in READS or viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(Scenario.objects.filter(programme=programme, pk=pk))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def may_write(viewer: Actor) -> bool:
    """Whether the pages show what changes something."""
    return viewer.role in WRITES
