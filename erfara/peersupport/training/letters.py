"""Messages about courses. Each says that there is one; what it is about stands behind its link.

To one who has a place, or stands in line for one, by a link to the page of her place. To who speaks
for a workplace whose staff comes to a course, by a link to the workplace's page. To who teaches,
where she works. Nobody is written down who could get a message for a user organisation whose people
come: pages name it among those to phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from erfara.foundation import audit, clock, links, outbox, vault
from erfara.foundation.actors import Actor
from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.training import queries
from erfara.peersupport.training.models import Cohort, CohortGroup, CourseSession, Enrolment
from erfara.peersupport.training.policies import COMES
from erfara.peersupport.workplaces.access import is_hers
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Person

PURPOSE = "course"
# To one who teaches: something about her course has changed.
TO_TEACHER = "course_yours"
# kind of message about a place → the states of the place in which it still holds
WHILE: dict[str, tuple[str, ...]] = {
    "place_offered": ("asked",),
    "place_reminder": ("asked",),
    "place_lapsed": ("lapsed",),
    "place_none": ("no_place",),
    "place_assessed": ("completed", "not_completed"),
    "course_dates": COMES,
    "course_session_added": COMES,
    "course_session_changed": COMES,
    "course_session_cancelled": COMES,
    "course_cancelled": ("called_off",),
    "ethics_again": COMES,
}
DEADLINE = frozenset({"place_offered", "place_reminder"})


def reached(programme_id: UUID, person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these people whom a message reaches. Those whose details are protected are phoned,
    also where a letter would reach them."""
    ids = list(person_ids)
    return set(vault.index_holders(ids, "email")) - vault.shielded(programme_id)


def is_reached(person: Person) -> bool:
    """The same about one person."""
    return bool(reached(person.programme_id, [person.pk]))


def tell(enrolment: Enrolment, kind: str, at: datetime, occasion: str = "") -> None:
    """Put a message to one who has a place, or waits for one, in the outbox, if it reaches her."""
    tell_all([enrolment], kind, at, occasion)


def tell_all(rows: Iterable[Enrolment], kind: str, at: datetime, occasion: str = "") -> None:
    """One message to each; who is reached is asked once for all."""
    found = list(rows)
    if not found:
        return
    there = reached(found[0].programme_id, [row.person_id for row in found])
    for row in found:
        if row.person_id in there:
            outbox.put(
                kind, tenant_id=row.programme_id, about_kind=audit.kind_of(row), about_id=row.pk,
                to_kind="person", to_id=row.person_id, at=at, occasion=occasion or at.isoformat(),
            )  # fmt: skip


def tell_groups(cohort: Cohort, kind: str, at: datetime, occasion: str = "") -> None:
    """One message to each who speaks for a workplace whose staff comes."""
    for group in queries.groups_of(cohort):
        tell_group(group, kind, at, occasion)


def speaks_for(group: CohortGroup) -> UUID | None:
    """Whom a message about a group goes to: the contact person of its workplace, or else the
    manager. None when it reaches neither, and for an organisation: they are phoned."""
    if group.workplace is None:
        return None
    named = [pk for pk in (group.workplace.contact_id, group.workplace.manager_id) if pk]
    there = vault.index_holders(named, "email")
    return next((pk for pk in named if pk in there), None)


def tell_group(group: CohortGroup, kind: str, at: datetime, occasion: str = "") -> None:
    """To who speaks for one workplace, if a message reaches her."""
    person_id = speaks_for(group)
    if person_id is not None:
        outbox.put(
            kind, tenant_id=group.programme_id, about_kind=audit.kind_of(group),
            about_id=group.pk, to_kind="person", to_id=person_id, at=at,
            occasion=occasion or at.isoformat(),
        )  # fmt: skip


def tell_teachers(about: CourseSession | Cohort, by: Actor, at: datetime) -> None:
    """Tell those who teach a time, or a course that is cancelled; not the one who has done it.
    Of dates that are only proposed nobody has heard."""
    if isinstance(about, CourseSession) and about.cohort.state == "planned":
        return
    occasion = about.state if isinstance(about, Cohort) else key_of(about)
    for user_id in queries.taught_by(about) - {by.id}:
        outbox.put(
            TO_TEACHER, tenant_id=about.programme_id, about_kind=audit.kind_of(about),
            about_id=about.pk, to_kind="staff", to_id=user_id, at=at, occasion=occasion,
        )  # fmt: skip


def key_of(session: CourseSession) -> str:
    """Tells the messages about one time's changes apart."""
    return f"{session.pk}:{session.sequence}"


def tell_of(session: CourseSession, kind: str, at: datetime) -> None:
    """Tell exactly those who are concerned by a time: not those who have not heard of it yet."""
    if session.cohort.state == "planned":
        return
    key = key_of(session)
    tell_all(queries.coming(session), kind, at, key)
    tell_groups(session.cohort, kind, at, key)


