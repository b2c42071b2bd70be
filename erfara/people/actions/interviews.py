"""Talks: booked, moved, begun, thought over, finished. What is told is written part by part."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.people import interview_letters
from erfara.people.actions.parts import check_may_write
from erfara.people.actions.signs import seen
from erfara.people.models import Contributor, Interview

OPEN = ("booked", "under_way", "thinking")
# Where a talk is held, or its link: own words, under the id of the talk.
BLOB = "talks"
LONGEST_THOUGHT = timedelta(days=90)
# A talk on the telephone that nobody had booked.
USUAL_LENGTH = timedelta(minutes=45)


def _check_free(contributor: Contributor) -> None:
    check_may_write(contributor)
    if Interview.objects.filter(contributor=contributor, state__in=OPEN).exists():
        raise Refused(_("There is a talk already that isn't finished. Go on with that one."))


def _check_times(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    if starts_at <= at:
        raise Refused(_("That time has passed. Choose a time that lies ahead."))
    if ends_at <= starts_at:
        raise Refused(_("The talk has to end after it has begun."))


def _keep_place(interview: Interview, where: str, at: datetime) -> None:
    vault.amend(
        tenant_id=interview.programme_id, person_id=interview.contributor.person_id, blob=BLOB,
        values={str(interview.pk): where.strip() or None}, at=at,
    )  # fmt: skip


@action
def book(
    *,
    contributor: Contributor,
    starts_at: datetime,
    ends_at: datetime,
    how: str,
    where: str,
    interviewer: UUID | None,
    second_interviewer: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Interview:
    """Book a talk with somebody who wants to join, or who is here. She gets a neutral message when
    she is reached by mail."""
    lock(contributor)
    _check_free(contributor)
    _check_times(starts_at, ends_at, at)
    interview = Interview.objects.create(
        programme_id=contributor.programme_id, contributor=contributor,
        state=Interview.table.initial, starts_at=starts_at, ends_at=ends_at, how=how,
        interviewer=interviewer,
        second_interviewer=None if second_interviewer == interviewer else second_interviewer,
        created_at=at,
    )  # fmt: skip
    _keep_place(interview, where, at)
    audit.record("interview.booked", about=interview, by=by, at=at, facts={"how": how})
    interview_letters.tell(interview, "talk_booked", at)
    return interview


@action
def change(
    *,
    interview: Interview,
    starts_at: datetime,
    ends_at: datetime,
    how: str,
    where: str,
    interviewer: UUID | None,
    second_interviewer: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Interview:
    """Another time, place or way. She is told when she is reached by mail."""
    lock(interview)
    if interview.state != "booked":
        raise Refused(_("The talk has begun or is over, so its time can't be changed."))
    _check_times(starts_at, ends_at, at)
    interview.starts_at, interview.ends_at, interview.how = starts_at, ends_at, how
    interview.interviewer = interviewer
    interview.second_interviewer = None if second_interviewer == interviewer else second_interviewer
    interview.sequence += 1
    interview.save(
        update_fields=[
            "starts_at", "ends_at", "how", "interviewer", "second_interviewer", "sequence",
        ]
    )  # fmt: skip
    _keep_place(interview, where, at)
    audit.record("interview.changed", about=interview, by=by, at=at)
    interview_letters.tell(interview, "talk_booked", at)
    return interview


@action
def call_off(*, interview: Interview, by: Actor, at: datetime) -> Interview:
    """It doesn't take place: a coordinator, or she herself, calls it off."""
    return move(
        interview, "call_off", by=by, at=at,
        fields={
            "ended_at": at, "sequence": interview.sequence + 1,
            "called_off_by_her": by.role == Role.PERSON,
        },
    )  # fmt: skip


@action
def begin(*, interview: Interview, by: Actor, at: datetime) -> Interview:
    """The talk begins. Another coordinator may have begun it a moment ago: then both are in it."""
    lock(interview)
    if interview.state == "under_way":
        unchanged()
        return interview
    seen([interview.contributor.person_id], clock.local_day(at))
    if interview.state == "thinking":
        return move(interview, "take_up", by=by, at=at, fields={"look_again_on": None})
    return move(interview, "begin", by=by, at=at, fields={"begun_at": at})


@action
def begin_now(*, contributor: Contributor, how: str, by: Actor, at: datetime) -> Interview:
    """A talk that nobody had booked: somebody has called, or stands in the door."""
    lock(contributor)
    going = Interview.objects.filter(contributor=contributor, state__in=OPEN).first()
    if going is not None:
        return begin(interview=going, by=by, at=at)
    check_may_write(contributor)
    seen([contributor.person_id], clock.local_day(at))
    interview = Interview.objects.create(
        programme_id=contributor.programme_id, contributor=contributor,
        state=Interview.table.initial, starts_at=at, ends_at=at + USUAL_LENGTH, how=how,
        interviewer=by.id, created_at=at,
    )  # fmt: skip
    return move(interview, "begin", by=by, at=at, fields={"begun_at": at})


@action
def think(*, interview: Interview, look_again_on: date, by: Actor, at: datetime) -> Interview:
    """She wants to think about it, until a day when the coordinators are reminded."""
    today = clock.local_day(at)
    if not today < look_again_on <= today + LONGEST_THOUGHT:
        raise Refused(_("Choose a day within the next three months."))
    return move(interview, "think", by=by, at=at, fields={"look_again_on": look_again_on})


@action
def finish(*, interview: Interview, by: Actor, at: datetime) -> Interview:
    """Everything is talked through. Taking in is an action of its own."""
    return move(interview, "finish", by=by, at=at, fields={"ended_at": at, "look_again_on": None})


@action
def end(*, interview: Interview, by: Actor, at: datetime) -> Interview:
    """It never took place, or was never finished. What was written stays where it is."""
    name = "miss" if interview.state == "booked" else "let_go"
    return move(interview, name, by=by, at=at, fields={"ended_at": at, "look_again_on": None})


def close_for(contributor: Contributor, name: str, by: Actor, at: datetime) -> None:
    """Within another action: an open talk is over when she is taken in (`finish`), or answered no
    or gone (`stop`)."""
    for row in Interview.objects.filter(contributor=contributor, state__in=OPEN):
        was_booked = row.state == "booked"
        fields = {
            "ended_at": at, "look_again_on": None, "sequence": row.sequence + int(was_booked),
        }  # fmt: skip
        move(row, name, by=by, at=at, fields=fields)
