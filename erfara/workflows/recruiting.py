"""What happens in recruitment across the apps: because somebody withdraws, time passes or a letter
has left.

Who withdraws leaves what she has been offered on a course to the next in line.
Rounds close by themselves, those who interview are told and reminded once, an answer that has left
is noted and one that couldn't leave comes back to the leads, and what applicants wrote is erased.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from erfara.foundation import outbox
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.worker import register_job
from erfara.peersupport.recruitment import letters, queries
from erfara.peersupport.recruitment.actions import applying, deciding, rounds
from erfara.peersupport.recruitment.models import InterviewNote, PeerCandidate
from erfara.peersupport.training.actions import ending, places
from erfara.peersupport.training.queries import live_places
from erfara.people.letters import written
from erfara.workflows.erasing import erase_candidate
from erfara.workflows.timekeeping import quietly

# So long after an interview one who hasn't written is reminded, once.
REMIND_AFTER = timedelta(days=2)
REMINDED = "reminded"


@action
def withdraw(*, candidate: PeerCandidate, by: Actor, at: datetime) -> PeerCandidate:
    """She doesn't want to after all: her application ends, and her place on a course, or in the
    line for one, goes to the next."""
    # A course is held still before an application, as everywhere: two who press don't wait for
    # each other.
    for row in live_places(candidate):
        ending.hold_still(row.cohort)
    applying.withdraw(candidate=candidate, by=by, at=at)
    for row in live_places(candidate):
        places.give_up(enrolment=row, by=by, at=at)
    return candidate


def close_rounds(at: datetime) -> int:
    """Close rounds whose last day has passed, and end those in which nothing is left."""
    for row in queries.rounds_to_settle(at):
        quietly(rounds.settle_round, row=row, by=Actor.system(row.programme_id), at=at)
    return sum(
        quietly(rounds.close, row=row, by=Actor.system(row.programme_id), at=at)
        for row in queries.rounds_to_close(at)
    )


def remind_writers(at: datetime) -> int:
    """Remind those once who haven't written after an interview."""
    late = queries.interviews_without_notes(at - REMIND_AFTER)
    for interview in late:
        letters.tell_writers(interview, at, occasion=REMINDED)
    return len(late)


def see_to_answers(at: datetime) -> int:
    """Give answers back to the leads that could not be sent."""
    count = 0
    for candidate in queries.answers_that_failed():
        count += quietly(
            deciding.has_to_be_told, candidate=candidate, by=Actor.system(candidate.programme_id),
            at=at,
        )  # fmt: skip
    return count


def erase_applications(at: datetime) -> int:
    """Erase what applicants wrote, once its time has passed. The counts stay."""
    return sum(
        quietly(erase_candidate, candidate=row, at=at) for row in queries.candidates_to_erase(at)
    )


def after_answer_was_sent(message: OutboxMessage, at: datetime) -> None:
    """An answer has left: she has it."""
    row = PeerCandidate.objects.filter(pk=message.about_id).select_related("round").first()
    if row is not None and row.decided_on is not None:
        deciding.note_told(candidate=row, by=Actor.system(message.tenant_id), at=at)


def _to_writer(message: OutboxMessage, at: datetime) -> Letter | None:
    """To one who holds an interview: there is something to see. What, stands where she works."""
    note = InterviewNote.objects.filter(pk=message.about_id).select_related("programme").first()
    if note is None or note.writer != message.to_id or note.state == "sent":
        return None
    url = settings.BASE_URL + reverse("recruiting:mine", args=[note.programme.slug])
    return written(note.programme, message.kind, url)


def register() -> None:
    """Tell the worker and the outbox."""
    for name, every, job in (
        ("close_rounds", timedelta(minutes=15), close_rounds),
        ("remind_interviewers", timedelta(hours=1), remind_writers),
        ("see_to_answers", timedelta(hours=1), see_to_answers),
        ("erase_applications", timedelta(minutes=15), erase_applications),
    ):
        register_job(name, every, job)
    outbox.register_kind(letters.TO_WRITER, _to_writer)
    outbox.after_sent(letters.ANSWER, after_answer_was_sent)
