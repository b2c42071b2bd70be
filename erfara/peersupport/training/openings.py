"""Why details may be opened in the course of training, and by whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.training.actions.places import OFFERABLE
from erfara.peersupport.training.models import Cohort, CohortTeacher, Enrolment
from erfara.people.veil import may_open, none_protected


def _cohort(actor: Actor, tenant_id: UUID, case: str) -> UUID | None:
    """The course that a case stands for, when this one leads the programme or teaches it."""
    try:
        pk = UUID(case)
    except ValueError:
        return None
    if actor.tenant_id != tenant_id or actor.role not in {Role.COORDINATOR, Role.TRAINER}:
        return None
    if not Cohort.objects.filter(pk=pk, programme_id=tenant_id).exists():
        return None
    if (
        actor.role == Role.TRAINER
        and not CohortTeacher.objects.filter(cohort=pk, user=actor.own_id).exists()
    ):
        return None
    return pk


def _on_course(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Who leads or teaches, about those who have, had or wait for places on that course."""
    cohort = _cohort(actor, tenant_id, case)
    if cohort is None:
        return False
    rows = Enrolment.objects.filter(cohort=cohort, person__in=person_ids)
    known = set(rows.values_list("person_id", flat=True))
    return set(person_ids) <= known


def _course(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, for pages that list them. Nobody with protected details."""
    known = _on_course(actor, tenant_id, person_ids, case)
    return known and none_protected(tenant_id, person_ids)


def _course_offer(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """A lead, about those who are offered training and could have a place on that course."""
    if actor.role != Role.COORDINATOR or _cohort(actor, tenant_id, case) is None:
        return False
    rows = PeerCandidate.objects.filter(
        programme_id=tenant_id, person__in=person_ids, state__in=OFFERABLE
    )
    known = set(rows.values_list("person_id", flat=True))
    return set(person_ids) <= known and none_protected(tenant_id, person_ids)


def _course_place(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """The same, about the one whose place it is: the case is the place. With protected details the
    lead alone, after the step before her page."""
    try:
        row = Enrolment.objects.filter(pk=UUID(case), programme_id=tenant_id).first()
    except ValueError:
        return False
    if row is None or person_ids != [row.person_id]:
        return False
    known = _on_course(actor, tenant_id, person_ids, str(row.cohort_id))
    return known and may_open(actor, tenant_id, person_ids)


def _own_course(actor: Actor, tenant_id: UUID, person_ids: list[UUID], case: str) -> bool:
    """Herself, about her own place."""
    try:
        row = Enrolment.objects.filter(pk=UUID(case), programme_id=tenant_id)
    except ValueError:
        return False
    return (
        actor.role == Role.PERSON
        and actor.tenant_id == tenant_id
        and person_ids == [actor.id]
        and row.filter(person=actor.own_id).exists()
    )


def register() -> None:
    """Tell the vault which purposes there are in training."""
    vault.register_purpose("course", _("led or taught your course"), _course)
    vault.register_purpose("course_place", _("worked with your place on a course"), _course_place)
    vault.register_purpose(
        "course_offer", _("looked at who could have a place on a course"), _course_offer
    )
    vault.register_purpose("own_course", _("you read about your course"), _own_course)
