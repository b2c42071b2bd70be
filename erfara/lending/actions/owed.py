"""Writes about what a loan owes: follow-up and feedback."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.lending.letters import tell_borrower, tell_participants
from erfara.lending.models import Delivery, Feedback, FollowUp, Loan


def _advance(loan: Loan, by: Actor, at: datetime) -> None:
    """Move the loan on when nothing of this kind is left."""
    loan.refresh_from_db()
    if loan.state == "carried_out" and not loan.follow_ups.filter(state="due").exists():
        move(loan, "finish_follow_up", by=by, at=at)
    if (
        loan.state == "followed_up"
        and not loan.feedback.exclude(state__in=["given", "written_off"]).exists()
    ):
        move(loan, "finish_feedback", by=_finisher(by), at=at)


def _finisher(by: Actor) -> Actor:
    """The last answer may come from a person; what follows from it is the product's doing."""
    return Actor.system(by.tenant_id) if by.role == Role.PERSON else by


@action
def finish_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> FollowUp:
    """The talk is done and its answers saved (`workflows.follow_up` saves them)."""
    move(follow_up, "answer", by=by, at=at)
    _advance(follow_up.loan, by, at)
    return follow_up


@action
def write_off_follow_up(*, follow_up: FollowUp, reason: str, by: Actor, at: datetime) -> FollowUp:
    """The talk will never be held, and why."""
    move(follow_up, "write_off", by=by, at=at, reason=reason)
    _advance(follow_up.loan, by, at)
    return follow_up


@action
def write_feedback(*, feedback: Feedback, text: str, by: Actor, at: datetime) -> Feedback:
    """Keep a draft. Nobody has got it before it is sent."""
    if feedback.state != "owed":
        raise Refused(_("It has been sent. It can't be changed any more."))
    feedback.text = text.strip()
    feedback.save(update_fields=["text"])
    audit.record("feedback.written", about=feedback, by=by, at=at)
    return feedback


@action
def send_feedback(*, feedback: Feedback, text: str, by: Actor, at: datetime) -> Feedback:
    """Send it to everybody who took part. It is given when it has reached each of them."""
    if feedback.state == "on_its_way" and feedback.text == text.strip():
        unchanged()
        return feedback
    if not text.strip():
        raise Refused(_("Write what you want to tell first."))
    move(feedback, "send", by=by, at=at, fields={"text": text.strip()})
    for participation in feedback.loan.participations.filter(state="took_part").order_by("id"):
        Delivery.objects.create(
            programme_id=feedback.programme_id, feedback=feedback, participation=participation,
            created_at=at,
        )  # fmt: skip
    tell_participants(feedback.loan, "feedback", at, occasion=feedback.kind)
    return feedback


@action
def note_reached(*, delivery: Delivery, how: str, by: Actor, at: datetime) -> Delivery:
    """It has reached one who took part. When it has reached everybody, it is given."""
    if delivery.reached_at is not None:
        unchanged()
        return delivery
    if how not in Delivery.How.values:
        raise Refused(_("Choose how it was told."))
    delivery.reached_at, delivery.how = at, how
    delivery.save(update_fields=["reached_at", "how"])
    audit.record("feedback.reached", about=delivery.feedback, by=by, at=at, facts={"how": how})
    feedback = delivery.feedback
    feedback.refresh_from_db()
    if (
        feedback.state == "on_its_way"
        and not feedback.deliveries.filter(reached_at__isnull=True).exists()
    ):
        move(feedback, "arrive", by=by, at=at)
        _advance(feedback.loan, by, at)
    return delivery


@action
def write_off_feedback(*, feedback: Feedback, reason: str, by: Actor, at: datetime) -> Feedback:
    """It will never be given, and why. The debt is gone, the history says so."""
    move(feedback, "write_off", by=by, at=at, reason=reason)
    _advance(feedback.loan, by, at)
    return feedback


@action
def remind_of_feedback(*, feedback: Feedback, by: Actor, at: datetime) -> Feedback:
    """Remind the borrower of a debt."""
    if feedback.state != "owed":
        unchanged()
        return feedback
    feedback.reminders += 1
    feedback.reminded_at = at
    feedback.save(update_fields=["reminders", "reminded_at"])
    audit.record("feedback.reminded", about=feedback, by=by, at=at)
    tell_borrower(
        feedback.loan.request, "feedback_reminder", at, occasion=f"feedback {feedback.reminders}"
    )
    return feedback


@action
def remind_of_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> FollowUp:
    """One reminder of a follow-up whose day has come, to whom it is with."""
    if follow_up.state != "due" or follow_up.reminded_at is not None:
        unchanged()
        return follow_up
    follow_up.reminded_at = at
    follow_up.save(update_fields=["reminded_at"])
    audit.record("follow_up.reminded", about=follow_up, by=by, at=at)
    if follow_up.participation is None:
        tell_borrower(follow_up.loan.request, "follow_up_reminder", at)
    else:
        tell_participants(
            follow_up.loan, "follow_up_reminder", at, only=[follow_up.participation.pk]
        )
    return follow_up
