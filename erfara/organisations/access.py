"""The door to a role: for administrators of its own programme."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Membership, Programme


def membership_for(viewer: Actor, programme: Programme, pk: UUID) -> Membership:
    """Somebody's role in the programme."""
    if viewer.role != Role.ADMINISTRATOR or viewer.tenant_id != programme.pk:
        raise Http404
    row = (
        Membership.objects.filter(programme=programme, pk=pk)
        .select_related("user", "programme")
        .first()
    )
    if row is None:
        raise Http404
    return row
