"""What happens to courses because time passes: reminders, places that go on, beginnings."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from erfara.foundation import clock, outbox
from erfara.foundation.actors import Actor
from erfara.foundation.calendars import calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.worker import register_job
from erfara.peersupport.training import letters, queries
from erfara.peersupport.training.actions import places, planning
from erfara.people.erasing import kept_by
from erfara.people.letters import written
from erfara.workflows.erasing import erase_contact
from erfara.workflows.timekeeping import quietly


def begin_courses(at: datetime) -> int:
    """Begin courses whose first time has come."""
    return sum(
        quietly(
            planning.start_cohort, cohort=cohort, by=Actor.system(cohort.programme_id), at=at
        )
        for cohort in queries.beginning(at)
    )  # fmt: skip


def give_places_on(at: datetime) -> int:
    """Let places go to the next in line whose last day to answer has passed."""
    return sum(
        quietly(places.lapse, enrolment=row, by=Actor.system(row.programme_id), at=at)
        for row in queries.overdue_places(clock.local_day(at))
    )


def remind(at: datetime) -> int:
    """Send the one reminder, halfway to the last day; never the day she was asked."""
    today, count = clock.local_day(at), 0
    for row in queries.unreminded_places():
        if row.asked_at is None or row.answer_by is None:
            continue
        asked = clock.local_day(row.asked_at)
        day = asked + max((row.answer_by - asked) // 2, timedelta(days=1))
        if day <= today <= row.answer_by:
            count += quietly(places.remind, enrolment=row, by=Actor.system(row.programme_id), at=at)
    return count


# So long somebody who completed nothing is kept, so that she can come to the next course.
KEPT = timedelta(days=365)


def forget_those_who_went(at: datetime) -> int:
    """Erase people who came to a course from elsewhere, completed nothing, and are not here as
    anything else. Those who applied are erased as recruitment promises."""
    count = 0
    for person in queries.forgettable(at - KEPT):
        if not kept_by(person):
            count += quietly(erase_contact, person=person, at=at)
    return count


def _to_teacher(message: OutboxMessage, at: datetime) -> Letter | None:
    """To one who teaches: something has changed. What, stands where she works."""
    found = letters.for_teacher(message, at)
    if found is None:
        return None
    cohort, times = found
    slug = cohort.programme.slug
    url = settings.BASE_URL + reverse("training:cohort", args=[slug, cohort.pk])
    calendar = calendar_file(*times, at=message.created_at) if times else None
    return written(cohort.programme, message.kind, url, calendar=calendar)


def run(at: datetime) -> int:
    """All of it."""
    return begin_courses(at) + give_places_on(at) + remind(at)


def register() -> None:
    """Tell the worker."""
    register_job("courses", timedelta(minutes=15), run)
    register_job("forget_those_who_went", timedelta(hours=12), forget_those_who_went)
    outbox.register_kind(letters.TO_TEACHER, _to_teacher)
