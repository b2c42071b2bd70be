"""How courses and places end, within the actions that end them: nobody is left without somebody
knowing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from erfara.foundation.actors import Actor
from erfara.foundation.states import lock, move
from erfara.peersupport.recruitment.actions import deciding as recruitment
from erfara.peersupport.training.models import Cohort, Enrolment
from erfara.peersupport.training.states import LIVE
from erfara.people.models import Person


def hold_people(ids: Iterable[UUID]) -> None:
    """Keep others from giving these people places, or moving their times, until the transaction
    ends; in one order, and before any course is held still."""
    list(Person.objects.select_for_update().filter(pk__in=sorted(ids)).order_by("pk"))


def hold_still(cohort: Cohort) -> None:
    """Keep others from giving places on it until the transaction ends, and see it as it is."""
    lock(cohort)
    cohort.refresh_from_db()


def back_in_line(row: Enrolment, at: datetime) -> None:
    """She came by recruitment: there she waits for the next course, and somebody knows of it."""
    candidate = row.candidate
    if candidate is not None:
        lock(candidate)
    if candidate is not None and candidate.state in ("offered_training", "in_training"):
        recruitment.no_place(candidate=candidate, by=Actor.system(row.programme_id), at=at)


def ended_training(row: Enrolment, *, again: bool, at: datetime) -> None:
    """She has left, or not completed: she waits for another course, or her application is over."""
    candidate = row.candidate
    if again:
        back_in_line(row, at)
    elif candidate is not None and candidate.state == "in_training":
        recruitment.left_training(candidate=candidate, by=Actor.system(row.programme_id), at=at)


def end_if_over(cohort: Cohort, at: datetime) -> None:
    """After every step: when nothing is left to hold it is assessed, and with nobody left to assess
    it is done."""
    hold_still(cohort)
    system = Actor.system(cohort.programme_id)
    if cohort.state == "running" and not cohort.sessions.filter(state="planned").exists():
        move(cohort, "assess", by=system, at=at)
        for row in Enrolment.objects.filter(cohort=cohort, state="taking_part").order_by("number"):
            move(row, "to_assess", by=system, at=at)
    live = Enrolment.objects.filter(cohort=cohort, state__in=LIVE)
    if cohort.state == "assessing" and not live.exists():
        move(cohort, "finish", by=system, at=at)
