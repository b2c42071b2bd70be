"""Decisions: after the application, and by the lead pair after the interview. And what follows.

The reason and the answer are kept under the candidate's own key. Everybody is answered: by mail, or
else by somebody who phones, and notes it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import check, lock, move
from erfara.organisations.queries import coordinators
from erfara.peersupport.recruitment import letters
from erfara.peersupport.recruitment.actions.rounds import settle
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.recruitment.policies import (
    WAITS_AT_MOST,
    check_reason,
    erased_after,
)
from erfara.peersupport.recruitment.queries import completed_candidacy
from erfara.people.models import Person

Outcome = PeerCandidate.Outcome
# When nobody says another day: so long somebody waits before she is thought of again.
WAITS = timedelta(days=182)


def _keep(candidate: PeerCandidate, at: datetime, **values: str) -> None:
    vault.amend(**_sealed(candidate), values={k: v.strip() for k, v in values.items()}, at=at)


def _sealed(candidate: PeerCandidate) -> dict[str, Any]:
    """Where the reasons and the answer are kept."""
    return {
        "tenant_id": candidate.programme_id, "person_id": candidate.person_id,
        "blob": candidate.decision_blob,
    }  # fmt: skip


# What is proposed is kept beside what holds, and takes its place when it is decided.
PROPOSED = {"proposed_reason": "reason", "proposed_words": "words"}


def _answers(candidate: PeerCandidate, at: datetime, *, ends: bool) -> dict[str, Any]:
    """The columns of a decision: an answer is due, by mail or by somebody who phones."""
    return {
        "decided_on": clock.local_day(at), "answered_on": None,
        "to_tell": not letters.reached(candidate), "proposed": "", "proposed_by": None,
        "proposed_until": None, "look_again_on": None,
        "erase_after": erased_after(candidate, at) if ends else None,
    }  # fmt: skip


@action
def invite(*, candidate: PeerCandidate, reason: str, by: Actor, at: datetime) -> PeerCandidate:
    """After reading the application: she is invited to an interview."""
    check_reason(reason)
    lock(candidate)
    check(candidate, "invite", by=by)
    _keep(candidate, at, screening=reason)
    return move(candidate, "invite", by=by, at=at, fields={"invited_on": clock.local_day(at)})


@action
def say_no(
    *, candidate: PeerCandidate, reason: str, words: str, by: Actor, at: datetime
) -> PeerCandidate:
    """After reading the application: a kind no. `words` are what she reads."""
    check_reason(reason, words)
    lock(candidate)
    check(candidate, "say_no", by=by)
    _keep(candidate, at, screening=reason, words=words)
    move(candidate, "say_no", by=by, at=at, fields=_answers(candidate, at, ends=True))
    settle(candidate.round, at)
    return candidate


def is_alone(candidate: PeerCandidate, by: Actor, at: datetime) -> bool:
    """Whether nobody else leads the programme now, so that one has to decide by herself."""
    leads = coordinators(candidate.programme, clock.local_day(clock.now()))
    return not any(one.user_id != by.id for one in leads)


@action
def propose(
    *,
    candidate: PeerCandidate,
    outcome: str,
    reason: str,
    words: str,
    look_again_on: date | None = None,
    by: Actor,
    at: datetime,
) -> PeerCandidate:
    """One of the lead pair says what she thinks, why, and what is answered. The other decides;
    where there is no other, it is decided at once."""
    check_reason(reason, words)
    if outcome not in Outcome.values:
        raise Refused(_("Choose one of the three."))
    today = clock.local_day(at)
    until = None
    if outcome == Outcome.WAIT:
        until = look_again_on or today + WAITS
        if not today < until <= today + WAITS_AT_MOST:
            raise Refused(_("Choose a day within a year from now."))
    lock(candidate)
    check(candidate, "propose", by=by)
    _keep(candidate, at, proposed_reason=reason, proposed_words=words)
    move(
        candidate, "propose", by=by, at=at,
        fields={"proposed": outcome, "proposed_by": by.id or candidate.pk, "proposed_until": until},
    )  # fmt: skip
    if is_alone(candidate, by, at):
        _decide(candidate, by, at)
    return candidate


@action
def agree(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """The other of the pair agrees: it is decided, and she gets her answer."""
    lock(candidate)
    if candidate.state != "proposed" and candidate.decided_on == clock.local_day(at):
        unchanged()
        return candidate
    candidate.refresh_from_db(fields=["proposed", "proposed_by", "proposed_until"])
    if candidate.proposed_by == by.id and not is_alone(candidate, by, at):
        raise Refused(_("You proposed this yourself. The other of you decides."))
    _decide(candidate, by, at)
    return candidate


def _decide(candidate: PeerCandidate, by: Actor, at: datetime) -> None:
    outcome, until = candidate.proposed, candidate.proposed_until
    vault.rename(**_sealed(candidate), names=PROPOSED, at=at)
    fields = _answers(candidate, at, ends=outcome == Outcome.REFUSE)
    if outcome == Outcome.OFFER:
        fields["offered_on"] = clock.local_day(at)
    elif outcome == Outcome.WAIT:
        fields["look_again_on"] = until
    move(candidate, str(outcome), by=by, at=at, fields=fields)
    settle(candidate.round, at)


@action
def take_back(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """Either of the two wants to think again. Nobody outside has heard of it: one who was on the
    waiting list is there still, with her day and the answer that she has."""
    lock(candidate)
    candidate.refresh_from_db(fields=["look_again_on"])
    name = "keep_waiting" if candidate.was_waiting else "take_back"
    move(candidate, name, by=by, at=at,
         fields={"proposed": "", "proposed_by": None, "proposed_until": None})  # fmt: skip
    vault.amend(**_sealed(candidate), values=dict.fromkeys(PROPOSED), at=at)
    return candidate


@action
def note_told(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She has her answer: the mail has left, or somebody has phoned or written to her."""
    lock(candidate)
    candidate.refresh_from_db()
    if candidate.decided_on is None:
        raise Refused(_("Nothing is decided yet."))
    if candidate.answered_on is not None:
        unchanged()
        return candidate
    candidate.answered_on, candidate.to_tell = clock.local_day(at), False
    candidate.save(update_fields=["answered_on", "to_tell"])
    audit.record("peer_candidate.answered", about=candidate, by=by, at=at)
    settle(candidate.round, at)
    return candidate


