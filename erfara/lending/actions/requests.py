"""Writes about a request, from the day it comes in to its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies, terms
from erfara.lending.actions import agreements
from erfara.lending.actions.colleagues import close_way_in, let_take_over
from erfara.lending.actions.meetings import AGREED, hold_meeting, stop_meeting
from erfara.lending.actions.meetings import book_meeting as book_meeting
from erfara.lending.agreement_texts import check_no_numbers
from erfara.lending.letters import tell_borrower
from erfara.lending.models import Assignment, EndReason, Loan, LoanRequest
from erfara.lending.pay_said import with_kronor
from erfara.lending.policies import ASSIGNMENT
from erfara.lending.readiness import READY, carry_over
from erfara.lending.words import keep_words
from erfara.organisations.actions import next_number
from erfara.organisations.models import Programme, Unit
from erfara.people.models import Person

WISHES = (
    "purpose", "wished_experience", "wished_outcome", "form", "people_wanted", "recurring",
    "when_wished", "where_wished", "level_wished", "ladder_wished", *READY,
)  # fmt: skip

# Ends that other steps lead to.
ENDS_OTHERWISE = frozenset({EndReason.LOAN, EndReason.PASSED_ON})


@action
def receive(
    *,
    programme: Programme,
    unit: Unit,
    contact: Person,
    wishes: Mapping[str, Any],
    taken_down: bool,
    terms_version: str = "",
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """A request comes in, or a coordinator takes it down. The borrower gets a link to it.

    `terms_version`: the terms that the borrower has said yes to while writing it, if any.
    """
    if not programme.lends:
        raise Refused(_("{library:sg.def.cap} takes in no requests right now."))
    check_no_numbers(wishes)
    request = LoanRequest.objects.create(
        programme=programme, unit=unit, contact=contact,
        no=next_number(programme, "request", at), received_at=at, taken_down=taken_down,
        state=LoanRequest.table.initial, created_at=at,
        **{name: wishes[name] for name in WISHES if name in wishes},
    )  # fmt: skip
    Assignment.objects.create(
        programme=programme, request=request, created_at=at, task=request.purpose,
        form=request.form, people_wanted=request.people_wanted, time=request.when_wished,
        place=request.room or request.where_wished, payer=programme.payer,
        use_of_answers=request.use_of_answers, contact_person=request.day_contact,
    )  # fmt: skip
    keep_words(request)
    if terms_version and terms.is_version(terms_version):
        _accept(request, terms_version, by, at)
    audit.record(
        "loan_request.received", about=request, by=by, at=at, facts={"taken_down": taken_down},
        to_state=request.state,
    )  # fmt: skip
    tell_borrower(request, "request_received", at)
    return request


@action
def specify(
    *,
    request: LoanRequest,
    held_on: date,
    agreed: Mapping[str, str],
    terms_accepted: bool,
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """The first meeting is held: what was agreed, and the terms. Feedback is one of them."""
    if not terms_accepted:
        raise Refused(
            _("The terms have to be accepted: pay, how many come, and feedback to everybody.")
        )
    hold_meeting(request, by, at)
    if request.terms_accepted_at is None:
        _accept(request, _terms_now(request), by, at)
    fields = {name: agreed.get(name, "") for name in AGREED}
    return move(request, "specify", by=by, at=at, fields={**fields, "meeting_held_on": held_on})


@action
def change_assignment(
    *,
    request: LoanRequest,
    values: Mapping[str, Any],
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> Assignment:
    """Write the assignment, item by item or all at once. Locked when the question has gone out.

    `seen` is the `assignment_version` that the page showed. Refused when somebody else has written
    meanwhile; None when there was no page.
    """
    check_no_numbers(values)
    values = with_kronor(values)
    lock(request)
    policies.check_may_change(request)
    assignment = request.assignment
    if seen is not None:
        assignment.refresh_from_db(fields=ASSIGNMENT)
        policies.check_assignment_as_seen(assignment, seen)
    changed = [n for n in ASSIGNMENT if n in values and getattr(assignment, n) != values[n]]
    if not changed:
        unchanged()
        return assignment
    for name in changed:
        setattr(assignment, name, values[name])
    assignment.save(update_fields=changed)
    keep_words(request)
    audit.record("assignment.changed", about=request, by=by, at=at, facts={"fields": changed})
    agreements.follow_assignment(request=request, by=by, at=at)
    return assignment


@action
def ask_to_clarify(
    *, request: LoanRequest, what: str, by_day: date, by: Actor, at: datetime
) -> LoanRequest:
    """Ask the borrower for a clearer assignment, until a day. After it the request may be ended."""
    stop_meeting(request, by, at)
    return move(
        request, "ask_to_clarify", by=by, at=at, reason=what,
        fields={
            "clarify_by": by_day, "clarify_asked_on": clock.local_day(at),
            "clarify_reminded_at": None, "ends_on": None,
        },
    )  # fmt: skip


@action
def clarify(
    *, request: LoanRequest, wishes: Mapping[str, Any], by: Actor, at: datetime
) -> LoanRequest:
    """The clearer assignment: the borrower's letter, written anew."""
    check_no_numbers(wishes)
    names = [name for name in WISHES if name in wishes]
    for name in names:
        setattr(request, name, wishes[name])
    request.clarify_by = request.ends_on = None
    request.save(update_fields=[*names, "clarify_by", "ends_on"])
    assignment = request.assignment
    assignment.task = request.purpose
    assignment.save(update_fields=["task", *carry_over(request, assignment)])
    keep_words(request)
    return move(request, "clarify", by=by, at=at)


