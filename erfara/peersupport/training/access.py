"""Doors: a course, a time, a place, for this viewer; or nothing (a 404)."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from erfara.foundation.actors import Actor, Role
from erfara.foundation.models import TenantModel
from erfara.foundation.rows import the_one
from erfara.organisations.models import Programme
from erfara.peersupport.training.models import (
    Cohort,
    CohortGroup,
    CohortTeacher,
    CourseSession,
    CourseTemplate,
    Enrolment,
    SessionPresence,
)
from erfara.people.models import Person
from erfara.people.veil import check_person_open

T = TypeVar("T", bound=TenantModel)


def teaches(user_id: UUID, path: str = "") -> Q:
    """Rows of courses that a user teaches. `path` leads to the course: `cohort__`, say."""
    hers = CohortTeacher.objects.filter(user=user_id).values("cohort")
    return Q(**{f"{path}pk__in" if not path else f"{path.removesuffix('__')}__in": hers})


def _staff(
    viewer: Actor, programme: Programme, rows: QuerySet[T], pk: UUID, path: str = ""
) -> T:  # fmt: skip
    """A lead's, of her programme; a trainer's, of the courses she teaches."""
    if viewer.tenant_id != programme.pk or viewer.role not in {Role.COORDINATOR, Role.TRAINER}:
        raise Http404
    rows = rows.filter(programme=programme, pk=pk)
    if viewer.role == Role.TRAINER:
        rows = rows.filter(teaches(viewer.own_id, path))
    row = the_one(rows)
    if row is None:
        raise Http404
    row.programme = programme
    return row


def cohort_for(viewer: Actor, programme: Programme, pk: UUID) -> Cohort:
    """A course."""
    return _staff(viewer, programme, Cohort.objects.select_related("template"), pk)


def session_for(viewer: Actor, programme: Programme, pk: UUID) -> CourseSession:
    """A time of a course."""
    rows = CourseSession.objects.select_related("cohort", "teacher", "makes_up")
    return _staff(viewer, programme, rows, pk, "cohort__")


def enrolment_for(viewer: Actor, programme: Programme, pk: UUID) -> Enrolment:
    """Somebody's place on a course, or in the line for it. A lead needs one step more when her
    details are protected."""
    row = veiled_enrolment_for(viewer, programme, pk)
    check_person_open(viewer, row.person, row.pk, "enrolment")
    return row


def veiled_enrolment_for(viewer: Actor, programme: Programme, pk: UUID) -> Enrolment:
    """The same before that step, for the step itself. Whoever uses this opens nothing."""
    rows = Enrolment.objects.select_related("cohort", "person", "candidate")
    return _staff(viewer, programme, rows, pk, "cohort__")


def presence_for(viewer: Actor, programme: Programme, pk: UUID) -> SessionPresence:
    """Whether somebody was at a time."""
    rows = SessionPresence.objects.select_related("session__cohort", "enrolment")
    return _staff(viewer, programme, rows, pk, "session__cohort__")


def group_for(viewer: Actor, programme: Programme, pk: UUID) -> CohortGroup:
    """A workplace or an organisation whose people come."""
    rows = CohortGroup.objects.select_related("cohort", "workplace", "organisation")
    return _staff(viewer, programme, rows, pk, "cohort__")


def template_for(viewer: Actor, programme: Programme, key: str) -> CourseTemplate | None:
    """The programme's own copy of a course, for leads and trainers; None where it uses what is
    shipped."""
    if viewer.role not in {Role.COORDINATOR, Role.TRAINER} or viewer.tenant_id != programme.pk:
        raise Http404
    return CourseTemplate.objects.filter(programme=programme, key=key).first()


def own_enrolment(viewer: Actor, programme: Programme, pk: UUID) -> Enrolment:
    """One's own place."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(
        Enrolment.objects.filter(pk=pk, programme=programme, person=viewer.own_id).select_related(
            "cohort", "person", "candidate"
        )
    )
    if row is None:
        raise Http404
    row.programme = programme
    return row


def own_person(viewer: Actor, programme: Programme) -> Person:
    """Somebody who has, had or waits for a place on a course here."""
    if viewer.role != Role.PERSON or viewer.tenant_id != programme.pk:
        raise Http404
    row = the_one(
        Person.objects.filter(
            pk=viewer.own_id, programme=programme, erased_at__isnull=True,
            enrolments__isnull=False,
        ).distinct()
    )  # fmt: skip
    if row is None:
        raise Http404
    row.programme = programme
    return row
