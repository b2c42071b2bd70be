"""Who gets a message when a time or a whole course changes, and who has to be phoned."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from erfara.peersupport.training import letters, queries
from erfara.peersupport.training.models import Cohort, CourseSession, Enrolment
from erfara.peersupport.training.states import LIVE
from erfara.web.peer.training.shared import teachers_of, who_of


def of_session(request: Any, session: CourseSession) -> dict[str, Any]:
    """Those concerned by a time."""
    return _hearers(request, session, session.cohort, queries.coming(session))


def of_course(request: Any, cohort: Cohort) -> dict[str, Any]:
    """Those concerned by a whole course: who has a place, and who stands in line."""
    rows = [one for one in queries.enrolments_of(cohort) if one.state in LIVE]
    return _hearers(request, cohort, cohort, rows)


def _hearers(
    request: Any, about: CourseSession | Cohort, cohort: Cohort, people: Collection[Enrolment]
) -> dict[str, Any]:
    """Names, in the order in which they are read: those on the course, who teaches, groups. While
    the dates are only proposed nobody has heard of them."""
    who = who_of(request, cohort, people)
    mailed = letters.reached(cohort.programme_id, [one.person_id for one in people])
    told = [who.of(one.person_id) for one in people if one.person_id in mailed]
    phoned = [who.of(one.person_id) for one in people if one.person_id not in mailed]
    settled = cohort.state != "planned"
    if settled or isinstance(about, Cohort):
        taught = queries.taught_by(about) - {request.viewer.id}
        told += [name for pk, name in teachers_of(cohort) if pk in taught]
    if settled:
        for one in queries.groups_of(cohort):
            name = str(one.workplace.unit if one.workplace is not None else one.organisation)
            (phoned if letters.speaks_for(one) is None else told).append(name)
    return {"by_message": told, "by_phone": phoned}
