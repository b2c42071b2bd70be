"""Writes about places: offered in the order of the line, taken, turned down, given to the next.

A place is given once. The course is held still while its places are looked at, and the database
itself refuses a seat that somebody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.peersupport.recruitment.actions import deciding as recruitment
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training import letters, queries
from erfara.peersupport.training.actions.ending import (
    back_in_line,
    end_if_over,
    ended_training,
    hold_people,
    hold_still,
)
from erfara.peersupport.training.models import Cohort, Enrolment, SessionPresence
from erfara.peersupport.training.policies import Busy, busy, last_day, spans_of
from erfara.peersupport.training.states import LIVE
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Person
from erfara.people.policies import check_still_here

OFFERABLE = ("offered_training", "waiting")


@dataclass(frozen=True, slots=True)
class Invitee:
    """One who is to be asked, and how she came here."""

    person: Person
    candidate: PeerCandidate | None = None


@action
def invite(
    *, cohort: Cohort, who: Iterable[Invitee], overlap_ok: bool = False, by: Actor, at: datetime
) -> list[Enrolment]:
    """Put people in line, in this order. When places are given, as many as there are places for are
    asked at once and the rest stand in line. Who is in it already stays where she is.

    Raises Busy when somebody has a place on another course at one of its times, unless it is said
    that this may be so.
    """
    wanted = list(who)
    if not wanted:
        raise Refused(_("Choose at least one person."))
    hold_people([one.person.pk for one in wanted])
    hold_still(cohort)
    if cohort.by_group:
        raise Refused(_("Groups come to this course. Add a workplace or an organisation."))
    if cohort.state not in ("planned", "open", "running"):
        raise Stale(_("The course takes nobody more."))
    if not overlap_ok and (
        taken := busy([one.person.pk for one in wanted], spans_of(cohort), but=cohort)
    ):
        raise Busy(taken)
    ids = [one.person.pk for one in wanted]
    there = set(
        Enrolment.objects.filter(cohort=cohort, person__in=ids, state__in=LIVE).values_list(
            "person_id", flat=True
        )
    )
    mailed = letters.reached(cohort.programme_id, ids)
    number, added = queries.last_number(cohort), []
    for one in wanted:
        if one.person.pk in there:
            continue
        check_still_here(one.person)
        _check_candidate(one.candidate)
        number += 1
        row = Enrolment.objects.create(
            programme_id=cohort.programme_id, cohort=cohort, person=one.person,
            candidate=one.candidate, number=number, by_phone=one.person.pk not in mailed,
            overlap_ok=overlap_ok, state=Enrolment.table.initial, created_at=at,
        )  # fmt: skip
        audit.record("enrolment.in_line", about=row, by=by, at=at)
        there.add(one.person.pk)
        added.append(row)
    if not added:
        unchanged()
        return []
    fill(cohort, by, at)
    for row in added:
        row.refresh_from_db()
    return added


def _check_candidate(candidate: PeerCandidate | None) -> None:
    if candidate is None:
        return
    lock(candidate)
    if candidate.state not in OFFERABLE:
        raise Stale(_("One of them isn’t offered training any more. Look at the list anew."))
    if Enrolment.objects.filter(candidate=candidate, state__in=LIVE).exists():
        raise Stale(_("One of them has got a place meanwhile. Look at the list anew."))


@action
def add_person(
    *, cohort: Cohort, identity: Mapping[str, str], protected: bool = False,
    overlap_ok: bool = False, by: Actor, at: datetime,
) -> Enrolment:  # fmt: skip
    """Somebody who has not come by recruitment: a supervisor, a trainer, one from elsewhere.

    `protected`: her details are protected, from before anything is written about her.
    """
    person = find_or_add_person(
        programme=cohort.programme, identity=identity, protected=protected, by=by, at=at
    )
    known = Enrolment.objects.filter(cohort=cohort, person=person, state__in=LIVE).first()
    if known is not None:
        raise Refused(_("This person is on the course, or stands in line, already."))
    (row,) = invite(
        cohort=cohort, who=[Invitee(person)], overlap_ok=overlap_ok, by=by, at=at
    )  # fmt: skip
    return row


def fill(cohort: Cohort, by: Actor, at: datetime) -> list[Enrolment]:
    """Within another action that holds the course still: ask the first in line, as many as there
    are free places for. Nobody is asked while the dates are not settled, or when it is too late to
    answer; a lead sees on her day that places are free then."""
    if cohort.state != "open":
        return []
    last = last_day(cohort, at)
    if last is None:
        return []
    free = queries.free_seats(cohort)
    asker = by if by.role == Role.COORDINATOR else Actor.system(cohort.programme_id)
    asked: list[Enrolment] = []
    spans = spans_of(cohort)
    for row in queries.in_line(cohort):
        if not free:
            break
        # She has got a place elsewhere meanwhile: she keeps her number, and the next is asked.
        if not row.overlap_ok and busy([row.person_id], spans, but=cohort):
            continue
        if row.candidate is not None and row.candidate.state not in OFFERABLE:
            continue
        fields = {"seat": free.pop(0), "asked_at": at, "answer_by": last, "reminded_at": None}
        asked.append(move(row, "ask", by=asker, at=at, fields=fields))
    return asked


@action
def ask_late(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """Give a free place to one in line, by phone: the course begins too soon for a letter, or goes
    on already. She has said yes on the telephone."""
    cohort = enrolment.cohort
    hold_people([enrolment.person_id])
    hold_still(cohort)
    lock(enrolment)
    if cohort.state not in ("open", "running") or enrolment.state != "waiting":
        raise Stale(_("Somebody else was just here. Look at the page as it is now."))
    free = queries.free_seats(cohort)
    if not free:
        raise Refused(_("All places are given or offered."))
    if not enrolment.overlap_ok and (
        taken := busy([enrolment.person_id], spans_of(cohort), but=cohort)
    ):
        raise Busy(taken)
    # The letter that offers it is never sent: she has answered before it leaves.
    fields = {"seat": free[0], "asked_at": at, "answer_by": clock.local_day(at)}
    move(enrolment, "ask", by=by, at=at, fields=fields)
    return accept(enrolment=enrolment, by=by, at=at)


@action
def accept(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """Yes. The place is hers, and recruitment hears of it."""
    hold_people([enrolment.person_id])
    cohort = enrolment.cohort
    hold_still(cohort)
    lock(enrolment)
    if enrolment.state in ("accepted", "taking_part"):
        unchanged()
        return enrolment
    if enrolment.state in ("lapsed", "declined"):
        raise Stale(_("The place has gone to somebody else. Get in touch if you still want one."))
    if not enrolment.overlap_ok and (
        taken := busy([enrolment.person_id], spans_of(cohort), but=cohort)
    ):
        raise Busy(taken)
    move(enrolment, "accept", by=by, at=at)
    if enrolment.candidate is not None and enrolment.candidate.state in OFFERABLE:
        recruitment.got_place(candidate=enrolment.candidate, by=_teller(by), at=at)
    letters.tell(enrolment, "course_dates", at)
    if cohort.state == "running":
        move(enrolment, "begin", by=Actor.system(enrolment.programme_id), at=at)
        _missed_before(enrolment, at)
    return enrolment


def _missed_before(enrolment: Enrolment, at: datetime) -> None:
    """She comes to a course that goes on: what was held before she came is hers to make up."""
    for session_id in queries.counting_sessions(enrolment.cohort):
        SessionPresence.objects.get_or_create(
            session_id=session_id, enrolment=enrolment,
            defaults={
                "programme_id": enrolment.programme_id, "came": SessionPresence.Came.ABSENT,
                "noted_at": at, "created_at": at,
            },
        )  # fmt: skip


def _teller(by: Actor) -> Actor:
    """Who tells recruitment: a lead herself, and otherwise the system."""
    return by if by.role == Role.COORDINATOR else Actor.system(by.tenant_id)


@action
def decline(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """No thanks, without a reason. The next in line is asked at once."""
    cohort = enrolment.cohort
    hold_still(cohort)
    lock(enrolment)
    if enrolment.state == "declined":
        unchanged()
        return enrolment
    move(enrolment, "decline", by=by, at=at, fields={"ended_at": at})
    back_in_line(enrolment, at)
    fill(cohort, by, at)
    return enrolment


@action
def lapse(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """There was no answer in time: the place goes to the next in line. She is told, kindly."""
    cohort = enrolment.cohort
    hold_still(cohort)
    lock(enrolment)
    move(enrolment, "lapse", by=by, at=at, fields={"ended_at": at})
    back_in_line(enrolment, at)
    fill(cohort, by, at)
    return enrolment


@action
def remind(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """The one reminder, halfway to the last day."""
    lock(enrolment)
    enrolment.refresh_from_db()
    if enrolment.state != "asked" or enrolment.reminded_at is not None:
        raise Stale(_("Somebody else was just here. Look at the page as it is now."))
    enrolment.reminded_at = at
    enrolment.save(update_fields=["reminded_at"])
    audit.record("enrolment.reminded", about=enrolment, by=by, at=at)
    letters.tell(enrolment, "place_reminder", at, occasion=str(enrolment.asked_at))
    return enrolment


@action
def leave(*, enrolment: Enrolment, again: bool, by: Actor, at: datetime) -> Enrolment:
    """Leave a course one has said yes to, at any time and without a reason. `again`: she would like
    a place on a later course. Before the course has begun the next in line is asked."""
    cohort = enrolment.cohort
    hold_still(cohort)
    lock(enrolment)
    if enrolment.state == "left":
        unchanged()
        return enrolment
    move(enrolment, "leave", by=by, at=at, fields={"ended_at": at}, facts={"again": again})
    ended_training(enrolment, again=again, at=at)
    fill(cohort, by, at)
    end_if_over(cohort, at)
    return enrolment


def give_up(*, enrolment: Enrolment, by: Actor, at: datetime) -> Enrolment:
    """Whatever she has on a course is over: it goes to the next in line."""
    if enrolment.state in ("taking_part", "assessing"):
        return leave(enrolment=enrolment, again=False, by=by, at=at)
    return decline(enrolment=enrolment, by=by, at=at)
