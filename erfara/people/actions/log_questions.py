"""Asking about a row of one's own log, and the answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.people.models import LogQuestion, Person
from erfara.people.policies import check_still_here

# Answered within so many days.
ANSWERED_WITHIN = timedelta(days=7)
MOST_OPEN = 20


@action
def ask_about_log(
    *,
    person: Person,
    day: date,
    purpose: str,
    actor_role: str,
    actor_label: str,
    words: str,
    by: Actor,
    at: datetime,
) -> LogQuestion:
    """Ask why somebody opened her details. `day` … `actor_label` name the row as she sees it."""
    check_still_here(person)
    if not words.strip():
        raise Refused(_("Write what you wonder."))
    if LogQuestion.objects.filter(person=person, state="asked").count() >= MOST_OPEN:
        raise Refused(_("You have many questions that wait already. We answer those first."))
    row = LogQuestion.objects.create(
        programme_id=person.programme_id, person=person, day=day, purpose=purpose,
        actor_role=actor_role, actor_label=actor_label, state=LogQuestion.table.initial,
        answer_by=clock.local_day(at) + ANSWERED_WITHIN, created_at=at,
    )  # fmt: skip
    vault.store(
        tenant_id=person.programme_id, person_id=person.pk, blob=row.blob,
        values={"question": words.strip()}, at=at,
    )  # fmt: skip
    audit.record("log_question.asked", about=row, by=by, at=at)
    return row


@action
def answer_about_log(*, question: LogQuestion, words: str, by: Actor, at: datetime) -> LogQuestion:
    """Answer in words. She is told that there is an answer, and it ends there."""
    check_still_here(question.person)
    if not words.strip():
        raise Refused(_("Write an answer first."))
    move(question, "answer", by=by, at=at, fields={"answered_at": at, "answered_by": by.id})
    vault.amend(
        tenant_id=question.programme_id, person_id=question.person_id, blob=question.blob,
        values={"answer": words.strip()}, at=at,
    )  # fmt: skip
    return question


def forget_questions(person: Person, by: Actor, at: datetime) -> None:
    """Nothing waits for an answer about somebody who is erased. Called inside an action."""
    for row in LogQuestion.objects.filter(person=person, state="asked"):
        move(row, "forget", by=by, at=at)
