"""What the pages of courses share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from erfara.peersupport.training import queries
from erfara.peersupport.training.models import Cohort, Enrolment
from erfara.peersupport.training.policies import Busy
from erfara.web.coordinator.names import Names, identities

TONES = {
    "planned": "action", "open": "action", "running": "good", "assessing": "action",
    "asked": "action", "waiting": "neutral", "accepted": "good", "taking_part": "good",
    "completed": "good", "not_completed": "warn", "held": "good", "cancelled": "warn",
    "lapsed": "warn", "left": "warn",
}  # fmt: skip


def tone(state: str) -> str:
    """How a state looks, beside its word."""
    return TONES.get(state, "neutral")


def url_of(slug: str, cohort_id: UUID, part: str = "") -> str:
    """The page of a course."""
    return reverse("training:cohort", args=[slug, cohort_id]) + (f"#{part}" if part else "")


def is_lead(request: Any) -> bool:
    """Whether a lead is looking: a trainer sees less, and decides less."""
    return bool(request.viewer.role == Role.COORDINATOR)


def page(request: Any, template: str, form: Any = None, **context: Any) -> HttpResponse:
    """A page of courses; with a form, its status."""
    context["lead"] = is_lead(request)
    if form is not None:
        context |= {"form": form, "kind": context.get("kind", "primary")}
    status = form.status if form is not None else 200
    return render(request, f"peer/training/{template}.html", context, status=status)


def who_of(request: Any, cohort: Cohort, rows: Iterable[Enrolment]) -> Names:
    """What those on a course are called, in one opening; of those with protected details the
    number that each has on it."""
    found = {row.person_id: row.number for row in rows}
    return Names(
        identities(
            request, found, purpose="course", case=cohort.pk, listed=True,
            numbers=lambda ids: {pk: found[pk] for pk in ids},
        )
    )  # fmt: skip


def her_details(request: Any, row: Enrolment, fields: str = "name") -> dict[str, str]:
    """Of one, for a page about her alone; `name` says something in any case. Of protected details
    the number, unless a lead has taken the step before."""
    found = identities(
        request, [row.person_id], purpose="course_place", case=row.pk, fields=fields,
        numbers=lambda ids: dict.fromkeys(ids, row.number),
    )  # fmt: skip
    return {**(found.get(row.person_id) or {}), "name": Names(found).of(row.person_id)}


def teaching(programme: Programme, at: Any) -> list[tuple[UUID, str]]:
    """Those who could teach here: trainers first, then the leads."""
    return list(queries.could_teach(programme, clock.local_day(at)).items())


def teachers_of(cohort: Cohort) -> list[tuple[UUID, str]]:
    """Who teaches this one."""
    return [(row.user_id, row.user.name or str(row.user)) for row in queries.teachers_of(cohort)]


class Watched:
    """Carries out, and remembers whether somebody was in the way, so that the page can ask."""

    def __init__(self, form: Any, run: Any) -> None:
        self.form, self.run = form, run

    def __call__(self) -> Any:
        try:
            return self.run()
        except Busy:
            self.form.overlaps = True
            raise
