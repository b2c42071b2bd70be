"""Reads about courses. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery

from erfara.foundation import audit
from erfara.foundation.actors import Actor, Role
from erfara.foundation.prepared import Prepared, among
from erfara.organisations.models import Organisation, Programme
from erfara.organisations.queries import members, where_time_passes
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.recruitment.queries import offered_training, on_waiting_list
from erfara.peersupport.training import catalogue
from erfara.peersupport.training.models import (
    Assessment,
    Cohort,
    CohortGroup,
    CohortTeacher,
    CourseSession,
    CourseTemplate,
    Enrolment,
    EthicsSigned,
    EthicsText,
    ForWhom,
    GroupAttendance,
    SessionKind,
    SessionPresence,
)
from erfara.peersupport.training.policies import COMES
from erfara.peersupport.training.states import HOLDS, LIVE
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.queries import workplaces
from erfara.people.models import Person

THERE = (SessionPresence.Came.PRESENT, SessionPresence.Came.MADE_UP)


# Templates and rules


def templates(programme: Programme) -> list[dict[str, Any]]:
    """All courses a programme can give: its own copies, and what is shipped where it has none."""
    own = {row.key: row for row in CourseTemplate.objects.filter(programme=programme)}
    found = []
    for key in [*catalogue.KEYS, *sorted(set(own) - set(catalogue.KEYS))]:
        if (row := own.get(key)) is not None:
            found.append(
                {"key": key, "row": row, "name": row.name, "for_whom": row.for_whom,
                 "places": row.places, "share": row.share, "criteria": row.criteria,
                 "gives_certificate": row.gives_certificate, "modules": row.modules}
            )  # fmt: skip
        else:
            found.append({"row": None, **catalogue.shipped(key)})
    return found


def template_data(programme: Programme, key: str) -> dict[str, Any] | None:
    """One of them."""
    return next((one for one in templates(programme) if one["key"] == key), None)


def ethics_in_force(programme_id: UUID) -> EthicsText | None:
    """The newest version of the programme's ethical rules, when it has written any."""
    rows = EthicsText.objects.filter(programme_id=programme_id)
    return rows.order_by("-version").first()


def ethics_versions(programme: Programme) -> list[EthicsText]:
    """All versions, the newest first, each with how many have signed it."""
    rows = EthicsText.objects.filter(programme=programme).annotate(signatures=Count("signed"))
    return list(rows.order_by("-version"))


def who_signed(programme_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, EthicsSigned]:
    """Person → her signature under the version in force. Empty without one in force."""
    text = ethics_in_force(programme_id)
    if text is None:
        return {}
    rows = EthicsSigned.objects.filter(text=text, person__in=list(person_ids))
    return {row.person_id: row for row in rows}


# Courses


def _count(*states: str) -> Count:
    return Count("enrolments", filter=Q(enrolments__state__in=states), distinct=True)


