"""One door for each kind of object: what the viewer may see, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.people.models import (
    AddressChange,
    Contributor,
    Errand,
    Interview,
    LogQuestion,
    Person,
    PrintList,
    PublicMessage,
    SignUp,
)
from erfara.people.veil import check_open


def contributor_for(viewer: Actor, programme: Programme, pk: UUID) -> Contributor:
    """A person in the register, for a coordinator of the same library only."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(Contributor.objects.filter(programme=programme, pk=pk).select_related("person"))
    if row is None:
        raise Http404
    check_open(viewer, row)
    return row


def veiled_contributor_for(viewer: Actor, programme: Programme, pk: UUID) -> Contributor:
    """The same before the step that opens a protected one's page, for the step itself. Whoever
    uses this opens nothing."""
    if not viewer.coordinates(programme.pk):
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
    row.programme = programme
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


def interview_for(viewer: Actor, programme: Programme, pk: UUID) -> Interview:
    """A talk, for a coordinator of the same programme only."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    rows = Interview.objects.filter(programme=programme, pk=pk)
    row = the_one(rows.select_related("contributor__person", "programme"))
    if row is None:
        raise Http404
    check_open(viewer, row.contributor)
    return row


def own_interview(viewer: Actor, programme: Programme, pk: UUID) -> Interview:
    """A talk of the signed-in person's own, or the one her link is about."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    rows = Interview.objects.filter(
        programme=programme, pk=pk, contributor__person_id=viewer.own_id,
        contributor__person__erased_at__isnull=True,
    )  # fmt: skip
    row = the_one(rows.select_related("contributor__person", "programme"))
    if row is None:
        raise Http404
    return row


def own_log_question(viewer: Actor, programme: Programme, pk: UUID) -> LogQuestion:
    """What the signed-in person has asked about her log."""
    person = own_person(viewer, programme)
    row = the_one(LogQuestion.objects.filter(programme=programme, person=person, pk=pk))
    if row is None:
        raise Http404
    return row


def own_address_change(viewer: Actor, programme: Programme, pk: UUID) -> AddressChange:
    """Her own new address on its way."""
    person = own_person(viewer, programme)
    row = the_one(
        AddressChange.objects.filter(programme=programme, person=person, pk=pk).select_related(
            "person__programme"
        )
    )
    if row is None:
        raise Http404
    return row


def log_question_for(viewer: Actor, programme: Programme, pk: UUID) -> LogQuestion:
    """A question about the log, for the coordinators of the programme."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(LogQuestion.objects.filter(programme=programme, pk=pk).select_related("person"))
    if row is None:
        raise Http404
    hers = the_one(Contributor.objects.filter(person_id=row.person_id))
    if hers is not None:
        check_open(viewer, hers)
    return row


def errand_for(viewer: Actor, programme: Programme, pk: UUID) -> Errand:
    """Something to do elsewhere, for the coordinators of the programme."""
    if not viewer.coordinates(programme.pk):
        raise Http404
    row = the_one(Errand.objects.filter(programme=programme, pk=pk).select_related("contributor"))
    if row is None:
        raise Http404
    return row


def message_for(viewer: Actor, programme: Programme, pk: UUID) -> PublicMessage:
    """A message to the library, for its coordinators."""
    row = the_one(PublicMessage.objects.filter(programme=programme, pk=pk))
    if row is None or not viewer.coordinates(programme.pk):
        raise Http404
    row.programme = programme
    return row


def own_message(viewer: Actor, programme: Programme) -> PublicMessage:
    """The message that the link in somebody's address leads to."""
    row = the_one(
        PublicMessage.objects.filter(programme=programme, pk=viewer.own_id, state="answered")
    )
    if row is None or viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = programme
    return row


def print_list_for(viewer: Actor, programme: Programme, pk: UUID) -> PrintList:
    """A list of names to be printed: that it is there and what for, not who is on it."""
    row = the_one(PrintList.objects.filter(programme=programme, pk=pk))
    known = viewer.role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    if row is None or not known or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = programme
    return row