def times_of(sessions: Iterable[CourseSession], *, cancelled: bool | None = None) -> list[Time]:
    """Times as a calendar wants them: nothing but when."""
    return [
        Time(
            one.pk, one.sequence, one.starts_at, one.ends_at,
            cancelled=one.state == "cancelled" if cancelled is None else cancelled,
        )
        for one in sessions
    ]  # fmt: skip


def own_calendar(sessions: Iterable[CourseSession], at: datetime) -> CalendarFile:
    """What somebody takes home from her own page."""
    return calendar_file(*times_of(sessions), at=at)


def _session_of(message: OutboxMessage) -> CourseSession | None:
    """The time that a message is about, when it is about its newest change."""
    pk, _colon, sequence = message.occasion.partition(":")
    row = CourseSession.objects.filter(pk=pk).first()
    return row if row is not None and str(row.sequence) == sequence else None


def _times(message: OutboxMessage, cohort_id: UUID, hers: Q, at: datetime) -> list[Time] | None:
    """The times that go with a message; None when it has been overtaken."""
    rows = CourseSession.objects.filter(hers, cohort=cohort_id, starts_at__gt=at)
    if message.kind == "course_dates":
        return times_of(rows.filter(state="planned").order_by("starts_at", "id"))
    if message.kind == "course_cancelled":
        return times_of(rows.filter(state="cancelled").order_by("starts_at", "id"))
    if not message.kind.startswith("course_session_"):
        return []
    session = _session_of(message)
    wanted = "cancelled" if message.kind == "course_session_cancelled" else "planned"
    return times_of([session]) if session is not None and session.state == wanted else None


def _to_person(message: OutboxMessage, at: datetime) -> Letter | None:
    row = Enrolment.objects.filter(pk=message.about_id).select_related("programme").first()
    if row is None or row.person_id != message.to_id or row.state not in WHILE[message.kind]:
        return None
    hers = ~Q(kind="make_up") | Q(presences__enrolment=row)
    times = _times(message, row.cohort_id, hers, at)
    if times is None:
        return None
    last = row.answer_by if message.kind in DEADLINE else None
    days = max(timedelta(0), last - clock.local_day(message.created_at)) if last else timedelta(0)
    letter = with_link(
        message, row.programme, PURPOSE, row.person_id, lives=LINK_LIVES + days, deadline=last
    )
    if not times or row.person_id in vault.shielded(row.programme_id):
        return letter
    return replace(letter, calendar=calendar_file(*times, at=message.created_at))


def _to_group(message: OutboxMessage, at: datetime) -> Letter | None:
    group = (
        CohortGroup.objects.filter(pk=message.about_id, workplace__isnull=False)
        .select_related("programme", "workplace", "cohort")
        .first()
    )
    if group is None or not isinstance(group.workplace, Workplace):
        return None
    if not is_hers(group.workplace, message.to_id):
        return None
    if (group.cohort.state == "cancelled") != (message.kind == "course_cancelled"):
        return None
    times = _times(message, group.cohort_id, Q(), at)
    if times is None:
        return None
    letter = with_link(
        message, group.programme, "workplace", message.to_id, about_id=group.workplace.pk
    )
    return (
        replace(letter, calendar=calendar_file(*times, at=message.created_at)) if times else letter
    )


def render(message: OutboxMessage, at: datetime) -> Letter | None:
    """Rendered just before it leaves: of two changes in a row only the newer one is told."""
    if message.about_kind == CohortGroup._meta.label_lower:
        return _to_group(message, at)
    return _to_person(message, at)


def for_teacher(message: OutboxMessage, at: datetime) -> tuple[Cohort, list[Time]] | None:
    """The course that a message to a teacher is about, with the times that have changed; None when
    it has been overtaken, or she doesn't teach it any more."""
    if message.about_kind == Cohort._meta.label_lower:
        cohort = Cohort.objects.filter(pk=message.about_id, state=message.occasion).first()
        rows = CourseSession.objects.filter(cohort=message.about_id, state="cancelled")
        times = times_of(rows.filter(starts_at__gt=at).order_by("starts_at", "id"))
    else:
        session = _session_of(message)
        cohort = session.cohort if session is not None else None
        times = times_of([session] if session is not None else [])
    if cohort is None or message.to_id not in {one.user_id for one in queries.teachers_of(cohort)}:
        return None
    return cohort, times


def _about_place(enrolment: Enrolment, kind: str, at: datetime) -> None:
    tell(enrolment, kind, at)


def register() -> None:
    """Tell outbox and state tables who sends what about courses, and links how long they live."""
    links.register_life(PURPOSE, queries.over)
    for kind in WHILE:
        outbox.register_kind(kind, render)
    for kind in ("place_offered", "place_lapsed", "place_none", "place_assessed",
                 "course_cancelled"):  # fmt: skip
        on_notice(kind, _about_place)
    for kind in ("course_session_changed", "course_session_cancelled"):
        on_notice(kind, tell_of)
