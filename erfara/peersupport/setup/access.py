"""One door for each kind of object: what a programme lead may see, or nothing (a 404)."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import TenantModel
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.setup import queries
from erfara.peersupport.setup.models import Goal, GroupMember, InformationDay, Party

T = TypeVar("T", bound=TenantModel)


def _lead(viewer: Actor, programme: Programme, rows: QuerySet[T], pk: UUID) -> T:
    if viewer.role != Role.COORDINATOR or viewer.tenant_id != programme.pk:
        raise Http404
    row: T | None = the_one(rows.filter(programme=programme, pk=pk))
    if row is None:
        raise Http404
    return row


def party_for(viewer: Actor, programme: Programme, pk: UUID) -> Party:
    """A party of the lead's own programme."""
    return _lead(viewer, programme, queries.parties(programme), pk)


def member_for(viewer: Actor, programme: Programme, pk: UUID) -> GroupMember:
    """Somebody who is in the working group."""
    return _lead(viewer, programme, GroupMember.objects.select_related("party"), pk)


def goal_for(viewer: Actor, programme: Programme, pk: UUID) -> Goal:
    """A goal of the lead's own programme."""
    return _lead(viewer, programme, Goal.objects.all(), pk)


def day_for(viewer: Actor, programme: Programme, pk: UUID) -> InformationDay:
    """An information day of the lead's own programme."""
    return _lead(viewer, programme, InformationDay.objects.all(), pk)
