"""Writes about asking people."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.letters import tell_person
from erfara.lending.models import Inquiry, InquiryMessage, Loan, LoanRequest
from erfara.lending.queries import addressed
from erfara.people.actions.signs import seen
from erfara.people.models import Contributor
from erfara.people.policies import check_still_here, why_not_asked
from erfara.people.queries import live_purposes, reached_by_message
from erfara.people.veil import is_protected

AFTER_A_REPLY = timedelta(days=3)
# Where there are hours, not days.
AFTER_A_SHORT_REPLY = timedelta(hours=3)
# In these somebody has to be told how it ended, once those who are needed are found …
OPEN_ANSWERS = ("sent", "asked_more", "yes", "no", "not_now", "silent")
# … and in these when the loan is over too.
STILL_HERS = (*OPEN_ANSWERS, "waiting", "late")


@action
def choose(
    *,
    request: LoanRequest,
    contributor: Contributor,
    why: str = "",
    by_phone: bool = False,
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Put somebody on the list of those to ask. She hears nothing before it is sent.

    Somebody whose details are protected is on no list: see `ask_by_phone`.
    """
    policies.lock_asking(request)
    policies.check_may_choose(request)
    lock(contributor)
    purposes = live_purposes([contributor.person_id])[contributor.person_id]
    if reason := why_not_asked(contributor, purposes, clock.local_day(at)):
        raise Refused(_("This person can't be asked: {reason}."), reason=reason)
    if is_protected(contributor) != by_phone:
        raise Refused(
            _("Ask by phone only those whose details are protected; choose everybody else.")
        )
    policies.check_trained(request, contributor, clock.local_day(at))
    existing = Inquiry.objects.filter(request=request, contributor=contributor).first()
    if existing is not None and existing.state != "dropped":
        unchanged()
        return existing
    by_phone = by_phone or not reached_by_message([contributor.person_id])
    if existing is not None:
        fields = {"why": why, "by_phone": by_phone, "created_at": at}
        return move(existing, "choose_again", by=by, at=at, fields=fields)
    inquiry = Inquiry.objects.create(
        programme_id=request.programme_id, request=request, contributor=contributor, why=why,
        by_phone=by_phone, state=Inquiry.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("inquiry.chosen", about=inquiry, by=by, at=at)
    return inquiry


@action
def ask_by_phone(
    *, request: LoanRequest, contributor: Contributor, answer_by: date, by: Actor, at: datetime
) -> Inquiry:
    """Ask somebody whose details are protected, without any list: a coordinator phones her."""
    inquiry = choose(request=request, contributor=contributor, by_phone=True, by=by, at=at)
    if inquiry.state == "chosen":
        send(request=request, inquiries=[inquiry], answer_by=answer_by, by=by, at=at)
    else:
        unchanged()
    return inquiry


@action
def drop(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Take somebody off the list before it is sent."""
    return move(inquiry, "drop", by=by, at=at)


@action
def send(
    *,
    request: LoanRequest,
    inquiries: Iterable[Inquiry],
    answer_by: date,
    by: Actor,
    at: datetime,
) -> list[Inquiry]:
    """Send the question to those on the previewed list, and to nobody else.

    Whoever has withdrawn a consent or begun a pause since the preview is dropped, silently for
    her and visibly for the coordinator. Refused when the assignment isn't complete.
    """
    listed = list(inquiries)
    if not listed:
        raise Refused(_("Choose at least one person to ask."))
    if answer_by < clock.local_day(at):
        raise Refused(_("The last day to answer has already been. Choose a later one."))
    asks = policies.lock_asking(request)
    request.assignment.refresh_from_db()
    policies.check_may_ask(request, request.assignment)
    if request.state == "specified":
        move(request, "start_asking", by=by, at=at, fields={"answer_by": answer_by})
    elif request.state == "asking":
        request.answer_by = max(answer_by, request.answer_by or answer_by)
        request.save(update_fields=["answer_by"])
        audit.record("loan_request.asked_more_people", about=request, by=by, at=at)
    elif not asks:
        raise Refused(_("The question can't be sent now. Look at the request as it is."))
    # Somebody is looked for in another's place: each has a last moment of her own.
    own = None if request.state == "asking" else clock.day_span(answer_by)[1]
    # A consent that is taken back, or a pause, waits for this to be done or is done before it.
    for inquiry in sorted(listed, key=lambda i: i.contributor_id):
        lock(inquiry.contributor)
    people = [i.contributor.person_id for i in listed]
    purposes = live_purposes(people)
    # Those whose details are protected are phoned, also where a letter would reach them.
    mailed = reached_by_message(people) - vault.shielded(request.programme_id)
    sent = []
    for inquiry in listed:
        person_id = inquiry.contributor.person_id
        if why_not_asked(inquiry.contributor, purposes[person_id], clock.local_day(at)):
            move(inquiry, "drop", by=by, at=at)
            continue
        move(
            inquiry, "send", by=by, at=at,
            fields={"sent_at": at, "by_phone": person_id not in mailed, "answer_before": own},
        )  # fmt: skip
        sent.append(inquiry)
    return sent


ANSWERS = {
    "yes": "say_yes", "no": "say_no", "asked_more": "ask_more", "not_now": "say_not_now",
}  # fmt: skip


@action
def answer(
    *,
    inquiry: Inquiry,
    answer: str,
    until: date | None = None,
    words: str = "",
    by: Actor,
    at: datetime,
) -> Inquiry:
    """Yes, no, tell me more, or not now (until a day). May be changed while the question is open.

    The same answer twice changes nothing. `words` is what she wants to know, for the vault.
    """
    if answer not in ANSWERS:
        raise Refused(_("Choose one of the four answers."))
    # So that an answer comes before the team is complete, or after it, and never in the middle.
    asks = policies.lock_asking(inquiry.request)
    lock(inquiry)
    if inquiry.state in {"chosen", "dropped"}:  # she knows of no question yet
        raise Stale()
    seen([inquiry.contributor.person_id], clock.local_day(at))
    if answer == "yes" and (not asks or inquiry.state in {"waiting", "late", "told"}):
        return _late_yes(inquiry, by, at)
    policies.check_may_answer(inquiry.request)
    if inquiry.state == answer == "not_now" and until != inquiry.not_now_until:
        inquiry.not_now_until = until
        inquiry.save(update_fields=["not_now_until"])
        audit.record("inquiry.not_now_until", about=inquiry, by=by, at=at)
        return inquiry
    if inquiry.state == answer and answer != "asked_more":
        unchanged()
        return inquiry
    if answer == "asked_more" and inquiry.state == "asked_more":
        if not words.strip():
            unchanged()
            return inquiry
    else:
        move(
            inquiry, ANSWERS[answer], by=by, at=at,
            fields={
                "answer": answer, "answered_at": at,
                "not_now_until": until if answer == "not_now" else None,
            },
        )  # fmt: skip
    if words.strip():
        write_message(inquiry=inquiry, text=words, by=by, at=at)
    return inquiry


def _late_yes(inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """A yes when the team is complete. While the loan is to come the coordinator may put her on
    the waiting list; after that it is kept, and she is thanked."""
    if inquiry.state in {"waiting", "late", "confirmed", "stopped"}:
        unchanged()
        return inquiry
    request = inquiry.request
    loan: Loan | None = getattr(request, "loan", None)
    given = {"answer": "yes", "answered_at": at, "not_now_until": None}
    if loan is not None and loan.state == "confirmed" and inquiry.state != "yes":
        return move(inquiry, "say_yes_late", by=by, at=at, fields=given)
    told_us = inquiry.answered_at if inquiry.answer == "yes" else None
    if told_us is not None and (request.ended_at is None or told_us > request.ended_at):
        unchanged()
        return inquiry
    Inquiry.objects.filter(pk=inquiry.pk).update(**given)
    inquiry.answer, inquiry.answered_at, inquiry.not_now_until = "yes", at, None
    audit.record("inquiry.late_yes", about=inquiry, by=by, at=at)
    return inquiry


@action
def wait(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Put one who has said yes on the waiting list, in case somebody falls out. She is told."""
    request = inquiry.request
    policies.lock_asking(request)
    loan: Loan | None = getattr(request, "loan", None)
    if request.is_over and (loan is None or loan.state != "confirmed"):
        raise Refused(_("The loan has been held or cancelled, so nobody can wait for it."))
    return move(inquiry, "wait", by=by, at=at)


@action
def leave_list(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Not be asked if somebody falls out, on the waiting list or off it. Nobody asks why."""
    policies.lock_asking(inquiry.request)
    lock(inquiry)
    given = {"answer": "no", "answered_at": at}
    if inquiry.state != "told":
        return move(inquiry, "leave_list", by=by, at=at, fields=given)
    if inquiry.answer == "no":
        unchanged()
        return inquiry
    inquiry.answer, inquiry.answered_at = "no", at
    inquiry.save(update_fields=["answer", "answered_at"])
    audit.record("inquiry.not_after_all", about=inquiry, by=by, at=at)
    return inquiry


@action
def phoned_in_vain(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Nobody answered the telephone. She stands last on the list of calls."""
    inquiry.phoned_at = at
    inquiry.save(update_fields=["phoned_at"])
    audit.record("inquiry.phoned_in_vain", about=inquiry, by=by, at=at)
    return inquiry


@action
def write_message(*, inquiry: Inquiry, text: str, by: Actor, at: datetime) -> InquiryMessage:
    """A line in the talk about a question. The text goes to the vault under the person's key."""
    check_still_here(inquiry.contributor.person)
    message = InquiryMessage.objects.create(
        programme_id=inquiry.programme_id, inquiry=inquiry,
        from_person=by.role == Role.PERSON, written_by=by.id, created_at=at,
    )  # fmt: skip
    vault.amend(
        tenant_id=inquiry.programme_id, person_id=inquiry.contributor.person_id,
        blob=message.blob, values={str(message.pk): text.strip()}, at=at,
    )  # fmt: skip
    audit.record("inquiry.message", about=inquiry, by=by, at=at)
    return message


@action
def tell_more(*, inquiry: Inquiry, text: str, by: Actor, at: datetime) -> Inquiry:
    """Answer a person who wanted to know more. The question is hers again, for some days at least:
    she is not to be late because we were."""
    if not text.strip():
        raise Refused(_("Write an answer first."))
    request, fields = inquiry.request, {}
    lock(request)
    if request.state == "asking":
        first = clock.local_day(at) + AFTER_A_REPLY
        request.answer_by = max(first, request.answer_by or first)
        request.save(update_fields=["answer_by"])
    elif inquiry.answer_before is not None:
        fields["answer_before"] = max(inquiry.answer_before, at + AFTER_A_SHORT_REPLY)
    write_message(inquiry=inquiry, text=text, by=by, at=at)
    return move(inquiry, "tell_more", by=by, at=at, fields=fields)


@action
def remind(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """The one gentle reminder."""
    waiting = Inquiry.objects.filter(pk=inquiry.pk, state="sent", reminded_at__isnull=True)
    if not waiting.update(reminded_at=at):  # answered, or reminded by another worker
        unchanged()
        return inquiry
    inquiry.reminded_at = at
    audit.record("inquiry.reminded", about=inquiry, by=by, at=at)
    tell_person(inquiry, "inquiry_reminder", at)
    return inquiry


@action
def pass_deadline(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """The last day has passed without an answer."""
    return move(inquiry, "pass_deadline", by=by, at=at)


@action
def tell(*, inquiry: Inquiry, by: Actor, at: datetime) -> Inquiry:
    """Tell one who isn't taking part how it ended, with thanks. By mail, or noted as phoned."""
    return move(inquiry, "tell", by=by, at=at)


@action
def tell_everybody(*, request: LoanRequest, by: Actor, at: datetime) -> list[Inquiry]:
    """Tell all who were asked and aren't taking part how it ended.

    Those who are only reached by phone stay on the coordinator's list until she has phoned.
    """
    told = tell_those_asked(request, by, at)
    loan = Loan.objects.filter(request=request).first()
    if loan is None or loan.is_over:  # nothing is to come that anybody could wait for
        end_lists(request, by, at)
    audit.record(
        "loan_request.everybody_told", about=request, by=by, at=at, facts={"told": len(told)}
    )
    return told


def tell_those_asked(request: LoanRequest, by: Actor, at: datetime) -> list[Inquiry]:
    """Tell those who still wait to hear, and take those off the list who were never asked."""
    told = _tell_states(request, OPEN_ANSWERS, by, at)
    for inquiry in addressed(request).filter(state="chosen"):
        # The list is none of the borrower's business, even when it is their doing that it ends.
        dropped_by = Actor.system(by.tenant_id) if by.role == Role.BORROWER else by
        move(inquiry, "drop", by=dropped_by, at=at)
    return told


def _tell_states(
    request: LoanRequest, states: Collection[str], by: Actor, at: datetime
) -> list[Inquiry]:
    told = []
    waiting = list(addressed(request).filter(state__in=states))
    mailed = reached_by_message([inquiry.contributor.person_id for inquiry in waiting])
    for inquiry in waiting:
        if inquiry.contributor.person_id in mailed and not inquiry.by_phone:
            told.append(move(inquiry, "tell", by=by, at=at))
        elif not inquiry.by_phone:  # has no address any more
            inquiry.by_phone = True
            inquiry.save(update_fields=["by_phone"])
    return told


def end_lists(request: LoanRequest, by: Actor, at: datetime) -> None:
    """The waiting list ends with the loan. Who is phoned stays on the coordinators' day until she
    has been."""
    _tell_states(request, ("waiting", "late"), by, at)
    for inquiry in addressed(request).filter(state__in=["waiting", "late"]):
        ended_by = Actor.system(by.tenant_id) if by.role == Role.BORROWER else by
        move(inquiry, "let_list_end", by=ended_by, at=at)


@action
def stop_for(*, contributor: Contributor, by: Actor, at: datetime) -> list[Inquiry]:
    """Take away everything that waits for this person's answer. For a withdrawal or a pause."""
    lock(contributor)
    stopped = []
    rows = Inquiry.objects.filter(
        contributor=contributor, state__in=["chosen", *STILL_HERS]
    ).select_related("contributor", "request")
    for inquiry in rows.order_by("created_at"):
        stopped.append(move(inquiry, "stop", by=by, at=at))
    audit.record(
        "contributor.inquiries_stopped", about=contributor, by=by, at=at,
        facts={"count": len(stopped)},
    )  # fmt: skip
    return stopped


def reminder_day(request: LoanRequest, sent_at: datetime) -> date | None:
    """When the one reminder goes: halfway between the question and the last day."""
    if request.answer_by is None:
        return None
    sent = clock.local_day(sent_at)
    return sent + timedelta(days=(request.answer_by - sent).days // 2)
