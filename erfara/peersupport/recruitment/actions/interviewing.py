"""Interviews by two functions, who each write and send a note before they read the other's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.states import lock, move
from erfara.lending.agreement_texts import check_no_numbers
from erfara.organisations.queries import roles_of
from erfara.peersupport.recruitment import guide, letters
from erfara.peersupport.recruitment.actions.rounds import settle
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.peersupport.recruitment.policies import check_reason
from erfara.peersupport.recruitment.queries import all_sent, functions_of, notes_of, open_interview
from erfara.peersupport.setup.kinds import HELD_BY
from erfara.peersupport.setup.queries import interviewing
from erfara.vocabulary.choices import TalkWay


def _check_writers(
    candidate: PeerCandidate, functions: Collection[str], writers: Mapping[str, UUID]
) -> None:
    """Two different people, each with the function she holds; one of the leads may stand in."""
    if set(writers) != set(functions):
        raise ValueError(f"an interview is held by {sorted(functions)}")
    if len(set(writers.values())) < len(writers):
        raise Refused(_("Choose two different people: each writes without the other."))
    day = clock.local_day(clock.now())  # roles count in real time
    for function, user_id in writers.items():
        roles = roles_of(user_id, candidate.programme, day)
        if not roles & {HELD_BY[function], Role.COORDINATOR}:
            raise Refused(_("Choose somebody who works here and holds that part."))


def _check_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if starts_at <= at:
        raise Refused(_("That time has passed. Choose a time that lies ahead."))
    if ends_at <= starts_at:
        raise Refused(_("The interview has to end after it has begun."))


def _keep_place(interview: CandidateInterview, where: str, for_all: bool, at: datetime) -> None:
    """Sealed with her. `for_all`: it is proposed for the next interviews of the round too; the same
    place without it is proposed no more. Only where they meet: a number or a link may be hers."""
    candidate, place = interview.candidate, where.strip()
    row, meet = candidate.round, interview.how == TalkWay.IN_PERSON
    if place and meet and for_all != (place == row.interview_place):
        check_no_numbers({"where": place})
        row.interview_place = place if for_all else ""
        row.save(update_fields=["interview_place"])
    vault.amend(
        tenant_id=interview.programme_id, person_id=candidate.person_id,
        blob=candidate.place_blob, values={str(interview.pk): place or None}, at=at,
    )  # fmt: skip


@action
def book(
    *,
    candidate: PeerCandidate,
    starts_at: datetime,
    ends_at: datetime,
    how: str,
    where: str,
    writers: Mapping[str, UUID],
    where_for_all: bool = False,
    by: Actor,
    at: datetime,
) -> CandidateInterview:
    """Book an interview. `writers`: who holds it, by function. She and they are told.
    `where_for_all`: the place is a room at work, and proposed for the next ones."""
    lock(candidate)
    if candidate.state != "to_interview":
        raise Refused(_("Invite to an interview first."))
    if open_interview(candidate) is not None:
        raise Refused(_("There is an interview already. Change its time instead."))
    _check_times(starts_at, ends_at, at)
    _check_writers(candidate, interviewing(candidate.programme), writers)
    interview = CandidateInterview.objects.create(
        programme_id=candidate.programme_id, candidate=candidate, state="booked",
        starts_at=starts_at, ends_at=ends_at, how=how, created_at=at,
    )  # fmt: skip
    for function, user_id in writers.items():
        InterviewNote.objects.create(
            programme_id=candidate.programme_id, interview=interview, function=function,
            writer=user_id, state="wanted", created_at=at,
        )  # fmt: skip
    _keep_place(interview, where, where_for_all, at)
    audit.record("candidate_interview.booked", about=interview, by=by, at=at, facts={"how": how})
    letters.tell_interview(interview, "peer_interview_booked", at)
    letters.tell_writers(interview, at)
    return interview


@action
def change(
    *,
    interview: CandidateInterview,
    starts_at: datetime,
    ends_at: datetime,
    how: str,
    where: str,
    writers: Mapping[str, UUID],
    where_for_all: bool = False,
    by: Actor,
    at: datetime,
) -> CandidateInterview:
    """Another time, place, way, or somebody else who holds it. Everybody concerned is told."""
    lock(interview)
    if interview.state != "booked":
        raise Refused(_("The interview is over or called off, so its time can't be changed."))
    _check_times(starts_at, ends_at, at)
    _check_writers(interview.candidate, functions_of(interview), writers)
    interview.starts_at, interview.ends_at, interview.how = starts_at, ends_at, how
    interview.sequence += 1
    interview.save(update_fields=["starts_at", "ends_at", "how", "sequence"])
    _hand_over(interview, writers, by, at)
    _keep_place(interview, where, where_for_all, at)
    audit.record("candidate_interview.changed", about=interview, by=by, at=at)
    letters.tell_interview(interview, "peer_interview_booked", at)
    letters.tell_writers(interview, at)
    return interview


def _hand_over(
    interview: CandidateInterview, writers: Mapping[str, UUID], by: Actor, at: datetime
) -> None:
    """Let others hold it. What somebody has begun to write goes with her: nobody takes over words
    that she hasn't sent. The two may change places, so both rows go before both come."""
    changed = [note for note in notes_of(interview) if note.writer != writers[note.function]]
    for note in changed:
        _drop_words(note, interview.candidate)
    functions = [note.function for note in changed]
    InterviewNote.objects.filter(pk__in=[note.pk for note in changed]).delete()
    for function in functions:
        made = InterviewNote.objects.create(
            programme_id=interview.programme_id, interview=interview, function=function,
            writer=writers[function], state="wanted", created_at=at,
        )  # fmt: skip
        audit.record("interview_note.handed_over", about=made, by=by, at=at)


