"""Courses that want a lead: dates to settle, places that are free, who is phoned, what was never
noted, who is to be assessed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation.clock import day_span, local_day
from erfara.foundation.prepared import Prepared
from erfara.organisations.models import Programme
from erfara.organisations.words import plural_lazy
from erfara.peersupport.training.models import BY_GROUP, Cohort
from erfara.peersupport.training.policies import COMES
from erfara.peersupport.training.states import HOLDS
from erfara.workflows.today.rows import LATER, NOW, WEEK, Row, covers, when_wanted

# So long before it begins the dates of a course are to be settled, and its places given.
SETTLED_BEFORE = timedelta(days=42)
LIVE = ("planned", "open", "running", "assessing")
FILLED_BEFORE = timedelta(days=14)


def _count(*states: str) -> Count:
    return Count("enrolments", filter=Q(enrolments__state__in=states), distinct=True)


_COHORTS = Prepared(
    lambda programme: (
        # By their ids: SQLite would go through all by the order of their days.
        Cohort.objects.filter(
            pk__in=Cohort.objects.filter(programme_id=programme, state__in=LIVE).values("pk")
        )
        .annotate(
            begins=Min("sessions__starts_at", filter=~Q(sessions__state="cancelled")),
            unnoted=Min("sessions__ends_at", filter=Q(sessions__state="planned")),
            held=_count(*HOLDS), coming=_count(*COMES), line=_count("waiting"),
            to_assess=_count("assessing"), groups_coming=Count("groups", distinct=True),
            phone=Count(
                "enrolments", distinct=True,
                filter=Q(enrolments__state="asked", enrolments__by_phone=True),
            ),
        )
        .order_by("starts_on", "id")
    )
)  # fmt: skip


def rows(programme: Programme, at: datetime) -> list[Row]:
    """One row for each thing that a course wants; one query."""
    day, today = local_day(at), day_span(local_day(at))[0]
    found: list[Row] = []
    cohorts: list[Any] = _COHORTS.objects(Cohort, programme=programme.pk)
    for one in cohorts:
        begins = local_day(one.begins) if one.begins else one.starts_on
        values = {"course": one.name}
        if one.state == "planned":
            by = begins - SETTLED_BEFORE
            found.append(
                Row("course_dates", one.pk, 0,
                    _("The dates are proposed. Look them through and give the places."), by,
                    when_wanted(by, day), None, values, covers(("cohort", "planned")),
                    "{course}")
            )  # fmt: skip
        if one.state == "open":
            found.append(_open(one, begins, day, values))
        if one.phone:
            why = plural_lazy(
                "A place is offered. Phone one person.",
                "Places are offered. Phone {count} people.", one.phone,
            )  # fmt: skip
            found.append(
                Row("course_phone", one.pk, 0, why, day, NOW, None,
                    {**values, "count": one.phone}, frozenset(), "{course}")
            )  # fmt: skip
        if one.state in ("open", "running") and one.unnoted and one.unnoted < today:
            found.append(
                Row("course_unnoted", one.pk, 0, _("Who came is not noted."),
                    local_day(one.unnoted), NOW, None, values, frozenset(), "{course}")
            )  # fmt: skip
        if one.state == "assessing":
            why = plural_lazy(
                "All times are over. One person is to be assessed.",
                "All times are over. {count} people are to be assessed.", one.to_assess,
            )  # fmt: skip
            found.append(
                Row("course_assess", one.pk, 0, why, day, WEEK, None,
                    {**values, "count": one.to_assess},
                    covers(("cohort", "assessing"), ("enrolment", "assessing")), "{course}")
            )  # fmt: skip
    return found


def _open(one: Any, begins: date, day: date, values: dict[str, Any]) -> Row:
    free = max(0, one.places - one.held)
    kinds = covers(("cohort", "open"))
    why: Any
    if one.for_whom in BY_GROUP and not one.groups_coming:
        by = begins - FILLED_BEFORE
        why = _("Nobody’s people come yet. Say whose, or cancel it.")
        when = when_wanted(by, day)
        return Row("course_open", one.pk, 0, why, by, when, None, values, kinds, "{course}")
    if one.for_whom in BY_GROUP or not free:
        why = _("The places are given. It begins by itself.")
        return Row("course_open", one.pk, 0, why, begins, LATER, None, values, kinds, "{course}")
    by = begins - FILLED_BEFORE
    why = plural_lazy("One place is free.", "{count} places are free.", free)
    return Row(
        "course_open", one.pk, 0, why, by, when_wanted(by, day), None,
        {**values, "count": free}, kinds, "{course}",
    )  # fmt: skip