@action
def write_readiness(
    *, request: LoanRequest, values: Mapping[str, str], by: Actor, at: datetime
) -> LoanRequest:
    """What is in place, written by the borrower or noted by a coordinator, until people are asked.

    It fills what is still empty in the assignment, and changes nothing that stands there.
    """
    lock(request)
    policies.check_may_change(request)
    changed = [n for n in READY if n in values and getattr(request, n) != values[n]]
    if not changed:
        unchanged()
        return request
    for name in changed:
        setattr(request, name, values[name])
    request.save(update_fields=changed)
    assignment = request.assignment
    if carried := carry_over(request, assignment):
        assignment.save(update_fields=carried)
    audit.record("loan_request.ready", about=request, by=by, at=at, facts={"fields": changed})
    return request


@action
def park(
    *, request: LoanRequest, waits_for: str, look_again_on: date, by: Actor, at: datetime
) -> LoanRequest:
    """Wait for something else, an application for example, and look again on a day."""
    if not waits_for.strip():
        raise Refused(_("Write what the request waits for."))
    stop_meeting(request, by, at)
    return move(
        request, "park", by=by, at=at, reason=waits_for,
        fields={"waits_for": waits_for.strip(), "look_again_on": look_again_on},
    )  # fmt: skip


@action
def take_up(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """Take a waiting request up again."""
    return move(request, "take_up", by=by, at=at, fields={"waits_for": "", "look_again_on": None})


@action
def end(
    *,
    request: LoanRequest,
    end_reason: str,
    words: str,
    elsewhere: str = "",
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """End a request that becomes no loan, with a reason that the borrower can read.

    `elsewhere` says where it is better asked, and is needed for that reason.
    """
    if end_reason not in EndReason.values or end_reason in ENDS_OTHERWISE:
        raise Refused(_("Choose why the request ends."))
    if end_reason == EndReason.ASKED_ELSEWHERE and not elsewhere.strip():
        raise Refused(_("Write where it is better asked."))
    taken_back = end_reason == EndReason.WITHDRAWN and by.role == Role.BORROWER
    stop_meeting(request, by, at)
    return move(
        request, "withdraw" if taken_back else "end",
        by=by, at=at, reason=words, facts={"end_reason": end_reason},
        fields={"end_reason": end_reason, "asked_elsewhere": elsewhere.strip(), "ended_at": at},
    )  # fmt: skip


@action
def become_loan(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """The team is complete: the request has become a loan."""
    return move(
        request, "become_loan", by=by, at=at,
        fields={"end_reason": EndReason.LOAN, "ended_at": at},
    )  # fmt: skip


@action
def accept_terms(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """The borrower accepts the terms on their own page."""
    if request.is_over:
        raise Stale()
    if request.terms_accepted_at is not None:
        unchanged()
        return request
    _accept(request, _terms_now(request), by, at)
    return request


def _terms_now(request: LoanRequest) -> str:
    return terms.version_now(request.programme, request.assignment.form)


def _accept(request: LoanRequest, version: str, by: Actor, at: datetime) -> None:
    """Write down which terms were accepted, when and by whom. They are accepted once.

    Whoever sends a request without being signed in is its contact.
    """
    request.terms_accepted_at, request.terms_version = at, version
    request.terms_accepted_role = str(by.role if by.id else Role.BORROWER)
    request.terms_accepted_by = by.id or request.contact_id
    request.save(
        update_fields=[
            "terms_accepted_at", "terms_version", "terms_accepted_role", "terms_accepted_by",
        ]
    )  # fmt: skip
    audit.record(
        "loan_request.terms_accepted", about=request, by=by, at=at, facts={"version": version}
    )


@action
def change_contact(
    *, request: LoanRequest, contact: Person, by: Actor, at: datetime
) -> LoanRequest:
    """Another contact takes over. The links of the one there was lead nowhere from now on."""
    lock(request)
    loan = Loan.objects.filter(request=request).first()
    if request.is_over and (loan is None or loan.is_over):
        raise Refused(_("The request is over. It needs no contact any more."))
    if request.contact_id == contact.pk:
        unchanged()
        return request
    before = request.contact_id
    request.contact = contact
    request.save(update_fields=["contact"])
    close_way_in(request, before, at)
    let_take_over(request, contact, by, at)
    audit.record("loan_request.new_contact", about=request, by=by, at=at)
    tell_borrower(request, "request_received", at, occasion=f"contact {at.isoformat()}")
    return request
