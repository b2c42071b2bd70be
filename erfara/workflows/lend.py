"""A loan from the first yes to the end, across lending, payment and follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.compensation import actions as pay
from erfara.compensation import queries as pay_queries
from erfara.compensation.queries import payments
from erfara.compensation.states import UNPAID
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock
from erfara.lending.actions import (
    acceptances,
    agreements,
    concerns,
    ends,
    hours,
    inquiries,
    loans,
    occasions,
    owed,
    requests,
)
from erfara.lending.attending import ahead_of, hold_team
from erfara.lending.borrowers import who_says
from erfara.lending.models import (
    EndReason,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Participation,
)
from erfara.organisations import actions as organisations
from erfara.organisations.models import Programme
from erfara.people import actions as people
from erfara.people.veil import is_protected
from erfara.surveys.actions import save_response
from erfara.surveys.models import Response
from erfara.surveys.sets import BORROWER_FOLLOW_UP, PERSON_FOLLOW_UP
from erfara.workflows import between


@action
def receive_request(
    *,
    programme: Programme,
    organisation: str,
    unit: str,
    contact: Mapping[str, str],
    wishes: Mapping[str, Any],
    taken_down: bool,
    terms_version: str = "",
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """A request with whom it is from, by the borrower or taken down by a coordinator.

    `contact` has name, email and phone; somebody the programme knows by the address keeps the
    details she has. `wishes` has the names of `lending.actions.requests.WISHES`.
    """
    place = organisations.find_or_add_unit(
        programme=programme, organisation=organisation, unit=unit, by=by, at=at
    )
    person = people.find_or_add_contact(programme=programme, identity=contact, by=by, at=at)
    return requests.receive(
        programme=programme, unit=place, contact=person, wishes=wishes, taken_down=taken_down,
        terms_version=terms_version, by=by, at=at,
    )  # fmt: skip


@action
def give_new_contact(
    *, request: LoanRequest, contact: Mapping[str, str], by: Actor, at: datetime
) -> LoanRequest:
    """Somebody else at the borrower's takes over; found by the address, or added."""
    person = people.find_or_add_contact(programme=request.programme, identity=contact, by=by, at=at)
    requests.change_contact(request=request, contact=person, by=by, at=at)
    acceptances.new_contact(request=request, by=by, at=at)
    return request


@action
def confirm(
    *,
    inquiry: Inquiry,
    amount: Decimal | None = None,
    basis: str = "lump",
    payer: str = "",
    most: int | None = None,
    by: Actor,
    at: datetime,
) -> Participation:
    """Confirm one who has said yes, and what she gets for it (kronor; None: to be agreed).

    `most`: refused when so many take part already.
    """
    participation = loans.confirm(inquiry=inquiry, most=most, by=by, at=at)
    if amount is not None:
        payer = payer or inquiry.request.assignment.payer or inquiry.programme.payer
        if is_protected(inquiry.contributor):  # whoever pays knows who she is
            payer = Programme.Payer.LIBRARY
        pay.agree(
            participation=participation, amount=amount, basis=basis, payer=payer, by=by, at=at
        )
    agreed = None if amount is None else agreements.Pay(amount, basis, payer)
    acceptances.joined(participation=participation, pay=agreed, by=by, at=at)
    return participation


@action
def complete_team(*, request: LoanRequest, reason: str = "", by: Actor, at: datetime) -> Loan:
    """The team is complete: the request becomes a loan, all others are thanked and told."""
    lock(request)
    loan = Loan.objects.filter(request=request).first()
    if loan is None:
        raise Refused(_("Nobody is confirmed yet."))
    loans.settle_team(loan=loan, reason=reason, by=by, at=at)
    requests.become_loan(request=request, by=by, at=at)
    inquiries.tell_everybody(request=request, by=by, at=at)
    if request.programme.asks_agreement:
        agreements.prepare_agreement(loan=loan, by=by, at=at)
    between.request_moved(request, by, at)
    return loan


