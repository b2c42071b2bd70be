"""Writes about what a loan owes: follow-up and feedback."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.lending import after_letters
from erfara.lending.actions.calling import let_calls_go, owe_calls
from erfara.lending.letters import tell_borrower, tell_participants
from erfara.lending.models import Delivery, Feedback, FollowUp, Inquiry, Loan, Participation
from erfara.people.models import Contributor


def _advance(loan: Loan, by: Actor, at: datetime) -> None:
    """Move the loan on when nothing of this kind is left."""
    lock(loan)  # of two last answers at the same moment, the second sees the first
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
    lock(feedback)  # what was sent meanwhile is not written over
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
    for participation in _still_to_be_told(feedback.loan):
        Delivery.objects.create(
            programme_id=feedback.programme_id, feedback=feedback, participation=participation,
            created_at=at,
        )  # fmt: skip
    tell_participants(feedback.loan, "feedback", at, occasion=feedback.kind)
    _arrive_when_all_have_it(feedback, by, at)
    return feedback


def _still_to_be_told(loan: Loan) -> QuerySet[Participation]:
    """Those who took part, without those who have left since and are erased."""
    here = Q(contributor__isnull=True) | Q(contributor__person__erased_at__isnull=True)
    return loan.participations.filter(here, state="took_part").order_by("id")


def _arrive_when_all_have_it(feedback: Feedback, by: Actor, at: datetime) -> None:
    lock(feedback)  # of two who are reached at the same moment, the second sees the first
    if (
        feedback.state == "on_its_way"
        and not feedback.deliveries.filter(reached_at__isnull=True).exists()
    ):
        move(feedback, "arrive", by=by, at=at)
        _advance(feedback.loan, by, at)


@action
def note_reached(*, delivery: Delivery, how: str, by: Actor, at: datetime) -> Delivery:
    """It has reached one who took part. When it has reached everybody, it is given."""
    if how not in Delivery.How.values:
        raise Refused(_("Choose how it was told."))
    waiting = Delivery.objects.filter(pk=delivery.pk, reached_at__isnull=True)
    if not waiting.update(reached_at=at, how=how):
        unchanged()
        return delivery
    delivery.reached_at, delivery.how = at, how
    audit.record("feedback.reached", about=delivery.feedback, by=by, at=at, facts={"how": how})
    _arrive_when_all_have_it(delivery.feedback, by, at)
    return delivery


@action
def write_off_feedback(*, feedback: Feedback, reason: str, by: Actor, at: datetime) -> Feedback:
    """It will never be given, and why. The debt is gone, the history says so.

    Those who took part were promised to hear from the borrower: they hear that nothing came.
    """
    never_came = feedback.kind == Feedback.Kind.BORROWER and feedback.state == "owed"
    move(feedback, "write_off", by=by, at=at, reason=reason)
    if never_came:
        tell_participants(feedback.loan, "feedback", at, occasion="never")
        waited = feedback.loan.participations.filter(state="took_part")
        waited = waited.select_related("contributor").order_by("created_at", "id")
        owe_calls(waited, Participation.CallAbout.NEVER, at)
    _advance(feedback.loan, by, at)
    return feedback


@action
def remind_of_feedback(*, feedback: Feedback, by: Actor, at: datetime) -> Feedback:
    """Remind the borrower of a debt."""
    count = feedback.reminders
    owing = Feedback.objects.filter(pk=feedback.pk, state="owed", reminders=count)
    if not owing.update(reminders=count + 1, reminded_at=at):  # paid, or reminded by another worker
        unchanged()
        return feedback
    feedback.reminders, feedback.reminded_at = count + 1, at
    audit.record("feedback.reminded", about=feedback, by=by, at=at)
    tell_borrower(
        feedback.loan.request, "feedback_reminder", at, occasion=f"feedback {feedback.reminders}"
    )
    return feedback


@action
def escalate_feedback(*, feedback: Feedback, by: Actor, at: datetime) -> Feedback:
    """Reminders have not helped: the contact's colleagues are told, and a coordinator phones.

    Once. After that nobody at the borrower's is written to any more.
    """
    owing = Feedback.objects.filter(pk=feedback.pk, state="owed", escalated_at__isnull=True)
    if not owing.update(escalated_at=at):
        unchanged()
        return feedback
    feedback.escalated_at = at
    told = after_letters.escalate_feedback(feedback, at)
    audit.record("feedback.escalated", about=feedback, by=by, at=at, facts={"colleagues": told})
    return feedback


@action
def remind_of_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime) -> FollowUp:
    """One reminder of a follow-up whose day has come, to whom it is with."""
    due = FollowUp.objects.filter(pk=follow_up.pk, state="due", reminded_at__isnull=True)
    if not due.update(reminded_at=at):
        unchanged()
        return follow_up
    follow_up.reminded_at = at
    audit.record("follow_up.reminded", about=follow_up, by=by, at=at)
    if follow_up.participation is None:
        tell_borrower(follow_up.loan.request, "follow_up_reminder", at)
    else:
        tell_participants(
            follow_up.loan, "follow_up_reminder", at, only=[follow_up.participation.pk]
        )
    return follow_up


@action
def let_go(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Wait for nothing more from one who has left for good, nor with anything for her.

    A talk with her will not be held, and what she can't be told any more keeps nobody's loan open.
    """
    mine = {"participation__contributor": contributor}
    for follow_up in FollowUp.objects.filter(state="due", **mine).select_related("loan"):
        reason = str(_("The details are erased."))
        write_off_follow_up(follow_up=follow_up, reason=reason, by=by, at=at)
    # Why somebody thought of her: a coordinator's words, which may be about her after all.
    Inquiry.objects.filter(contributor=contributor).exclude(why="").update(why="")
    let_calls_go(contributor)
    waiting = Delivery.objects.filter(reached_at__isnull=True, **mine)
    for delivery in waiting.select_related("feedback__loan").order_by("id"):
        audit.record("feedback.recipient_left", about=delivery.feedback, by=by, at=at)
        delivery.delete()
        _arrive_when_all_have_it(delivery.feedback, by, at)
    unchanged()
    return contributor