def _counted(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """With how many have places, are asked, and wait; and when the course meets."""
    meets = ~Q(sessions__state="cancelled")
    return rows.annotate(
        held=_count(*HOLDS), asked=_count("asked"), coming=_count(*COMES),
        waiting=_count("waiting"),
        completed=_count("completed"), to_assess=_count("assessing"),
        begins_at=Min("sessions__starts_at", filter=meets),
        over_at=Max("sessions__ends_at", filter=meets),
    )  # fmt: skip


def cohorts(programme: Programme, viewer: Actor) -> QuerySet[Cohort]:
    """Courses, the newest first: all for a lead, a trainer's own for her. Count those that are
    shown (`counted`): a count of all would read everybody who has ever been on a course."""
    rows = Cohort.objects.filter(programme=programme)
    if viewer.role == Role.TRAINER:
        rows = rows.filter(pk__in=CohortTeacher.objects.filter(user=viewer.own_id).values("cohort"))
    return rows.order_by("-starts_on", "-created_at", "id")


_ALL = Prepared(
    lambda programme: (
        Cohort.objects.filter(programme_id=programme)
        .only("pk")
        .order_by("-starts_on", "-created_at", "id")
    )
)
_COUNTED = Prepared(lambda cohorts: _counted(Cohort.objects.filter(among("id", cohorts))))
_NEXT = Prepared(
    lambda cohorts: (
        CourseSession.objects.filter(among("cohort_id", cohorts), state="planned")
        .only("cohort_id", "starts_at", "ends_at", "state")
        .order_by("starts_at", "id")
    )
)


def first_cohorts(programme: Programme, most: int) -> list[Cohort]:
    """The first so many of all courses, their ids alone: they are counted next (`counted`)."""
    return _ALL.objects(Cohort, most=most, programme=programme.pk)


def number_of_cohorts(programme: Programme) -> int:
    """How many courses there are."""
    return _ALL.count(programme=programme.pk)


def counted(rows: Iterable[Cohort]) -> list[Cohort]:
    """The same courses with their counts, in the same order. One query."""
    ids = [row.pk for row in rows]
    found = {row.pk: row for row in _COUNTED.objects(Cohort, cohorts=ids)}
    return [found[pk] for pk in ids if pk in found]


def next_times(cohort_ids: Collection[UUID], at: datetime) -> dict[UUID, CourseSession]:
    """Course → what is to be held next there, or what was and has not been noted. One query."""
    found: dict[UUID, CourseSession] = {}
    for row in _NEXT.objects(CourseSession, cohorts=list(cohort_ids)):
        found.setdefault(row.cohort_id, row)
    return found


def sessions_of(cohort: Cohort) -> list[CourseSession]:
    """All times of a course, in order."""
    rows = CourseSession.objects.filter(cohort=cohort).select_related("teacher", "makes_up")
    return list(rows.order_by("starts_at", "created_at", "id"))


def teachers_of(cohort: Cohort) -> list[CohortTeacher]:
    """Who teaches a course."""
    rows = CohortTeacher.objects.filter(cohort=cohort).select_related("user")
    return list(rows.order_by("user__name", "user__email"))


def was_settled(cohort: Cohort) -> bool:
    """Whether others have heard of its dates, also of one that has been cancelled since."""
    return audit.history(cohort.pk).filter(to_state="open").exists()


def taught_by(about: CourseSession | Cohort) -> set[UUID]:
    """Who teaches a time: the one it says, or else all who teach the course. Of a course: all."""
    if isinstance(about, CourseSession) and about.teacher_id is not None:
        return {about.teacher_id}
    cohort_id = about.cohort_id if isinstance(about, CourseSession) else about.pk
    rows = CohortTeacher.objects.filter(cohort=cohort_id)
    return set(rows.values_list("user_id", flat=True))


def enrolments_of(cohort: Cohort) -> list[Enrolment]:
    """Everybody who has or had a place on a course, or waits for one, in the order of the line."""
    rows = Enrolment.objects.filter(cohort=cohort).select_related("candidate")
    return list(rows.order_by("number"))


def coming(session: CourseSession) -> list[Enrolment]:
    """Those who are concerned by a time: everybody on the course; or the few who are to come, where
    something is made up."""
    rows = Enrolment.objects.filter(cohort=session.cohort_id, state__in=COMES)
    if session.kind == SessionKind.MAKE_UP:
        rows = rows.filter(presences__session=session)
    return list(rows.select_related("person").order_by("number"))


def groups_of(cohort: Cohort) -> list[CohortGroup]:
    """The workplaces and organisations whose people come to a course."""
    rows = CohortGroup.objects.filter(cohort=cohort)
    rows = rows.select_related("workplace__unit__organisation", "organisation")
    return list(rows.order_by("created_at", "id"))


def group_numbers(cohort: Cohort) -> dict[tuple[UUID, UUID], int]:
    """(Time, group) → how many of it were there."""
    rows = CohortGroup.objects.filter(cohort=cohort, attendances__isnull=False)
    return {
        (session, group): number
        for session, group, number in rows.values_list(
            "attendances__session", "pk", "attendances__number"
        )
    }


def counting_sessions(cohort: Cohort) -> list[UUID]:
    """The times that were held and that one has to have been at: not those for making up."""
    rows = CourseSession.objects.filter(cohort=cohort, state="held")
    return list(rows.exclude(kind=SessionKind.MAKE_UP).values_list("pk", flat=True))


def asked_times(cohort: Cohort) -> list[CourseSession]:
    """The times of which a share is asked for to complete: those held, and while the course goes
    on those still to come. Cancelled ones and those for making up don't count."""
    rows = CourseSession.objects.filter(cohort=cohort, state__in=["held", "planned"])
    return list(rows.exclude(kind=SessionKind.MAKE_UP).only("pk", "state"))


def presences(cohort: Cohort) -> dict[tuple[UUID, UUID], SessionPresence]:
    """(Time, place on the course) → whether she was there. One query."""
    rows = SessionPresence.objects.filter(session__cohort=cohort)
    return {(row.session_id, row.enrolment_id): row for row in rows}


def came_to(enrolment: Enrolment) -> set[UUID]:
    """The times somebody was at, or has made up."""
    rows = SessionPresence.objects.filter(enrolment=enrolment, came__in=THERE)
    return set(rows.values_list("session_id", flat=True))


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of a course each has been at: enrolment → (times there, times held)."""

    times: dict[UUID, tuple[int, int]]

    def of(self, enrolment: Enrolment) -> tuple[int, int]:
        return self.times.get(enrolment.pk, (0, 0))


def shares_of(cohort: Cohort, rows: Iterable[Enrolment]) -> Shares:
    """For a whole course in two queries."""
    counting = set(counting_sessions(cohort))
    there: dict[UUID, int] = {row.pk: 0 for row in rows}
    noted = SessionPresence.objects.filter(session__in=counting, came__in=THERE)
    for pk in noted.values_list("enrolment_id", flat=True):
        if pk in there:
            there[pk] += 1
    return Shares({pk: (number, len(counting)) for pk, number in there.items()})


def missed(enrolment: Enrolment) -> list[SessionPresence]:
    """What somebody was not at and has not made up."""
    rows = SessionPresence.objects.filter(enrolment=enrolment, came=SessionPresence.Came.ABSENT)
    return list(rows.select_related("session").order_by("session__starts_at"))


def absent_from(session: CourseSession) -> list[Enrolment]:
    """Those on the course still who were not at a time, and have not made it up."""
    rows = Enrolment.objects.filter(
        presences__session=session, presences__came=SessionPresence.Came.ABSENT, state__in=COMES
    )
    return list(rows.order_by("number"))


def last_number(cohort: Cohort) -> int:
    """The last number given out in the line."""
    found = Enrolment.objects.filter(cohort=cohort).aggregate(no=Max("number"))["no"]
    return int(found or 0)


def free_seats(cohort: Cohort) -> list[int]:
    """The places that nobody holds, by number. The caller holds the course still."""
    rows = Enrolment.objects.filter(cohort=cohort, state__in=HOLDS)
    taken = set(rows.values_list("seat", flat=True))
    return [seat for seat in range(1, cohort.places + 1) if seat not in taken]


def in_line(cohort: Cohort) -> list[Enrolment]:
    """The waiting list, the first one first."""
    rows = Enrolment.objects.filter(cohort=cohort, state="waiting").select_related("person")
    return list(rows.order_by("number"))


def live_of(person_id: UUID) -> QuerySet[Enrolment]:
    """What somebody has on courses that is not over."""
    return Enrolment.objects.filter(person=person_id, state__in=LIVE)


def under_way(programme: Programme) -> int:
    """How many places on courses, and in line for one, are not over yet."""
    return Enrolment.objects.filter(programme=programme, state__in=LIVE).count()


def live_places(candidate: PeerCandidate) -> list[Enrolment]:
    """What an application has led to on courses that is not over."""
    rows = Enrolment.objects.filter(candidate=candidate, state__in=LIVE)
    return list(rows.select_related("cohort", "person", "candidate").order_by("cohort"))


def place_of(candidate: PeerCandidate) -> UUID | None:
    """The place on a course that an application has led to, the newest; None when there is none."""
    rows = Enrolment.objects.filter(candidate=candidate).order_by("-created_at", "-id")
    return rows.values_list("pk", flat=True).first()


def own_enrolments(person: Person) -> list[Enrolment]:
    """Somebody's own places, the newest first."""
    rows = Enrolment.objects.filter(person=person).select_related("cohort", "assessment")
    return list(rows.order_by("-cohort__starts_on", "-created_at"))


def own_sessions(enrolment: Enrolment) -> list[CourseSession]:
    """The times of somebody's course that concern her, in order."""
    hers = SessionPresence.objects.filter(session=OuterRef("pk"), enrolment=enrolment)
    rows = CourseSession.objects.filter(cohort=enrolment.cohort_id)
    rows = rows.filter(~Q(kind=SessionKind.MAKE_UP) | Exists(hers))
    return list(rows.order_by("starts_at", "created_at", "id"))


def assessment_of(enrolment: Enrolment) -> Assessment | None:
    """How a course ended for somebody."""
    return Assessment.objects.filter(enrolment=enrolment).first()


# What time does


def overdue_places(day: date) -> list[Enrolment]:
    """Places whose last day to answer has passed, of those who are reached by message."""
    rows = Enrolment.objects.filter(
        where_time_passes(), state="asked", by_phone=False, answer_by__lt=day
    )
    return list(rows.select_related("cohort", "person").order_by("answer_by", "number"))


def unreminded_places() -> list[Enrolment]:
    """Those who are asked by message and have not been reminded."""
    rows = Enrolment.objects.filter(
        where_time_passes(), state="asked", by_phone=False, reminded_at__isnull=True
    )
    return list(rows.select_related("cohort", "person").order_by("answer_by", "number"))


def beginning(at: datetime) -> list[Cohort]:
    """Courses whose places are given and whose first time has come."""
    rows = Cohort.objects.filter(where_time_passes(), state="open")
    rows = rows.annotate(
        begins_at=Min("sessions__starts_at", filter=~Q(sessions__state="cancelled"))
    )
    return list(rows.filter(begins_at__lte=at).order_by("id"))


def over(ids: Collection[UUID]) -> dict[UUID, datetime | None]:
    """Enrolments → since when each is over, for the links that lead to it."""
    rows = Enrolment.objects.filter(pk__in=list(ids))
    return dict(rows.values_list("pk", "ended_at"))


def forgettable(before: datetime) -> list[Person]:
    """People who came to a course in another way than by recruitment, did not complete any, and
    for whom the last one was over before a moment. Where time passes."""
    ended = Enrolment.objects.filter(person=OuterRef("pk"))
    rows = Person.objects.filter(
        where_time_passes(), Exists(ended), erased_at__isnull=True, erase_after__isnull=True
    ).exclude(Exists(ended.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=before))))
    rows = rows.exclude(Exists(ended.filter(Q(state="completed") | Q(candidate__isnull=False))))
    return list(rows.select_related("programme").order_by("pk")[:500])


