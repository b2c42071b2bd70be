"""What a course, a time and a place allow now, whoever asks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation import clock
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.spans import Span
from erfara.peersupport.training.models import (
    Cohort,
    CourseSession,
    Enrolment,
    ForWhom,
    SessionKind,
)
from erfara.peersupport.training.states import HOLDS

# A place is offered at the latest so long before the course begins.
LATEST_OFFER = timedelta(hours=12)
# Who takes part, or has said that she will: those concerned by a time.
COMES = ("accepted", "taking_part", "assessing")
# In which a course still has something to come.
OPEN = ("planned", "open", "running", "assessing")
LEAVABLE = ("accepted", "taking_part", "assessing")


class Busy(Refused):
    """Somebody has a place on another course at that time. `person_ids`: who."""

    def __init__(self, person_ids: Iterable[UUID]) -> None:
        self.person_ids = frozenset(person_ids)
        super().__init__(
            ngettext_lazy(
                "One person has a place on another course at one of these times. Choose another "
                "time, or say that it may be so.",
                "{count} people have places on other courses at one of these times. Choose "
                "another time, or say that it may be so.",
                len(self.person_ids),
            ),
            count=len(self.person_ids),
        )


def spans_of(cohort: Cohort) -> list[Span]:
    """The times of a course at which one has to be somewhere. What is done at home is not."""
    rows = CourseSession.objects.filter(cohort=cohort, state="planned")
    rows = rows.exclude(kind__in=[SessionKind.HOME, SessionKind.MAKE_UP])
    return [Span(*one) for one in rows.values_list("starts_at", "ends_at")]


def busy(person_ids: Collection[UUID], spans: Collection[Span], *, but: Cohort) -> set[UUID]:
    """Those of these people who have a place on another course at one of these times."""
    if not spans or not person_ids:
        return set()
    rows = CourseSession.objects.filter(
        cohort__enrolments__person__in=list(person_ids), cohort__enrolments__state__in=HOLDS,
        programme_id=but.programme_id, state="planned", starts_at__lt=max(s.ends_at for s in spans),
        ends_at__gt=min(s.starts_at for s in spans),
    ).exclude(cohort=but).exclude(kind__in=[SessionKind.HOME, SessionKind.MAKE_UP])  # fmt: skip
    taken = rows.values_list("cohort__enrolments__person", "starts_at", "ends_at")
    wanted = set(person_ids)
    return {
        person for person, starts_at, ends_at in taken
        if person in wanted and any(Span(starts_at, ends_at).overlaps(span) for span in spans)
    }  # fmt: skip


def last_day(cohort: Cohort, at: datetime) -> date | None:
    """Until when somebody who is asked now may answer; None when it is too late to ask by message.

    As long as the course gives, but not longer than the day before it begins.
    """
    begins = begins_at(cohort)
    today = clock.local_day(at)
    if begins is None or begins - at < LATEST_OFFER:
        return None
    latest = max(today, clock.local_day(begins) - timedelta(days=1))
    return min(today + timedelta(days=cohort.answer_days), latest)


def begins_at(cohort: Cohort) -> datetime | None:
    """When its first time is, of those that are not cancelled."""
    rows = CourseSession.objects.filter(cohort=cohort).exclude(state="cancelled")
    return rows.order_by("starts_at").values_list("starts_at", flat=True).first()


def session_version(session: CourseSession) -> str:
    """What a page has seen of a time: of two who change it, the second is told."""
    return f"{session.state}:{session.sequence}"


def check_as_seen(session: CourseSession, seen: str) -> None:
    """Raises Stale when somebody has changed it since it was shown."""
    if seen != session_version(session):
        raise Stale(_("Somebody else has changed this time meanwhile. Look at it as it is now."))


def check_span(span: Span) -> None:
    """Raises Refused for what ends before it begins, or never ends."""
    if span.ends_at <= span.starts_at:
        raise Refused(_("It ends before it begins. Change one of the times."))
    if span.ends_at - span.starts_at > timedelta(days=31):
        raise Refused(_("That is longer than a month. Change one of the days."))


def share(session_ids: Collection[UUID], came: Collection[UUID]) -> int:
    """How many per cent of these times somebody was at, whole. None, when there was none."""
    whole = len(session_ids)
    return len(set(came) & set(session_ids)) * 100 // whole if whole else 0


def why_not_completed(
    enrolment: Enrolment, *, held: bool, attended: int, met: Collection[bool], signed: bool
) -> list[tuple[str | Promise, dict[str, Any]]]:
    """What stands in the way of completing, as sentences with their values; empty: nothing.

    `held`: whether any time has been held. `attended`: of the times that are held or still to
    come, so that nobody completes a course by having been at its first day.
    """
    cohort, found = enrolment.cohort, list[tuple[str | Promise, dict[str, Any]]]()
    if not held:
        found.append((_("None of the times has been held."), {}))
    elif attended < cohort.share:
        found.append(
            (_("Has been there {attended} per cent of the times, and {share} are asked for. What "
               "was missed can be made up."),
             {"attended": attended, "share": cohort.share})
        )  # fmt: skip
    if not signed and cohort.for_whom == ForWhom.PEERS:
        found.append((_("Has not signed the ethical rules."), {}))
    missing = sum(1 for one in met if not one)
    if missing:
        found.append(
            (ngettext_lazy(
                "One of the criteria is not met.", "{count} of the criteria are not met.", missing
            ), {"count": missing})
        )  # fmt: skip
    return found
