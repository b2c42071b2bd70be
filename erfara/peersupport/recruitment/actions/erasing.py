"""What is erased of an application, and that it is noted. The counts stay."""

from __future__ import annotations

from datetime import datetime

from erfara.foundation import vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.models import Link
from erfara.foundation.states import move
from erfara.peersupport.recruitment.actions.interviewing import stop_for
from erfara.peersupport.recruitment.actions.rounds import settle
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate
from erfara.peersupport.recruitment.queries import KEEPER, is_candidate
from erfara.people import erasing
from erfara.people.models import Person

_CLEARED = {
    "look_again_on": None, "to_tell": False, "proposed": "", "proposed_by": None,
    "proposed_until": None,
}  # fmt: skip


def _blobs(candidate: PeerCandidate) -> list[str]:
    notes = InterviewNote.objects.filter(interview__candidate=candidate)
    return [
        candidate.blob, candidate.decision_blob, candidate.place_blob,
        *(note.blob for note in notes),
    ]  # fmt: skip


@action
def erase_application(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """All that was written for this application goes, by her and about her. For one who is here
    as something else too: that stays."""
    for blob in _blobs(candidate):
        vault.drop_blob(tenant_id=candidate.programme_id, person_id=candidate.person_id, blob=blob)
    Link.objects.filter(tenant_id=candidate.programme_id, about_id=candidate.pk).delete()
    return move(candidate, "erase", by=by, at=at, fields=_CLEARED)


def forget(person: Person, at: datetime) -> None:
    """Within another action: all of somebody's applications are over, since she herself is
    erased. The vault has been emptied before."""
    system = Actor.system(person.programme_id)
    rows = PeerCandidate.objects.filter(person=person).exclude(state="erased")
    for row in rows.select_related("round"):
        stop_for(row, system, at)
        ended = row.state in {"declined", "withdrew", "not_trained", "completed"}
        move(row, "erase" if ended else "forget", by=system, at=at, fields=_CLEARED)
        settle(row.round, at)


def register() -> None:
    """Say whom an application keeps here, and what goes with somebody who is erased."""
    erasing.on_person_erased(KEEPER, forget)
    erasing.register_keeper(KEEPER, is_candidate)
