"""Writes about a course as a whole: its template, planning, opening, changing, ending it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import move
from erfara.organisations.models import Membership, Programme
from erfara.peersupport.training import catalogue, letters, queries
from erfara.peersupport.training.actions.ending import back_in_line, hold_still
from erfara.peersupport.training.actions.places import fill
from erfara.peersupport.training.models import (
    Cohort,
    CohortTeacher,
    CourseSession,
    CourseTemplate,
    Enrolment,
    ForWhom,
)
from erfara.peersupport.training.states import LIVE

MOST_PLACES = 200


@action
def take_template(*, programme: Programme, key: str, by: Actor, at: datetime) -> CourseTemplate:
    """The programme's own copy of a course that is shipped, made when it is first needed."""
    row = CourseTemplate.objects.filter(programme=programme, key=key).first()
    if row is not None:
        unchanged()
        return row
    if key not in catalogue.KEYS:
        raise Stale(_("That course isn’t there any more. Choose another one."))
    row, new = CourseTemplate.objects.get_or_create(
        programme=programme, key=key,
        defaults={**catalogue.shipped(key), "created_at": at},
    )  # fmt: skip
    if new:
        audit.record("course_template.taken", about=row, by=by, at=at)
    else:
        unchanged()
    return row


@action
def change_template(
    *, template: CourseTemplate, name: str, places: int, share: int, criteria: Sequence[str],
    gives_certificate: bool | None = None, by: Actor, at: datetime,
) -> CourseTemplate:  # fmt: skip
    """Change what courses will be like from now on. Those that are planned stay as they are.
    `gives_certificate` None: as before."""
    template.name, template.places, template.share = name.strip(), places, share
    template.criteria = [text.strip() for text in criteria if text.strip()]
    template.gives_certificate = _certifies(template, gives_certificate)
    template.changed_at = at
    template.save(
        update_fields=["name", "places", "share", "criteria", "gives_certificate", "changed_at"]
    )
    audit.record("course_template.changed", about=template, by=by, at=at)
    return template


def _certifies(like: CourseTemplate | Cohort, said: bool | None) -> bool:
    """Whether who completes it can get a certificate: as it is said, or as it was; and only those
    who become peer supporters."""
    wanted = like.gives_certificate if said is None else said
    return wanted and like.for_whom == ForWhom.PEERS


@action
def write_module(
    *, template: CourseTemplate, place: int | None, module: Mapping[str, Any] | None,
    by: Actor, at: datetime,
) -> CourseTemplate:  # fmt: skip
    """Put a part into a template, in the place of another or last; None takes it out."""
    with transaction.atomic():
        row = CourseTemplate.objects.select_for_update().get(pk=template.pk)
        modules = list(row.modules)
        if place is not None and not 0 <= place < len(modules):
            raise Stale(_("Somebody else has changed this meanwhile. Look at it as it is now."))
        if module is None and place is not None:
            del modules[place]
        elif module is not None and place is not None:
            modules[place] = dict(module)
        elif module is not None:
            modules.append(dict(module))
        if module is not None and not module["slots"]:
            raise Refused(_("A part has at least one time. Take the part away instead."))
        if not modules:
            raise Refused(_("A course has at least one part."))
        row.modules, row.changed_at = modules, at
        row.save(update_fields=["modules", "changed_at"])
    audit.record("course_template.changed", about=row, by=by, at=at)
    return row


def _users(programme_id: UUID, ids: Collection[UUID], at: datetime) -> list[UUID]:
    """Those of these users who work here as trainers or leads."""
    day = clock.local_day(at)
    rows = Membership.objects.filter(
        programme_id=programme_id, user__in=list(ids), ended_at__isnull=True, ends_on__gte=day,
        role__in=[Role.TRAINER, Role.COORDINATOR],
    )  # fmt: skip
    return list(rows.values_list("user_id", flat=True).distinct())


def _set_teachers(cohort: Cohort, ids: Collection[UUID], at: datetime) -> None:
    wanted = set(_users(cohort.programme_id, ids, at))
    cohort.teachers.exclude(user__in=wanted).delete()
    there = set(cohort.teachers.values_list("user_id", flat=True))
    for user_id in sorted(wanted - there):
        CohortTeacher.objects.create(
            programme_id=cohort.programme_id, cohort=cohort, user_id=user_id, created_at=at
        )
    # Nobody is left to teach a time who doesn't teach the course.
    cohort.sessions.filter(state="planned").exclude(teacher__in=wanted).update(teacher=None)