def shown_by(workplace: Workplace, evidence: str) -> tuple[datetime, int] | None:
    """The newest time of courses that shows something of a workplace: when, and how many came."""
    rows = GroupAttendance.objects.filter(
        group__workplace=workplace, session__evidence=evidence, number__gt=0
    )
    rows = rows.exclude(session__state="cancelled").order_by("-session__starts_at")
    return rows.values_list("session__starts_at", "number").first()


# Numbers


def numbers(programme: Programme) -> list[dict[str, Any]]:
    """Courses as numbers, for who steers: nothing about anybody."""
    rows = _counted(Cohort.objects.filter(programme=programme))
    rows = rows.annotate(
        staff=Count("groups", distinct=True),
        ended=Count(
            "enrolments", distinct=True,
            filter=Q(enrolments__state__in=["completed", "not_completed", "left"]),
        ),
    )  # fmt: skip
    return list(
        rows.order_by(F("begins_at").desc(nulls_last=True), "id").values(
            "pk", "name", "state", "for_whom", "places", "coming", "waiting", "completed", "ended",
            "begins_at", "over_at", "staff",
        )
    )  # fmt: skip


# What pages ask


def who_could_come(cohort: Cohort) -> list[PeerCandidate]:
    """Those whom recruitment has chosen and who have no place: offered training first, then those
    who wait for it, each in the order of recruitment."""
    rows = [*offered_training(cohort.programme), *on_waiting_list(cohort.programme)]
    ids = [one.pk for one in rows]
    taken = Enrolment.objects.filter(candidate__in=ids, state__in=LIVE)
    known = set(taken.values_list("candidate_id", flat=True))
    return [one for one in rows if one.pk not in known]


