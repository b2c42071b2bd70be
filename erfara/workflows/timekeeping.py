"""What happens because time passes. Each job may be repeated; programmes whose clock stands still
are left alone."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from erfara.foundation import clock, drafts, idempotency
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.foundation.worker import register_job
from erfara.lending import queries as lending
from erfara.lending import story_queries
from erfara.lending.actions import inquiries, owed, stories
from erfara.lending.models import RequestDraft
from erfara.peersupport.recruitment.models import ApplicationDraft
from erfara.people import actions as people
from erfara.people import queries as registers
from erfara.people.actions.print_lists import end_print_list
from erfara.people.models import SignUp
from erfara.workflows import consent

logger = logging.getLogger("erfara.time")
BETWEEN_REMINDERS = timedelta(days=30)
REMINDERS = 2


def close_unanswered(at: datetime) -> int:
    """Close questions whose last day has passed. Silence is an answer, and nobody is chased."""
    count = 0
    for inquiry in lending.deadlines_passed(clock.local_day(at)):
        count += quietly(
            inquiries.pass_deadline, inquiry=inquiry, by=Actor.system(inquiry.programme_id), at=at
        )
    return count


def remind(at: datetime) -> int:
    """Send the one reminder, halfway to the last day."""
    count, today = 0, clock.local_day(at)
    for inquiry in lending.not_reminded(today):
        day = inquiries.reminder_day(inquiry.request, inquiry.sent_at or at)
        sent = clock.local_day(inquiry.sent_at or at)
        if day is not None and day <= today and sent < today:
            count += quietly(
                inquiries.remind, inquiry=inquiry, by=Actor.system(inquiry.programme_id), at=at
            )
    return count


def chase_debts(at: datetime) -> int:
    """Remind of follow-ups once, and of borrowers' feedback twice, thirty days apart.

    When that has not helped, others at the borrower's are told and a coordinator phones.
    """
    count = 0
    for follow_up in lending.follow_ups_overdue(clock.local_day(at)):
        count += quietly(
            owed.remind_of_follow_up, follow_up=follow_up,
            by=Actor.system(follow_up.programme_id), at=at,
        )  # fmt: skip
    for feedback in lending.feedback_overdue(clock.local_day(at)):
        if feedback.reminded_at is None or feedback.reminded_at <= at - BETWEEN_REMINDERS:
            enough = feedback.reminders >= REMINDERS
            count += quietly(
                owed.escalate_feedback if enough else owed.remind_of_feedback, feedback=feedback,
                by=Actor.system(feedback.programme_id), at=at,
            )  # fmt: skip
    return count


def end_pauses(at: datetime) -> int:
    """Let those be asked again whose pause has ended."""
    count = 0
    for contributor in registers.pauses_over(at):
        count += quietly(
            people.resume, contributor=contributor, by=Actor.system(contributor.programme_id), at=at
        )
    return count


def erase_those_who_left(at: datetime) -> int:
    """Erase people whose 48 hours, or the time to read a polite no, have passed."""
    count = 0
    for contributor in registers.due_for_erasure(at):
        count += quietly(consent.erase, contributor=contributor, at=at)
    return count


def forget_drafts(at: datetime) -> int:
    """Let go of drafts that nobody goes on with, and erase all that are no drafts any more."""
    count = 0
    for kind in (SignUp, RequestDraft, ApplicationDraft):
        for draft in drafts.left(kind, at):
            system = Actor.system(draft.programme_id)
            count += quietly(drafts.forget, draft=draft, by=system, at=at)
        for draft in drafts.to_empty(kind):
            quietly(drafts.empty, draft=draft, at=at)
    return count


def forget_messages(at: datetime) -> int:
    """Empty messages to the library that ended long ago."""
    return sum(
        quietly(people.forget_message, message=message, at=at)
        for message in registers.messages_over(at)
    )


def end_print_lists(at: datetime) -> int:
    """End lists of names whose day has passed, or that nobody decided about."""
    return sum(
        quietly(end_print_list, row=row, by=Actor.system(row.programme_id), at=at)
        for row in registers.print_lists_over(at)
    )


def end_stories(at: datetime) -> int:
    """Let go of stories that didn't get everybody's yes in time, and erase those that are over."""
    count = sum(
        quietly(stories.end_story, story=story, by=Actor.system(story.programme_id), at=at)
        for story in story_queries.lapsed(clock.local_day(at))
    )
    for story in story_queries.to_empty(at):
        quietly(stories.empty_story, story=story, at=at)
    return count


def quietly(act: Callable[..., object], **arguments: object) -> int:
    """One step that can't be taken must not keep the others waiting. Whether it was."""
    try:
        act(**arguments)
    except Refused as refusal:  # somebody was faster
        logger.info("left as it is: %s", type(refusal).__name__)
        return 0
    except Exception as error:  # noqa: BLE001 - the next round tries it again
        # The error's own text could hold what was opened.
        logger.error("%s failed: %s", getattr(act, "__name__", "a step"), type(error).__name__)
        return 0
    return 1


def register() -> None:
    """Tell the worker."""
    for name, every, job in (
        ("close_unanswered", timedelta(minutes=15), close_unanswered),
        ("remind", timedelta(hours=1), remind),
        ("chase_debts", timedelta(hours=6), chase_debts),
        ("end_pauses", timedelta(hours=1), end_pauses),
        ("forget_messages", timedelta(hours=12), forget_messages),
        ("end_stories", timedelta(hours=1), end_stories),
        ("end_print_lists", timedelta(hours=1), end_print_lists),
        ("forget_drafts", timedelta(hours=1), forget_drafts),
        ("erase_those_who_left", timedelta(minutes=15), erase_those_who_left),
        ("forget_posted_forms", timedelta(hours=12), idempotency.sweep),
    ):
        register_job(name, every, job)


def after_feedback_was_sent(message: OutboxMessage, at: datetime) -> None:
    """A summary has left for one who took part: it has reached her."""
    delivery = lending.delivery_of(message.occasion, message.about_id)
    if delivery is not None:
        owed.note_reached(
            delivery=delivery, how="message", by=Actor.system(message.tenant_id), at=at
        )
