"""Writes about the times of a course: one more, changed, cancelled, held, and who was there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.spans import Span
from erfara.foundation.states import lock, move
from erfara.peersupport.training import letters, policies, queries
from erfara.peersupport.training.actions.ending import end_if_over, hold_people, hold_still
from erfara.peersupport.training.models import (
    Cohort,
    CohortGroup,
    CourseSession,
    Enrolment,
    GroupAttendance,
    SessionKind,
    SessionPresence,
)
from erfara.peersupport.training.policies import COMES, Busy, busy
from erfara.peersupport.training.states import HOLDS
from erfara.peersupport.workplaces import rounds
from erfara.peersupport.workplaces.readiness import OF_COURSE

Came = SessionPresence.Came
# What a time is, beside when it is.
AROUND = ("module", "about", "material", "place", "teacher_id")
# What those concerned have to hear of when it changes.
TOLD = frozenset({"starts_at", "ends_at", "place"})
# What a workplace has shown → by a course of how many hours.
HOURS = {item: hours for hours, item in OF_COURSE.items()}


def _around(cohort: Cohort, around: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(around) - set(AROUND):
        raise ValueError(f"not about a time: {sorted(unknown)}")
    found = {
        name: value.strip() if isinstance(value, str) else value for name, value in around.items()
    }
    teacher: Any = found.get("teacher_id")
    if teacher and not cohort.teachers.filter(user=teacher).exists():
        raise Refused(_("Choose somebody who teaches the course."))
    return found


def _hold(cohort: Cohort) -> None:
    """Hold those who have places still, and then the course: two of somebody's courses don't move
    to the same time at the same moment. Raises Stale when somebody got a place meanwhile."""
    rows = Enrolment.objects.filter(cohort=cohort, state__in=HOLDS)
    held = set(rows.values_list("person_id", flat=True))
    hold_people(held)
    hold_still(cohort)
    if not held.issuperset(rows.all().values_list("person_id", flat=True)):
        raise Stale


def _check_free(cohort: Cohort, span: Span, kind: str, ok: bool) -> None:
    if ok or kind in (SessionKind.HOME, SessionKind.MAKE_UP):
        return
    rows = Enrolment.objects.filter(cohort=cohort, state__in=HOLDS, overlap_ok=False)
    if taken := busy(list(rows.values_list("person_id", flat=True)), [span], but=cohort):
        raise Busy(taken)


@action
def add_session(
    *,
    cohort: Cohort,
    kind: str,
    span: Span,
    makes_up: CourseSession | None = None,
    who: Collection[UUID] = (),
    overlap_ok: bool = False,
    by: Actor,
    at: datetime,
    **around: Any,
) -> CourseSession:
    """One more time. To one at which something is made up come those who are chosen (`who`, ids of
    places on the course), and only they hear of it."""
    _hold(cohort)
    policies.check_span(span)
    if cohort.state not in policies.OPEN:
        raise Stale(_("The course is over."))
    if span.starts_at <= at:
        raise Refused(_("That time has passed. Write one that is still to come."))
    values = _around(cohort, around)
    chosen: list[Enrolment] = []
    if kind == SessionKind.MAKE_UP:
        rows = Enrolment.objects.filter(cohort=cohort, pk__in=list(who), state__in=COMES)
        chosen = list(rows.order_by("number"))
        if not chosen:
            raise Refused(_("Choose at least one person who is to make it up."))
        if makes_up is None or makes_up.cohort_id != cohort.pk:
            raise Refused(_("Choose what is made up."))
    _check_free(cohort, span, kind, overlap_ok)
    row = CourseSession.objects.create(
        programme_id=cohort.programme_id, cohort=cohort, kind=kind, starts_at=span.starts_at,
        ends_at=span.ends_at, makes_up=makes_up if kind == SessionKind.MAKE_UP else None,
        state=CourseSession.table.initial, created_at=at, **values,
    )  # fmt: skip
    for one in chosen:
        SessionPresence.objects.create(
            programme_id=cohort.programme_id, session=row, enrolment=one, came=Came.EXPECTED,
            noted_at=at, created_at=at,
        )  # fmt: skip
    audit.record("course_session.added", about=row, by=by, at=at, facts={"kind": kind})
    if cohort.state == "assessing":
        move(cohort, "continue", by=by, at=at)
        for one in Enrolment.objects.filter(cohort=cohort, state="assessing").order_by("number"):
            move(one, "go_on", by=by, at=at)
    key = letters.key_of(row)
    letters.tell_all(queries.coming(row), "course_session_added", at, key)
    if cohort.state != "planned":
        letters.tell_groups(cohort, "course_session_added", at, key)
    letters.tell_teachers(row, by, at)
    return row


@action
def change_session(
    *,
    session: CourseSession,
    seen: str,
    span: Span,
    overlap_ok: bool = False,
    by: Actor,
    at: datetime,
    **around: Any,
) -> CourseSession:
    """Another time, another place: exactly those concerned hear of it. What it is about, and who
    teaches it, changes without a message. `seen`: the `policies.session_version` that was shown."""
    cohort = session.cohort
    _hold(cohort)
    lock(session)
    session.refresh_from_db()
    policies.check_as_seen(session, seen)
    policies.check_span(span)
    values = _around(cohort, around)
    values |= {"starts_at": span.starts_at, "ends_at": span.ends_at}
    changed = {name: value for name, value in values.items() if getattr(session, name) != value}
    if not changed:
        unchanged()
        return session
    if session.state != "planned":
        raise Stale(_("This time is over or cancelled, and stays as it is."))
    if TOLD & set(changed):
        if span.starts_at <= at:
            raise Refused(_("That time has passed. Write one that is still to come."))
        _check_free(cohort, span, session.kind, overlap_ok)
        move(
            session, "change", by=by, at=at, facts={"changed": sorted(changed)},
            fields={**changed, "sequence": session.sequence + 1},
        )  # fmt: skip
        letters.tell_teachers(session, by, at)
        return session
    for name, value in changed.items():
        setattr(session, name, value)
    session.save(update_fields=[name.removesuffix("_id") for name in changed])
    audit.record(
        "course_session.arranged", about=session, by=by, at=at, facts={"changed": sorted(changed)}
    )
    return session


@action
def cancel_session(
    *, session: CourseSession, reason: str, by: Actor, at: datetime
) -> CourseSession:
    """One time is cancelled; the course goes on. Exactly those concerned hear of it."""
    cohort = session.cohort
    hold_still(cohort)
    lock(session)
    session.refresh_from_db()
    move(
        session, "cancel", by=by, at=at, reason=reason,
        fields={"sequence": session.sequence + 1, "why_cancelled": reason.strip()[:300]},
    )  # fmt: skip
    letters.tell_teachers(session, by, at)
    end_if_over(cohort, at)
    return session


def _check_begun(session: CourseSession, at: datetime) -> None:
    if session.starts_at > at:
        raise Refused(_("It has not begun yet. Note who came when it has."))
    if session.state == "cancelled":
        raise Stale(_("This time was cancelled."))


@action
def note_presence(
    *, session: CourseSession, present: Collection[UUID], by: Actor, at: datetime
) -> CourseSession:
    """Who was there, or has handed in what was done at home; everybody else concerned was not.

    Once more puts it right: who has made up something keeps that. At a time for making up, who
    came has made up what was missed; who didn't after all has not.
    """
    cohort = session.cohort
    hold_still(cohort)
    lock(session)
    _check_begun(session, at)
    if cohort.by_group:
        raise Refused(_("Groups come to this course. Write how many there were."))
    first = session.state == "planned"
    rows = {row.enrolment_id: row for row in session.presences.all()}
    known = {one.pk: one for one in queries.coming(session)}
    for pk in rows:
        known.setdefault(pk, rows[pk].enrolment)
    changed = 0
    for pk, one in known.items():
        came = Came.PRESENT if pk in present else Came.ABSENT
        was = rows[pk].came if pk in rows else ""
        changed += _note(session, one, rows.get(pk), came, at)
        if session.makes_up_id and came == Came.PRESENT:
            _made_up(session.makes_up_id, one, at)
        elif session.makes_up_id and was == Came.PRESENT:
            _not_made_up(session.makes_up_id, one, at)
    if first:
        move(session, "hold", by=by, at=at, facts={"present": len(set(present) & set(known))})
    elif changed:
        audit.record("course_session.presence", about=session, by=by, at=at)
    else:
        unchanged()
    end_if_over(cohort, at)
    return session


def _note(
    session: CourseSession, one: Enrolment, before: SessionPresence | None, came: str, at: datetime
) -> int:
    if before is None:
        SessionPresence.objects.create(
            programme_id=session.programme_id, session=session, enrolment=one, came=came,
            noted_at=at, created_at=at,
        )  # fmt: skip
        return 1
    if before.came == came or (before.came == Came.MADE_UP and came == Came.ABSENT):
        return 0
    before.came, before.noted_at = came, at
    before.save(update_fields=["came", "noted_at"])
    return 1


def _made_up(session_id: UUID, one: Enrolment, at: datetime) -> int:
    return SessionPresence.objects.filter(
        session=session_id, enrolment=one, came=Came.ABSENT
    ).update(came=Came.MADE_UP, noted_at=at)  # fmt: skip


def _not_made_up(session_id: UUID, one: Enrolment, at: datetime) -> None:
    """She was not at the time for making it up after all; another one that she was at counts."""
    there = SessionPresence.objects.filter(
        session__makes_up=session_id, enrolment=one, came=Came.PRESENT
    )
    if not there.exists():
        SessionPresence.objects.filter(
            session=session_id, enrolment=one, came=Came.MADE_UP
        ).update(came=Came.ABSENT, noted_at=at)  # fmt: skip


@action
def make_up(*, presence: SessionPresence, by: Actor, at: datetime) -> SessionPresence:
    """Somebody has made up what she missed, in another way than at a time for it."""
    if presence.enrolment.state not in COMES:
        raise Stale(_("The course is over for this person."))
    if not _made_up(presence.session_id, presence.enrolment, at):
        unchanged()
        return presence
    presence.refresh_from_db()
    audit.record("enrolment.made_up", about=presence.enrolment, by=by, at=at)
    return presence


@action
def note_numbers(
    *, session: CourseSession, numbers: Mapping[UUID, int], by: Actor, at: datetime
) -> CourseSession:
    """How many of each group were there. For a workplace it shows that its staff is prepared."""
    cohort = session.cohort
    hold_still(cohort)
    lock(session)
    _check_begun(session, at)
    groups = {row.pk: row for row in queries.groups_of(cohort)}
    before = {row.group_id: row for row in session.groups.all()}
    if all(before[pk].number == n if pk in before else not n for pk, n in numbers.items()) and (
        session.state != "planned"
    ):
        unchanged()
        return session
    for pk, number in numbers.items():
        if (group := groups.get(pk)) is None:
            raise Stale(_("Somebody else has changed this meanwhile. Look at it as it is now."))
        GroupAttendance.objects.update_or_create(
            session=session, group=group,
            defaults={"number": number},
            create_defaults={
                "number": number, "programme_id": session.programme_id, "created_at": at,
            },
        )  # fmt: skip
        was = before[pk].number if pk in before else 0
        _shows(session, group, number, was, at)
    if session.state == "planned":
        move(session, "hold", by=by, at=at, facts={"present": sum(numbers.values())})
    else:
        audit.record("course_session.presence", about=session, by=by, at=at)
    end_if_over(cohort, at)
    return session


def _shows(session: CourseSession, group: CohortGroup, number: int, was: int, at: datetime) -> None:
    """What a workplace has shown by it; put right when the number is."""
    there = group.workplace
    if there is None or session.evidence not in HOURS or number == was:
        return
    system = Actor.system(session.programme_id)
    about: dict[str, Any] = {
        "workplace": there, "hours": HOURS[session.evidence], "by": system, "at": at,
        "held_on": clock.local_day(session.starts_at),
    }  # fmt: skip
    if was:
        shown = queries.shown_by(there, session.evidence)
        rounds.correct_course(
            **about, shows=(clock.local_day(shown[0]), shown[1]) if shown else None
        )
    else:
        rounds.note_course(**about, came=number)
