"""Courses and places on them, made through the product's own actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from erfara.foundation.actors import Actor, Role
from erfara.organisations.models import Programme
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training import queries
from erfara.peersupport.training.actions import assessing, groups, places, planning, sessions
from erfara.peersupport.training.actions.places import Invitee
from erfara.peersupport.training.models import Cohort, CourseSession, Enrolment
from erfara.people.actions.persons import find_or_add_person
from erfara.people.models import Person
from tests import factories as make

AT = make.AT
# The Monday of a month later.
FIRST_DAY = date(2026, 11, 30)


def trainer(of: Programme) -> tuple[Any, Actor]:
    """One who teaches, and the actor she is in actions."""
    return make.member(of, Role.TRAINER)


def planned(
    of: Programme, key: str = "two_days", *, teachers: Iterable[UUID] = (), **values: Any
) -> Cohort:
    """A course whose dates are proposed. Two days stand for the whole training where it counts:
    `gives_certificate=True`."""
    by = make.system(of)
    template = planning.take_template(programme=of, key=key, by=by, at=AT)
    return planning.plan_cohort(
        template=template, name=values.pop("name", "Vinterns kurs"),
        starts_on=values.pop("starts_on", FIRST_DAY), place=values.pop("place", "Påhittade huset"),
        places=values.pop("places", 3), teachers=list(teachers), by=by,
        at=values.pop("at", AT), **values,
    )  # fmt: skip


def opened(of: Programme, key: str = "two_days", **values: Any) -> Cohort:
    """A course whose places are given."""
    cohort = planned(of, key, **values)
    return planning.open_cohort(cohort=cohort, by=make.system(of), at=AT)


def person(of: Programme, name: str = "", email: str | None = None) -> Person:
    """Somebody with a name and, unless it is left empty, an address."""
    number = next(make._number)
    return find_or_add_person(
        programme=of,
        identity={
            "name": name or f"Påhittad Deltagare {number}",
            "email": f"deltagare{number}@exempel.invalid" if email is None else email,
            "phone": f"070-{number:07d}",
        },
        by=make.system(of), at=AT,
    )  # fmt: skip


def invited(
    cohort: Cohort,
    number: int = 1,
    *,
    who: Iterable[Person | PeerCandidate] = (),
    at: datetime = AT,
) -> list[Enrolment]:
    """So many new people, or these, put in line and asked as far as there are places."""
    wanted = [
        Invitee(one.person, one) if isinstance(one, PeerCandidate) else Invitee(one)
        for one in (list(who) or [person(cohort.programme) for _ in range(number)])
    ]
    return places.invite(cohort=cohort, who=wanted, by=make.system(cohort.programme), at=at)


def herself(row: Enrolment) -> Actor:
    """The one whose place it is."""
    return Actor(Role.PERSON, row.programme_id, row.person_id)


def again(row: Enrolment) -> Enrolment:
    """The same place as it is now."""
    return Enrolment.objects.select_related("cohort", "person", "candidate").get(pk=row.pk)


def yes(row: Enrolment, at: datetime = AT) -> Enrolment:
    """She has taken the place."""
    return places.accept(enrolment=again(row), by=herself(row), at=at)


def times(cohort: Cohort) -> list[CourseSession]:
    """Its times, in order."""
    return queries.sessions_of(cohort)


def running(of: Programme, number: int = 2, key: str = "two_days", **values: Any) -> Cohort:
    """A course that has begun, with people who take part."""
    cohort = opened(of, key, places=max(3, number), **values)
    for row in invited(cohort, number):
        yes(row)
    return planning.start_cohort(cohort=cohort, by=make.system(of), at=times(cohort)[0].starts_at)


def held(cohort: Cohort, absent: Iterable[UUID] = ()) -> Cohort:
    """All its times have been held; these were at none of them."""
    away = set(absent)
    here = {row.pk for row in queries.enrolments_of(cohort)} - away
    for session in times(cohort):
        sessions.note_presence(
            session=session, present=here, by=make.system(cohort.programme),
            at=session.ends_at + timedelta(hours=1),
        )  # fmt: skip
    cohort.refresh_from_db()
    return cohort


def signed(row: Enrolment, at: datetime = AT) -> None:
    """She has read the rules and signed them."""
    text = queries.ethics_in_force(row.programme_id)
    assessing.sign_ethics(
        person=row.person, version=text.version if text else 1, by=herself(row), at=at
    )


def completed(row: Enrolment, at: datetime = AT + timedelta(days=60)) -> Enrolment:
    """She was there, has signed, and is assessed."""
    signed(row, at)
    now = again(row)
    assessing.assess(
        enrolment=now, completed=True, met=[True] * len(now.cohort.criteria), words="Bra.",
        by=make.system(row.programme), at=at,
    )  # fmt: skip
    return again(row)


def with_group(cohort: Cohort, **what: Any) -> Any:
    """A workplace's, or an organisation's, people come."""
    return groups.add_group(cohort=cohort, by=make.system(cohort.programme), at=AT, **what)