def _drop_words(note: InterviewNote, candidate: PeerCandidate) -> None:
    vault.drop_blob(tenant_id=note.programme_id, person_id=candidate.person_id, blob=note.blob)


@action
def hand_over(*, note: InterviewNote, writer: UUID, by: Actor, at: datetime) -> CandidateInterview:
    """Somebody else who was there writes, when the one who should doesn't come to it."""
    interview = note.interview
    lock(interview)
    lock(note)
    if note.state != "wanted" or interview.is_over:
        raise Refused(_("That note is written, or no longer needed."))
    writers = {one.function: one.writer for one in notes_of(interview)}
    writers[note.function] = writer
    _check_writers(interview.candidate, writers, writers)
    if note.writer == writer:
        unchanged()
        return interview
    _hand_over(interview, writers, by, at)
    letters.tell_writers(interview, at)
    return interview


def _ended(interview: CandidateInterview, name: str, by: Actor, at: datetime, **more: Any) -> None:
    """It doesn't take place, or isn't needed: notes that aren't sent are no longer wanted."""
    move(interview, name, by=by, at=at,
         fields={"ended_at": at, "sequence": interview.sequence + 1, **more})  # fmt: skip
    for note in notes_of(interview):
        if note.state == "wanted":
            _drop_words(note, interview.candidate)
            move(note, "drop", by=by, at=at)


@action
def call_off(*, interview: CandidateInterview, by: Actor, at: datetime) -> CandidateInterview:
    """It doesn't take place: a lead, or she herself, calls it off. Another is booked."""
    lock(interview)
    _ended(interview, "call_off", by, at, called_off_by_her=by.role == Role.PERSON)
    letters.tell_writers(interview, at)
    return interview


@action
def miss(*, interview: CandidateInterview, by: Actor, at: datetime) -> CandidateInterview:
    """The time has passed and it never took place. Another may be booked."""
    lock(interview)
    if interview.starts_at > at:
        raise Refused(_("Its time hasn't come yet. Call it off instead."))
    _ended(interview, "miss", by, at)
    return interview


def stop_for(candidate: PeerCandidate, by: Actor, at: datetime) -> None:
    """Within another action: an open interview isn't needed when she has withdrawn or is gone."""
    interview = open_interview(candidate)
    if interview is not None:
        interview.candidate = candidate
        _ended(interview, "stop", by, at, called_off_by_her=by.role == Role.PERSON)
        letters.tell_writers(interview, at)