@action
def plan_cohort(
    *,
    template: CourseTemplate,
    name: str,
    starts_on: date,
    place: str,
    places: int,
    answer_days: int = 7,
    gives_certificate: bool | None = None,
    teachers: Collection[UUID] = (),
    by: Actor,
    at: datetime,
) -> Cohort:
    """A course from a template, with the dates that come of its first day. Nobody is told yet.
    `gives_certificate` None: as the template says."""
    if starts_on < clock.local_day(at):
        raise Refused(_("That day has passed. Write one that is still to come."))
    if not 1 <= places <= MOST_PLACES:
        raise Refused(_("Write how many places there are, from 1 to 200."))
    cohort = Cohort.objects.create(
        programme_id=template.programme_id, template=template, for_whom=template.for_whom,
        name=name.strip(), place=place.strip(), places=places, answer_days=answer_days,
        starts_on=starts_on, share=template.share, criteria=list(template.criteria),
        gives_certificate=_certifies(template, gives_certificate),
        state=Cohort.table.initial, created_at=at,
    )  # fmt: skip
    _set_teachers(cohort, teachers, at)
    only = list(cohort.teachers.values_list("user_id", flat=True))
    for one in catalogue.proposed(catalogue.read(template.modules), starts_on):
        CourseSession.objects.create(
            programme_id=cohort.programme_id, cohort=cohort, module=one.module.title,
            about=one.module.about, material=one.module.material, kind=one.slot.kind,
            starts_at=one.starts_at, ends_at=one.ends_at,
            place="" if one.slot.kind == "home" else cohort.place,
            teacher_id=only[0] if len(only) == 1 else None, evidence=one.slot.evidence,
            state=CourseSession.table.initial, created_at=at,
        )  # fmt: skip
    audit.record("cohort.planned", about=cohort, by=by, at=at, facts={"template": template.key})
    return cohort


@action
def change_cohort(
    *, cohort: Cohort, name: str, place: str, places: int, answer_days: int,
    teachers: Collection[UUID], gives_certificate: bool | None = None, by: Actor, at: datetime,
) -> Cohort:  # fmt: skip
    """Its name, place, how many places there are, who teaches it. More places move the line up.
    Whether it gives a certificate as long as it is planned: after that people have said yes to
    what it is. None: as before."""
    hold_still(cohort)
    if cohort.is_over:
        raise Stale(_("The course is over."))
    seats = [row.seat for row in queries.enrolments_of(cohort) if row.state in LIVE and row.seat]
    if places < len(seats):
        raise Refused(
            ngettext_lazy(
                "{count} place is given or offered. There can’t be fewer than that.",
                "{count} places are given or offered. There can’t be fewer than that.", len(seats),
            ),
            count=len(seats),
        )  # fmt: skip
    cohort.name, cohort.place, cohort.answer_days = name.strip(), place.strip(), answer_days
    # A seat with a high number that somebody has is kept: seats are numbered, not counted.
    cohort.places = places if max(seats, default=0) <= places else _closer(cohort, places)
    if cohort.state == "planned":
        cohort.gives_certificate = _certifies(cohort, gives_certificate)
    cohort.save(update_fields=["name", "place", "places", "answer_days", "gives_certificate"])
    _set_teachers(cohort, teachers, at)
    audit.record("cohort.changed", about=cohort, by=by, at=at, facts={"places": places})
    fill(cohort, by, at)
    return cohort


def _closer(cohort: Cohort, places: int) -> int:
    """Let those with the highest numbers sit on free places with lower ones."""
    free = [seat for seat in queries.free_seats(cohort) if seat <= places]
    high = Enrolment.objects.filter(cohort=cohort, state__in=LIVE, seat__gt=places)
    for row in high.order_by("seat"):
        row.seat = free.pop(0)
        row.save(update_fields=["seat"])
    return places


@action
def open_cohort(*, cohort: Cohort, by: Actor, at: datetime) -> Cohort:
    """The dates are right: places are offered to those who are in line already."""
    hold_still(cohort)
    rows = cohort.sessions.filter(state="planned")
    if not rows.filter(starts_at__gt=at).exists():
        raise Refused(_("None of its times lies ahead. Change the dates first."))
    if rows.filter(starts_at__lte=at).exists():
        raise Refused(_("One of its times has passed already. Change or cancel it first."))
    move(cohort, "open", by=by, at=at)
    fill(cohort, by, at)
    letters.tell_groups(cohort, "course_dates", at)
    return cohort


@action
def start_cohort(*, cohort: Cohort, by: Actor, at: datetime) -> Cohort:
    """The course begins: who has said yes takes part. Whoever has not answered, or stands in line,
    is told that there is no place this time, and waits for the next course."""
    hold_still(cohort)
    move(cohort, "start", by=by, at=at)
    system = Actor.system(cohort.programme_id)
    for row in queries.enrolments_of(cohort):
        if row.state == "accepted":
            move(row, "begin", by=by, at=at)
        elif row.state == "asked":
            move(row, "lapse", by=system, at=at, fields={"ended_at": at})
            back_in_line(row, at)
        elif row.state == "waiting":
            move(row, "no_place", by=system, at=at, fields={"ended_at": at})
            back_in_line(row, at)
    return cohort


@action
def cancel_cohort(*, cohort: Cohort, reason: str, by: Actor, at: datetime) -> Cohort:
    """The whole course: everybody who has a place or stands in line hears of it, once."""
    hold_still(cohort)
    settled = cohort.state != "planned"
    move(cohort, "cancel", by=by, at=at, reason=reason)
    for session in cohort.sessions.filter(state="planned").order_by("starts_at", "id"):
        move(
            session, "fall", by=by, at=at,
            fields={"sequence": session.sequence + 1, "why_cancelled": reason.strip()[:300]},
        )  # fmt: skip
    for row in queries.enrolments_of(cohort):
        if row.state in LIVE and row.state != "assessing":
            move(row, "call_off", by=by, at=at, fields={"ended_at": at})
            back_in_line(row, at)
    if settled:
        letters.tell_groups(cohort, "course_cancelled", at)
    letters.tell_teachers(cohort, by, at)
    return cohort
