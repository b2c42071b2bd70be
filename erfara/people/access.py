"""One door for each kind of object: what the viewer may see, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Person, SignUp


def contributor_for(viewer: Actor, programme: Programme, pk: UUID) -> Contributor:
    """A person in the register, for a coordinator of the same library only."""
    if viewer.role != Role.COORDINATOR or viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(Contributor.objects.filter(programme=programme, pk=pk).select_related("person"))
    if row is None:
        raise Http404
    return row


def own_person(viewer: Actor, programme: Programme) -> Person:
    """The signed-in person herself."""
    if viewer.role not in {Role.PERSON, Role.BORROWER} or viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(
        Person.objects.filter(programme=programme, pk=viewer.own_id, erased_at__isnull=True)
    )
    if row is None:
        raise Http404
    return row


def own_contributor(viewer: Actor, programme: Programme) -> Contributor:
    """The signed-in person's place in the register."""
    row = the_one(
        Contributor.objects.filter(programme=programme, person_id=viewer.own_id).select_related(
            "person", "programme"
        )
    )
    if row is None or viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    return row


def own_sign_up(viewer: Actor, programme: Programme) -> SignUp:
    """The draft that the link in her address leads to."""
    row = the_one(SignUp.objects.filter(programme=programme, pk=viewer.own_id, emptied_at=None))
    if row is None or viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = programme
    return row
