"""Who gets a message when a time or a whole course changes, and who has to be phoned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from erfara.peersupport.training import letters, queries
from erfara.peersupport.training.models import Cohort, CourseSession, Enrolment, SessionKind
from erfara.peersupport.training.policies import COMES
from erfara.peersupport.training.states import LIVE
from erfara.web.coordinator.names import Names
from erfara.web.peer.training.shared import teachers_of, who_of


def of_session(request: Any, session: CourseSession) -> dict[str, Any]:
    """Those concerned by a time."""
    return _hearers(request, session, session.cohort, queries.coming(session))


def of_course(request: Any, cohort: Cohort) -> dict[str, Any]:
    """Those concerned by a whole course: who has a place, and who stands in line."""
    rows = [one for one in queries.enrolments_of(cohort) if one.state in LIVE]
    return _hearers(request, cohort, cohort, rows)


def left_to_phone(cohort: Cohort, people: Collection[Enrolment], who: Names) -> list[str]:
    """Whom to phone when the whole course has been cancelled, by name: those who had a place or
    stood in line, and groups. `people`: everybody who was ever on it, opened in `who`."""
    there = [one for one in people if one.state == "called_off" and one.person_id in who.opened]
    return _by_way(cohort, there, who, queries.was_settled(cohort))[1]


def cancelled_to_phone(
    cohort: Cohort, sessions: Collection[CourseSession], people: Collection[Enrolment], who: Names,
    at: datetime,
) -> list[tuple[CourseSession, list[str]]]:  # fmt: skip
    """The cancelled times that would still have been held, each with whom to phone about it."""
    ahead = [one for one in sessions if one.state == "cancelled" and one.ends_at > at]
    there = [one for one in people if one.state in COMES]
    on_course = _by_way(cohort, there, who, settled=True)[1] if ahead else []
    found = [
        (one, on_course if one.kind != SessionKind.MAKE_UP
         else _by_way(cohort, queries.coming(one), who, settled=True)[1])
        for one in ahead
    ]  # fmt: skip
    return [(one, names) for one, names in found if names]


def _hearers(
    request: Any, about: CourseSession | Cohort, cohort: Cohort, people: Collection[Enrolment]
) -> dict[str, Any]:
    """Names: those on the course, groups, who teaches. While the dates are only proposed nobody
    has heard of them."""
    settled = cohort.state != "planned"
    told, phoned = _by_way(cohort, people, who_of(request, cohort, people), settled)
    if settled or isinstance(about, Cohort):
        taught = queries.taught_by(about) - {request.viewer.id}
        told += [name for pk, name in teachers_of(cohort) if pk in taught]
    return {"by_message": told, "by_phone": phoned}


def _by_way(
    cohort: Cohort, people: Collection[Enrolment], who: Names, settled: bool
) -> tuple[list[str], list[str]]:
    """Those of these people, and of the groups of a course whose dates are settled, whom a message
    reaches, and the others."""
    mailed = letters.reached(cohort.programme_id, [one.person_id for one in people])
    told = [who.of(one.person_id) for one in people if one.person_id in mailed]
    phoned = [who.of(one.person_id) for one in people if one.person_id not in mailed]
    for one in queries.groups_of(cohort) if settled else []:
        name = str(one.workplace.unit if one.workplace is not None else one.organisation)
        (phoned if letters.speaks_for(one) is None else told).append(name)
    return told, phoned
