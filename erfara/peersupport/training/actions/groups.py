"""Writes about the workplaces and organisations whose people come to a course."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.organisations.models import Organisation
from erfara.peersupport.training import letters
from erfara.peersupport.training.actions.ending import hold_still
from erfara.peersupport.training.models import Cohort, CohortGroup, ForWhom
from erfara.peersupport.workplaces.models import Workplace


@action
def add_group(
    *,
    cohort: Cohort,
    workplace: Workplace | None = None,
    organisation: Organisation | None = None,
    expected: int | None = None,
    by: Actor,
    at: datetime,
) -> CohortGroup:
    """A workplace's or an organisation's people come. Whoever speaks for the workplace hears when,
    as soon as the dates are settled. Again: how many are expected."""
    hold_still(cohort)
    if (workplace is None) == (organisation is None):
        raise Refused(_("Choose a workplace or an organisation."))
    if cohort.for_whom != (ForWhom.WORKPLACES if workplace is not None else ForWhom.ORGANISATIONS):
        raise Refused(_("The course is for others. Choose another course for them."))
    if cohort.state not in ("planned", "open", "running"):
        raise Stale(_("The course takes nobody more."))
    row = CohortGroup.objects.filter(
        cohort=cohort, workplace=workplace, organisation=organisation
    ).first()
    if row is not None:
        if row.expected == expected:
            unchanged()
            return row
        row.expected = expected
        row.save(update_fields=["expected"])
        audit.record("cohort.group_changed", about=cohort, by=by, at=at)
        return row
    row = CohortGroup.objects.create(
        programme_id=cohort.programme_id, cohort=cohort, workplace=workplace,
        organisation=organisation, expected=expected, created_at=at,
    )  # fmt: skip
    audit.record("cohort.group_added", about=cohort, by=by, at=at)
    if cohort.state != "planned":
        letters.tell_group(row, "course_dates", at)
    return row


@action
def drop_group(*, group: CohortGroup, by: Actor, at: datetime) -> None:
    """They don't come after all. Not when some have been there."""
    hold_still(group.cohort)
    if group.attendances.filter(number__gt=0).exists():
        raise Refused(_("Some of them have been there, so they stay on the list."))
    audit.record("cohort.group_dropped", about=group.cohort, by=by, at=at)
    group.attendances.all().delete()
    group.delete()