def _check_writer(note: InterviewNote, by: Actor, at: datetime) -> None:
    if by.id is None or note.writer != by.id:
        raise NotAllowed(_("This step is somebody else's to take."))
    if note.state != "wanted":
        raise Refused(_("Your note is sent, or no longer needed. It can't be changed."))
    if note.interview.starts_at > at:
        raise Refused(_("The interview hasn't begun. Write when you have met."))


def _values(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) or None for name in guide.fields()}


@action
def keep_note(
    *, note: InterviewNote, values: Mapping[str, Any], by: Actor, at: datetime
) -> InterviewNote:
    """Keep what she has written so far. Nobody else can read it, not even the leads."""
    lock(note)
    _check_writer(note, by, at)
    vault.amend(
        tenant_id=note.programme_id, person_id=note.interview.candidate.person_id, blob=note.blob,
        values=_values(values), at=at,
    )  # fmt: skip
    if note.begun_at is None:
        note.begun_at = at
        note.save(update_fields=["begun_at"])
    audit.record("interview_note.kept", about=note, by=by, at=at)
    return note


@action
def send_note(
    *, note: InterviewNote, values: Mapping[str, Any], by: Actor, at: datetime
) -> InterviewNote:
    """Send her note: it can't be changed any more, and from the moment when both are sent, both of
    them and the leads read both."""
    interview = note.interview
    lock(interview)
    lock(note)
    _check_writer(note, by, at)
    unseen = [one for one in guide.GUIDE if not values.get(f"{one.key}_seen")]
    if unseen or not values.get("advice") or not str(values.get("advice_why") or "").strip():
        raise Refused(_("Say for each part how clear it became, and what you advise and why."))
    vault.store(
        tenant_id=note.programme_id, person_id=interview.candidate.person_id, blob=note.blob,
        values={k: v for k, v in _values(values).items() if v is not None}, at=at,
    )  # fmt: skip
    move(note, "send", by=by, at=at, fields={"sent_at": at, "begun_at": note.begun_at or at})
    if interview.state == "booked":
        move(interview, "hold", by=by, at=at)
    _finish(interview, "finish", Actor.system(interview.programme_id), at)
    return note


def _finish(interview: CandidateInterview, name: str, by: Actor, at: datetime) -> None:
    """When nobody is left to write: the interview is done, and the candidate waits for a
    decision."""
    if interview.state != "held" or not all_sent(notes_of(interview)):
        return
    move(interview, name, by=by, at=at, fields={"ended_at": at})
    candidate = interview.candidate
    lock(candidate)
    if candidate.state == "to_interview":
        held = clock.local_day(interview.starts_at)
        move(candidate, "interviewed", by=Actor.system(interview.programme_id), at=at,
             fields={"interviewed_on": held})  # fmt: skip
        settle(candidate.round, at)


@action
def hold(*, interview: CandidateInterview, by: Actor, at: datetime) -> CandidateInterview:
    """A lead notes that it took place. Whoever sends a note does the same."""
    lock(interview)
    if interview.starts_at > at:
        raise Refused(_("Its time hasn't come yet."))
    return move(interview, "hold", by=by, at=at)


@action
def go_without(
    *, interview: CandidateInterview, reason: str, by: Actor, at: datetime
) -> CandidateInterview:
    """Go on though a note is missing, with the reason beside the decision. One note is needed."""
    check_reason(reason)
    lock(interview)
    notes = notes_of(interview)
    if not any(note.state == "sent" for note in notes):
        raise Refused(_("Nobody has sent a note. Let somebody else who was there write, or note "
                        "that it never took place."))  # fmt: skip
    candidate = interview.candidate
    vault.amend(
        tenant_id=interview.programme_id, person_id=candidate.person_id,
        blob=candidate.decision_blob, values={"one_note": reason.strip()}, at=at,
    )  # fmt: skip
    for note in notes:
        if note.state == "wanted":
            _drop_words(note, candidate)
            move(note, "drop", by=by, at=at)
    _finish(interview, "go_without", by, at)
    return interview
