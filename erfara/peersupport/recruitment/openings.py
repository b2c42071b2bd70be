"""Why an applicant's details may be opened, and by whom. Registered with the vault at start.

Leads open those of their own rounds; each of the two who interview, the one she meets, for as long
as that lasts; a note, whoever writes it, and others only when both are sent.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.prepared import Prepared, among
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.peersupport.recruitment.queries import all_sent
from erfara.people.veil import may_open, none_protected

WRITERS = frozenset({Role.USER_ORGANISATION, Role.RECRUITER, Role.COORDINATOR})
# So long one who has met somebody may look at what it was about: until it is decided.
WHILE_INTERVIEWED = ("to_interview", "interviewed", "proposed")


def _uuid(case: str) -> UUID:
    """The id that a case stands for; one that nothing has when it stands for none."""
    try:
        return UUID(case)
    except ValueError:
        return UUID(int=0)


def _lead(actor: Actor, tenant_id: UUID) -> bool:
    return actor.role == Role.COORDINATOR and actor.tenant_id == tenant_id


def _own_draft(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever has the link to an application, about that one while it is a draft."""
    rows = ApplicationDraft.objects.filter(pk__in=person_ids, programme_id=tenant_id, state="draft")
    return (
        actor.role == Role.PERSON
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and rows.exists()
    )


# A round's page asks it each time: by person, of whom there are few; a round has many.
_APPLIED = Prepared(
    lambda people: (
        PeerCandidate.objects.filter(among("person_id", people))
        .exclude(state="erased")
        .values_list("person_id", "programme_id", "round_id")
    )
)


def _round(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about those who have applied in the round whose page it is."""
    if not _lead(actor, tenant_id) or not none_protected(tenant_id, person_ids):
        return False
    wanted = (tenant_id, _uuid(case))
    rows = _APPLIED.rows(people=person_ids)
    return {pk for pk, *where in rows if tuple(where) == wanted} == set(person_ids)


def _candidate(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about the one whose page it is."""
    if not _lead(actor, tenant_id) or len(person_ids) != 1:
        return False
    rows = PeerCandidate.objects.filter(
        programme_id=tenant_id, pk=_uuid(case), person_id=person_ids[0]
    ).exclude(state="erased")
    return rows.exists() and may_open(actor, tenant_id, person_ids)


def _hers(actor: Actor, tenant_id: UUID, person_ids: list[UUID]) -> bool:
    """Whether these are all people whom this member meets, or has met and who aren't decided on.
    Nobody with protected details: whoever meets her is told how by a lead."""
    if actor.role not in WRITERS or actor.tenant_id != tenant_id or actor.id is None:
        return False
    rows = InterviewNote.objects.filter(
        programme_id=tenant_id, writer=actor.id,
        interview__candidate__person_id__in=person_ids,
        interview__candidate__state__in=WHILE_INTERVIEWED,
        interview__state__in=("booked", "held", "done"),
    ).exclude(state="dropped")  # fmt: skip
    found = set(rows.values_list("interview__candidate__person_id", flat=True))
    return found == set(person_ids) and none_protected(tenant_id, person_ids)


def _interviews(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """One who interviews, about all whom she meets."""
    return _hers(actor, tenant_id, person_ids)


def _note(actor: Actor, tenant_id: UUID, case: str) -> InterviewNote | None:
    """A note that is the actor's own."""
    if actor.role not in WRITERS or actor.tenant_id != tenant_id or actor.id is None:
        return None
    rows = InterviewNote.objects.filter(programme_id=tenant_id, pk=_uuid(case), writer=actor.id)
    rows = rows.exclude(state="dropped").exclude(interview__candidate__state="erased")
    return rows.select_related("interview__candidate").first()


def _interview(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """One who interviews, about the one whom she meets. The case is her own note."""
    note = _note(actor, tenant_id, case)
    if note is None or person_ids != [note.interview.candidate.person_id]:
        return False
    return _hers(actor, tenant_id, person_ids)


def _own_note(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Whoever writes a note, about her own. Opens nobody's name."""
    note = _note(actor, tenant_id, case)
    return (
        note is not None
        and person_ids == [note.interview.candidate.person_id]
        and note.interview.candidate.state in WHILE_INTERVIEWED
    )


def _both_notes(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The leads and the two who interviewed, when nobody is left to write. The case is the
    interview."""
    if actor.role not in WRITERS or actor.tenant_id != tenant_id or len(person_ids) != 1:
        return False
    interview = (
        CandidateInterview.objects.filter(
            programme_id=tenant_id, pk=_uuid(case), candidate__person_id=person_ids[0]
        )
        .exclude(candidate__state="erased")
        .select_related("candidate")
        .first()
    )
    if interview is None:
        return False
    notes = list(InterviewNote.objects.filter(interview=interview))
    if not notes or not all_sent(notes):
        return False
    wrote = {note.writer for note in notes if note.state == "sent"}
    # One of the leads who wrote herself has read the other's like the other has.
    if actor.id in wrote:
        lead = actor.role == Role.COORDINATOR
        return lead or interview.candidate.state in WHILE_INTERVIEWED
    return _lead(actor, tenant_id) and may_open(actor, tenant_id, person_ids)


def register() -> None:
    """Tell the vault which purposes there are around an application."""
    vault.register_purpose("application_draft", _("you wrote an application"), _own_draft)
    vault.register_purpose("round", _("looked through those who have applied"), _round)
    vault.register_purpose("candidate", _("opened your application"), _candidate)
    vault.register_purpose("interviews", _("saw whom they are to interview"), _interviews)
    vault.register_purpose("interview", _("prepared or held your interview"), _interview)
    vault.register_purpose("own_note", _("wrote about your interview"), _own_note)
    vault.register_purpose("both_notes", _("read what was noted at your interview"), _both_notes)
