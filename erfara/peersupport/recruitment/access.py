"""One door for each kind of object: what the viewer may see, or nothing (a 404)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
    Round,
)
from erfara.people.veil import check_person_open


def _lead(viewer: Actor, programme: Programme) -> None:
    if viewer.role != Role.COORDINATOR or viewer.tenant_id != programme.pk:
        raise Http404


def round_for(viewer: Actor, programme: Programme, pk: UUID) -> Round:
    """A round, for the programme's own leads."""
    _lead(viewer, programme)
    row = the_one(Round.objects.filter(programme=programme, pk=pk))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def announced_round(programme: Programme, pk: UUID) -> Round:
    """A round that everybody may read about."""
    row = the_one(Round.objects.filter(programme=programme, pk=pk, state="open"))
    if row is None:
        raise Http404
    row.programme = programme
    return row


def own_application(viewer: Actor, programme: Programme) -> ApplicationDraft:
    """The draft that the link in her address leads to."""
    rows = ApplicationDraft.objects.filter(programme=programme, pk=viewer.own_id, emptied_at=None)
    row = the_one(rows.select_related("round"))
    if row is None or viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    row.programme = programme
    return row


def candidate_for(viewer: Actor, programme: Programme, pk: UUID) -> PeerCandidate:
    """One who has applied, for the programme's own leads. A protected one needs one step more."""
    row = veiled_candidate_for(viewer, programme, pk)
    check_person_open(viewer, row.person, row.pk, "candidate")
    return row


def veiled_candidate_for(viewer: Actor, programme: Programme, pk: UUID) -> PeerCandidate:
    """The same before that step, for the step itself. Whoever uses this opens nothing."""
    _lead(viewer, programme)
    rows = PeerCandidate.objects.filter(programme=programme, pk=pk)
    row = the_one(rows.select_related("person", "round", "programme"))
    if row is None:
        raise Http404
    return row


def own_candidacy(viewer: Actor, programme: Programme, pk: UUID) -> PeerCandidate:
    """An application of the signed-in person's own, or the one her link is about."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    rows = PeerCandidate.objects.filter(
        programme=programme, pk=pk, person_id=viewer.own_id, person__erased_at__isnull=True
    )
    row = the_one(rows.select_related("person", "round", "programme"))
    if row is None:
        raise Http404
    return row


def note_for(viewer: Actor, programme: Programme, pk: UUID) -> InterviewNote:
    """The viewer's own part of an interview: the one that she herself writes, and no other."""
    known = {Role.USER_ORGANISATION, Role.RECRUITER, Role.COORDINATOR}
    if viewer.role not in known or viewer.tenant_id != programme.pk:
        raise Http404
    rows = InterviewNote.objects.filter(programme=programme, pk=pk, writer=viewer.own_id)
    row = the_one(rows.select_related("interview__candidate__person", "programme"))
    if row is None or row.state == "dropped" or row.interview.candidate.state == "erased":
        raise Http404
    return row


def interview_for(viewer: Actor, programme: Programme, pk: UUID) -> CandidateInterview:
    """An interview, for the programme's own leads."""
    _lead(viewer, programme)
    rows = CandidateInterview.objects.filter(programme=programme, pk=pk)
    row = the_one(
        rows.select_related("candidate__person", "candidate__round", "candidate__programme")
    )
    if row is None:
        raise Http404
    check_person_open(viewer, row.candidate.person, row.candidate_id, "candidate")
    return row


def missing_note_for(viewer: Actor, programme: Programme, pk: UUID) -> InterviewNote:
    """A note that is still to come, for the leads: who is to write it, never what it says."""
    _lead(viewer, programme)
    rows = InterviewNote.objects.filter(programme=programme, pk=pk, state="wanted")
    row = the_one(
        rows.select_related("interview__candidate__person", "interview__candidate__programme")
    )
    if row is None:
        raise Http404
    candidate = row.interview.candidate
    check_person_open(viewer, candidate.person, candidate.pk, "candidate")
    return row