@action
def has_to_be_told(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """The mail with her answer could not be sent: somebody has to phone."""
    if candidate.to_tell or candidate.answered_on is not None:
        unchanged()
        return candidate
    candidate.to_tell = True
    candidate.save(update_fields=["to_tell"])
    audit.record("peer_candidate.to_tell", about=candidate, by=by, at=at)
    return candidate


# What comes of it, told by the parts above


@action
def got_place(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She has a place in a course, offered or from the waiting list."""
    fields: dict[str, Any] = {"place_on": clock.local_day(at), "look_again_on": None}
    if candidate.offered_on is None:
        fields["offered_on"] = clock.local_day(at)
    return move(candidate, "get_place", by=by, at=at, fields=fields)


@action
def no_place(
    *, candidate: PeerCandidate, look_again_on: date | None = None, by: Actor, at: datetime
) -> PeerCandidate:
    """There is no place after all, or the course came to nothing: the waiting list."""
    until = look_again_on or clock.local_day(at) + WAITS
    return move(candidate, "lose_place", by=by, at=at,
                fields={"place_on": None, "look_again_on": until})  # fmt: skip


@action
def waits_on(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She has completed a course that is not the whole training: she waits for that one still."""
    until = clock.local_day(at) + WAITS
    return move(candidate, "wait_on", by=by, at=at,
                fields={"place_on": None, "look_again_on": until})  # fmt: skip


@action
def completed(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She has completed training. What she wrote to apply is erased in time; she herself stays."""
    return move(candidate, "complete", by=by, at=at,
                fields={"completed_on": clock.local_day(at),
                        "erase_after": erased_after(candidate, at)})  # fmt: skip


@action
def left_training(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She left the course, or did not complete it."""
    return move(candidate, "leave_training", by=by, at=at,
                fields={"erase_after": erased_after(candidate, at)})  # fmt: skip


def got_work(person: Person, at: datetime) -> None:
    """Within another action: somebody has a place at work. Her round counts her as employed."""
    row = completed_candidacy(person)
    if row is not None:
        employed(candidate=row, by=Actor.system(row.programme_id), at=at)


@action
def employed(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She works as one now: the last step of the funnel. Counted also when the rest is erased."""
    if candidate.employed_on is not None:
        unchanged()
        return candidate
    candidate.employed_on = clock.local_day(at)
    candidate.save(update_fields=["employed_on"])
    audit.record("peer_candidate.employed", about=candidate, by=by, at=at)
    return candidate
