"""What time does to consents, and to those who have left: jobs that may be repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.organisations.queries import programmes
from erfara.people import consent_letters, consent_queries
from erfara.people.actions.addresses import forget_address_changes
from erfara.people.own_queries import contacts_who_left
from erfara.people.queries import reached_by_message
from erfara.workflows import consent, erasing, workplaces
from erfara.workflows.timekeeping import quietly


def ask_about_consents(at: datetime) -> int:
    """Ask in good time about consents that run out."""
    count, today = 0, clock.local_day(at)
    for programme in programmes():
        if programme.clock_stands_at is None and programme.state != "closed":
            rows = consent_queries.running_out(programme, today)
            if rows:
                system = Actor.system(programme.pk)
                count += quietly(consent.ask_before_they_run_out, consents=rows, by=system, at=at)
    return count


def remind_of_consents(at: datetime) -> int:
    """The one reminder, halfway to the day when silence ends a consent."""
    count = 0
    for row in consent_queries.to_remind(at):
        if row.answer_by is not None:
            quietly(
                consent_letters.ask, contributor=row.person.contributor, answer_by=row.answer_by,
                at=at, reminder=True,
            )  # fmt: skip
            count += 1
    return count


def end_silent_consents(at: datetime) -> int:
    """End, or keep, what was asked about in vain. One who is only phoned has a month more."""
    count, today = 0, clock.local_day(at)
    rows = list(consent_queries.silent(today))
    mailed = reached_by_message([row.person_id for row in rows])
    for row in rows:
        grace = timedelta(0) if row.person_id in mailed else consent_queries.GRACE_BY_PHONE
        if row.answer_by is not None and row.answer_by + grace < today:
            count += quietly(consent.lapse, consent=row, by=Actor.system(row.programme_id), at=at)
    return count


def erase_contacts_who_left(at: datetime) -> int:
    """Erase borrowers' contacts whose 48 hours have passed, those whose last request is over and
    who have left as people with experience before, and those whom a workplace let go."""
    count = 0
    for person in contacts_who_left(at):
        if person.erase_after is None and erasing.open_requests_of(person):
            continue
        by = Actor.system(person.programme_id)
        if workplaces.keep_after_all(person=person, by=by, at=at):
            continue
        count += quietly(erasing.erase_contact, person=person, at=at)
    return count


def register() -> None:
    """Tell the worker."""
    for name, every, job in (
        ("ask_about_consents", timedelta(hours=6), ask_about_consents),
        ("remind_of_consents", timedelta(hours=6), remind_of_consents),
        ("end_silent_consents", timedelta(hours=1), end_silent_consents),
        ("erase_contacts_who_left", timedelta(minutes=15), erase_contacts_who_left),
        ("forget_address_changes", timedelta(hours=6), forget_address_changes),
    ):
        register_job(name, every, job)
