"""Applying: page by page without an account, by phone or on paper; and withdrawing again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, drafts, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import Link
from erfara.foundation.states import lock, move
from erfara.organisations.actions import next_number
from erfara.peersupport.recruitment import letters
from erfara.peersupport.recruitment.actions.interviewing import stop_for
from erfara.peersupport.recruitment.actions.rounds import settle
from erfara.peersupport.recruitment.models import ApplicationDraft, PeerCandidate, Round
from erfara.peersupport.recruitment.policies import (
    AFTER_WITHDRAWING,
    check_may_take_down,
    check_takes,
    is_late,
)
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Person
from erfara.people.policies import check_still_here

IDENTITY = ("name", "email", "phone", "address")
WAYS = ("email", "phone", "address")
# What she writes about herself and the work, page by page. No question is about an illness.
WRITTEN = ("when_to_reach", "why", "own", "half_time", "begins", "where", "practical")
IN_DRAFT = (*IDENTITY, *WRITTEN, "channel")


@action
def begin_application(*, row: Round, values: Mapping[str, Any], by: Actor, at: datetime) -> Link:
    """Keep the first page of an application. The link that comes back is the way to the rest."""
    check_takes(row, at)
    return drafts.begin(
        kind=ApplicationDraft, programme_id=row.programme_id, values=values,
        fields={"round": row}, by=by, at=at,
    )  # fmt: skip


def _checked(answers: Mapping[str, Any]) -> dict[str, str]:
    identity = {name: answers.get(name) or "" for name in IDENTITY}
    if not identity["name"] or not any(identity[way] for way in WAYS):
        raise Refused(_("Write your name, and how we can reach you."))
    return identity


def _add(
    row: Round, person: Person, answers: Mapping[str, Any], way: str, late: bool, by: Actor,
    at: datetime,
) -> PeerCandidate:  # fmt: skip
    """Somebody who hasn't applied in this round, or who has withdrawn and applies again."""
    day = clock.local_day(at)
    known = PeerCandidate.objects.filter(round=row, person=person).first()
    if known is None:
        known = PeerCandidate.objects.create(
            programme_id=row.programme_id, person=person, round=row, state="applied",
            number=next_number(row.programme, "candidate", at), way=way,
            channel=answers.get("channel") or "web", late=late, applied_on=day, created_at=at,
        )  # fmt: skip
        audit.record("peer_candidate.applied", about=known, by=by, at=at,
                     facts={"way": way, "late": late})  # fmt: skip
    else:
        move(known, "apply_again", by=by, at=at,
             fields={"erase_after": None, "applied_on": day, "late": late, "invited_on": None,
                     "answered_on": None})  # fmt: skip
    known.round, known.person = row, person
    written = {name: answers[name] for name in WRITTEN if answers.get(name)}
    vault.store(
        tenant_id=row.programme_id, person_id=person.pk, blob=known.blob, values=written, at=at
    )
    letters.tell(known, "application_received", at)
    settle(row, at)
    return known


@action
def send_application(
    *, draft: ApplicationDraft, answers: Mapping[str, Any], by: Actor, at: datetime
) -> PeerCandidate | None:
    """Turn a draft into an application. `answers` are what its pages hold.

    Whoever sends sees the same whether the address was known or not: one who has applied in this
    round already gets a letter that says so, and nothing of hers is changed.
    """
    row = draft.round
    row.programme = draft.programme
    late = is_late(row, draft.created_at, at)
    identity = _checked(answers)
    move(draft, "send", by=by, at=at)
    person = find_or_add_person(programme=draft.programme, identity=identity, by=by, at=at)
    known = PeerCandidate.objects.filter(round=row, person=person).first()
    if known is not None and known.state != "withdrew":
        letters.tell(known, "application_known", at)
        return None
    return _add(row, person, answers, PeerCandidate.Way.WEB, late, by, at)


@action
def take_down(
    *,
    row: Round,
    answers: Mapping[str, Any],
    way: str,
    protected: bool = False,
    by: Actor,
    at: datetime,
) -> PeerCandidate:
    """Enter an application that came by phone or on paper, while the round isn't over.

    `protected`: her details are protected, from before anything is written about her.
    """
    late = check_may_take_down(row, at)
    person = find_or_add_person(
        programme=row.programme, identity=_checked(answers), protected=protected, by=by, at=at
    )
    check_still_here(person)
    known = PeerCandidate.objects.filter(round=row, person=person).first()
    if known is not None and known.state != "withdrew":
        raise Refused(
            _("Somebody with that e-mail address or phone number has applied in this round "
              "already: applicant {no}."),
            no=known.number,
        )  # fmt: skip
    return _add(row, person, answers, way, late, by, at)


@action
def withdraw(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She doesn't want to after all: no reason needed, and what she wrote is erased soon."""
    lock(candidate)
    if candidate.state == "withdrew":
        unchanged()
        return candidate
    move(candidate, "withdraw", by=by, at=at,
         fields={"erase_after": at + AFTER_WITHDRAWING, "look_again_on": None, "to_tell": False,
                 "proposed": "", "proposed_by": None, "proposed_until": None})  # fmt: skip
    stop_for(candidate, by, at)
    settle(candidate.round, at)
    return candidate