@action
def end_request(
    *,
    request: LoanRequest,
    end_reason: str,
    words: str,
    elsewhere: str = "",
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """End a request without a loan. Everybody who was asked hears how it ended."""
    lock(request)
    loan = Loan.objects.filter(request=request).first()
    if loan is not None and not loan.is_over:
        raise Refused(_("Somebody is confirmed already. Cancel the loan instead."))
    requests.end(
        request=request, end_reason=end_reason, words=words, elsewhere=elsewhere, by=by, at=at
    )
    inquiries.tell_everybody(request=request, by=by, at=at)
    between.request_moved(request, by, at)
    return request


@action
def let_lapse(*, request: LoanRequest, by: Actor, at: datetime) -> LoanRequest:
    """End a request whose borrower never answered. Nobody is left on a list to be asked."""
    ends.lapse(request=request, by=by, at=at)
    inquiries.tell_everybody(request=request, by=by, at=at)
    between.request_moved(request, by, at)
    return request


_LOAN_TO_REQUEST = {
    Loan.CancelReason.TOO_FEW: EndReason.TOO_FEW,
    Loan.CancelReason.BORROWER: EndReason.WITHDRAWN,
    Loan.CancelReason.PEOPLE: EndReason.TOO_FEW,
    Loan.CancelReason.LIBRARY_CLOSES: EndReason.LIBRARY_CLOSES,
    Loan.CancelReason.OTHER: EndReason.DECLINED,
}


@action
def cancel_loan(*, loan: Loan, cancel_reason: str, words: str, by: Actor, at: datetime) -> Loan:
    """Cancel a loan. What was agreed to pay is cancelled; a request that still asks ends too."""
    request = loan.request
    lock(request)
    loans.cancel(loan=loan, cancel_reason=cancel_reason, words=words, by=by, at=at)
    agreements.end_agreement(loan=loan, by=by, at=at)
    for payment in payments(loan).filter(state__in=UNPAID, kind="fee"):
        pay.cancel(compensation=payment, reason=words, by=by, at=at)
    if not request.is_over:
        requests.end(
            request=request, end_reason=_LOAN_TO_REQUEST[Loan.CancelReason(cancel_reason)],
            words=words, by=by, at=at,
        )  # fmt: skip
    inquiries.tell_everybody(request=request, by=by, at=at)
    between.request_moved(request, by, at)
    return loan


@action
def withdraw_from_loan(*, participation: Participation, by: Actor, at: datetime) -> Participation:
    """Somebody can't take part after all. Her payment is cancelled with it, unless she was there:
    what she has done is paid, and how much is a coordinator's to say.
    """
    loans.withdraw_participation(participation=participation, by=by, at=at)
    acceptances.left(participation=participation, by=by, at=at)
    kept = participation.state == "left"
    hers = payments(participation.loan).filter(state="agreed", participation=participation)
    for payment in [] if kept else hers:
        pay.cancel(
            compensation=payment, reason=str(_("Could not take part after all.")),
            by=Actor.system(by.tenant_id), at=at,
        )  # fmt: skip
    between.request_moved(participation.loan.request, by, at)
    return participation


@action
def carry_out(
    *,
    loan: Loan,
    on: date | None = None,
    without_agreement: str = "",
    no_more: str = "",
    by: Actor,
    at: datetime,
) -> Loan:
    """The loan has been held. Those who did not come are not paid.

    `no_more` says why the times that are still to come will not be: they are cancelled, and
    whoever was to come to them reads it. `without_agreement` says why it was held before everybody
    had said yes to its agreement.
    """
    lock(loan.request)
    hold_team(loan)
    for occasion in ahead_of(loan, at) if no_more.strip() else []:
        occasions.cancel_occasion(occasion=occasion, reason=no_more, by=by, at=at)
    agreements.held(loan=loan, reason=without_agreement, by=by, at=at)
    loans.carry_out(loan=loan, on=on, by=by, at=at)
    gone = {"participation__state__in": ["absent", "withdrew"]}
    for payment in payments(loan).filter(state="agreed", **gone):
        pay.cancel(compensation=payment, reason=str(_("Did not come.")), by=by, at=at)
    return loan


@action
def follow_up(
    *,
    follow_up: FollowUp,
    values: Mapping[str, str],
    channel: str,
    by: Actor,
    at: datetime,
) -> Response:
    """Save what was said afterwards, by the borrower or by one who took part."""
    if follow_up.participation is None:
        questions = BORROWER_FOLLOW_UP
        person = who_says(follow_up.loan.request, by.id if by.role == Role.BORROWER else None)
    else:
        contributor = follow_up.participation.contributor
        if contributor is None:
            raise Refused(_("{library:sg.def.cap} can't follow up with somebody from outside."))
        questions, person = PERSON_FOLLOW_UP, contributor.person
    # First, so that of two who answer at the same time the second is told so in words.
    owed.finish_follow_up(follow_up=follow_up, by=by, at=at)
    if follow_up.participation is not None and values.get("felt_wrong") == "yes":
        words = values.get("wrong") or str(_("Something felt wrong. I wrote nothing more."))
        concerns.raise_concern(
            person=person, kind="wrong", words=words, loan=follow_up.loan,
            inquiry=follow_up.participation.inquiry, by=by, at=at,
        )  # fmt: skip
    response = save_response(
        questions=questions, about=follow_up, person=person, values=values, channel=channel,
        by=by, at=at,
    )  # fmt: skip
    hours.note_told(follow_up=follow_up, values=response.answers, at=at)
    return response


def unsettled(loan: Loan) -> int:
    """How many payments are neither paid nor declined, and costs without an answer."""
    return pay_queries.unsettled(loan)


@action
def close(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """Close a loan whose follow-up, feedback and payments are all settled."""
    if count := unsettled(loan):
        raise Refused(
            ngettext_lazy(
                "One payment is not settled yet.", "{count} payments are not settled yet.", count
            ),
            count=count,
        )
    return loans.close(loan=loan, by=by, at=at)