def held_seats(cohort: Cohort) -> int:
    """How many places somebody holds."""
    return Enrolment.objects.filter(cohort=cohort, state__in=HOLDS).count()


def could_send(cohort: Cohort) -> dict[UUID, Workplace | Organisation]:
    """Whose people could come to a course for groups, in Swedish order."""
    if cohort.for_whom == ForWhom.WORKPLACES:
        rows = workplaces(cohort.programme).exclude(state="ended")
        return {one.pk: one for one in rows}
    found = Organisation.objects.filter(programme=cohort.programme).order_by("sort_key")
    return {one.pk: one for one in found}


def noted_at(session: CourseSession) -> dict[UUID, SessionPresence]:
    """Place on the course → what was noted of it at a time."""
    rows = SessionPresence.objects.filter(session=session)
    return {one.enrolment_id: one for one in rows.select_related("enrolment")}


def noted_of(enrolment: Enrolment) -> dict[UUID, SessionPresence]:
    """Time → what was noted of somebody at it."""
    rows = SessionPresence.objects.filter(enrolment=enrolment)
    return {one.session_id: one for one in rows.exclude(came=SessionPresence.Came.EXPECTED)}


def numbers_at(session: CourseSession) -> dict[UUID, int]:
    """Group → how many of it were at a time."""
    rows = GroupAttendance.objects.filter(session=session)
    return dict(rows.values_list("group_id", "number"))


def could_teach(programme: Programme, day: date) -> dict[UUID, str]:
    """Those who work here and could teach, by name: trainers first, then the leads."""
    rows = members(programme).filter(
        ended_at__isnull=True, starts_on__lte=day, ends_on__gte=day,
        role__in=[Role.TRAINER, Role.COORDINATOR],
    )  # fmt: skip
    found: dict[UUID, str] = {}
    for row in sorted(rows, key=lambda one: (one.role != Role.TRAINER, str(one.user))):
        found.setdefault(row.user_id, row.user.name or str(row.user))
    return found


def courses_for(workplace: Workplace) -> list[CourseSession]:
    """The times of courses to which a workplace's staff comes, once the dates are settled, with
    how many of it were there (`came`): for who speaks for the workplace. One query."""
    rows = CourseSession.objects.filter(cohort__groups__workplace=workplace)
    hers = GroupAttendance.objects.filter(
        session=OuterRef("pk"), group__workplace=workplace
    ).values("number")
    rows = rows.exclude(cohort__state="planned").annotate(came=Subquery(hers[:1]))
    rows = rows.select_related("cohort").order_by("-cohort__starts_on", "starts_at", "id")
    return list(rows[:20])
