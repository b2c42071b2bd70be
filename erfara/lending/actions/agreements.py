"""Writes about agreements: a version is written, sent, said yes to by both sides, replaced.

What a payment is comes from above (`Pay`): compensation lies over lending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import check, lock, move
from erfara.lending import agreement_texts as texts
from erfara.lending.agreement_letters import tell_sides
from erfara.lending.models import (
    Acceptance,
    Agreement,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.lending.models.agreements import LIVE
from erfara.lending.pay_said import with_kronor
from erfara.lending.words import keep_words
from erfara.vocabulary.choices import Form

# Answers that can still be given, changed or taken away.
OPEN = ("asked", "wants_change", "declared", "accepted")


@dataclass(frozen=True, slots=True)
class Pay:
    """What one who takes part gets: kronor, by what it is counted, who pays."""

    amount: Decimal
    basis: str
    payer: str


Pays = Mapping[UUID, Pay]  # participation → what it is paid


def live_of(loan: Loan) -> Agreement | None:
    """The version that counts, whatever its state."""
    return Agreement.objects.filter(loan=loan, state__in=LIVE).first()


def _times(loan: Loan) -> list[Occasion]:
    return list(Occasion.objects.filter(loan=loan, state="planned").order_by("starts_at", "id"))


def _new(
    loan: Loan, terms: dict[str, Any], ends_on: date | None, review_on: date | None, at: datetime
) -> Agreement:
    last = loan.agreements.aggregate(no=Max("version"))["no"] or 0
    return Agreement.objects.create(
        programme_id=loan.programme_id, loan=loan, version=last + 1, terms=terms, ends_on=ends_on,
        review_on=review_on, state=Agreement.table.initial, created_at=at,
    )  # fmt: skip


def _check_going(loan: Loan) -> None:
    if loan.state != "confirmed":
        raise Refused(_("The loan has been held or cancelled. There is nothing more to agree on."))


@action
def prepare_agreement(*, loan: Loan, by: Actor, at: datetime) -> Agreement:
    """The first draft, as the assignment says. Nothing changes when there is one already."""
    lock(loan)
    _check_going(loan)
    there = live_of(loan)
    if there is not None:
        unchanged()
        return there
    row = _new(loan, texts.whole(loan, texts.first_terms(loan.request), _times(loan)), None, None,
               at)  # fmt: skip
    audit.record("agreement.begun", about=row, by=by, at=at, to_state=row.state)
    return row


def _check_written(loan: Loan, written: Mapping[str, Any], ends_on: Any, review_on: Any) -> None:
    texts.check_no_numbers(written)
    if not str(written.get("task", "")).strip():
        raise Refused(_("Write what it is about."))
    if not str(written.get("payment", "")).strip():
        raise Refused(_("Write what is paid, also when it is nothing."))
    if loan.request.assignment.form == Form.SUPPORT:
        if ends_on is None or review_on is None:
            raise Refused(_("Write the last day of the support, and the day of the talk about it."))
        if review_on > ends_on:
            raise Refused(_("The talk is to be held before the last day."))


@action
def write_agreement(
    *,
    loan: Loan,
    written: Mapping[str, Any],
    ends_on: date | None = None,
    review_on: date | None = None,
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Write what is agreed. A draft is written anew; of one that has been sent a new version comes.

    A version that says the same in all that matters changes nothing: nobody is asked twice about
    the same. `seen` is the version that the page showed; another one there now is refused.
    """
    lock(loan)
    _check_going(loan)
    _check_written(loan, written, ends_on, review_on)
    written = with_kronor(written)
    terms = texts.whole(loan, written, _times(loan))
    row = live_of(loan)
    if seen is not None and row is not None and row.version != seen:
        raise Stale()
    if row is not None and row.state != "draft":
        before = texts.mark(row.terms, row.ends_on, row.review_on)
        if texts.mark(terms, ends_on, review_on) == before:
            unchanged()
            return row
        _replace(row, by, at)
        row = None
    if row is None:
        row = _new(loan, terms, ends_on, review_on, at)
    else:
        row.terms, row.ends_on, row.review_on = terms, ends_on, review_on
        row.save(update_fields=["terms", "ends_on", "review_on"])
    audit.record("agreement.written", about=row, by=by, at=at, facts={"version": row.version})
    return row


def _replace(row: Agreement, by: Actor, at: datetime) -> None:
    move(row, "replace", by=by, at=at)
    for answer in row.acceptances.filter(state__in=OPEN).order_by("created_at", "id"):
        move(answer, "pass_over", by=by, at=at)


@action
def follow_assignment(*, request: LoanRequest, by: Actor, at: datetime) -> Agreement | None:
    """The assignment says something else now: its agreement, if there is one, is written anew.

    What a coordinator has changed in the agreement alone is kept.
    """
    loan = Loan.objects.filter(request=request, state="confirmed").first()
    row = live_of(loan) if loan is not None else None
    if loan is None or row is None:
        unchanged()
        return None
    loan.request = request
    written = {**texts.first_terms(request), "more": row.terms.get("more", "")}
    return write_agreement(
        loan=loan, written=written, ends_on=row.ends_on, review_on=row.review_on, by=by, at=at
    )


@action
def send_agreement(
    *, agreement: Agreement, accept_by: date, pays: Pays, by: Actor, at: datetime
) -> Agreement:
    """Ask both sides to say yes by a day. Each gets hers; nobody sees the others'."""
    loan = agreement.loan
    lock(loan)
    lock(agreement)
    check(agreement, "send", by=by)
    _check_going(loan)
    if accept_by < clock.local_day(at):
        raise Refused(_("The last day has already been. Choose a later one."))
    _check_written(loan, agreement.terms, agreement.ends_on, agreement.review_on)
    team = loan.participations.filter(state="confirmed", outside=False)
    if not team.exists():
        raise Refused(_("Nobody is confirmed yet."))
    whole = {**agreement.terms, **texts.whole(loan, agreement.terms, _times(loan))}
    ask(agreement, None, None, at)
    for part in team.select_related("contributor").order_by("created_at", "id"):
        ask(agreement, part, pays.get(part.pk), at)
    return move(
        agreement, "send", by=by, at=at,
        fields={"terms": whole, "accept_by": accept_by, "sent_at": at},
        facts={"version": agreement.version},
    )  # fmt: skip


def ask(
    agreement: Agreement, part: Participation | None, pay: Pay | None, at: datetime
) -> Acceptance:
    """Put one side's answer there, to be given. `part` None: the borrower's."""
    contributor = part.contributor if part is not None else None
    person_id = contributor.person_id if contributor else agreement.loan.request.contact_id
    return Acceptance.objects.create(
        programme_id=agreement.programme_id, agreement=agreement, participation=part,
        person_id=person_id, amount=pay.amount if pay else None, basis=pay.basis if pay else "",
        payer=pay.payer if pay else "", state=Acceptance.table.initial, created_at=at,
    )  # fmt: skip


@action
def go_without(*, agreement: Agreement, reason: str, by: Actor, at: datetime) -> Agreement:
    """Go on without everybody's yes, and why. Those who have not answered still can."""
    lock(agreement)
    fields = {} if agreement.sent_at else {"accept_by": clock.local_day(at), "sent_at": at}
    return move(agreement, "go_without", by=by, at=at, reason=reason, fields=fields)


@action
def remind_of_agreement(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """The one reminder to those who have not answered."""
    waiting = Agreement.objects.filter(pk=agreement.pk, state="asked", reminded_at__isnull=True)
    if not waiting.update(reminded_at=at):
        unchanged()
        return agreement
    agreement.reminded_at = at
    audit.record("agreement.reminded", about=agreement, by=by, at=at)
    tell_sides(agreement, "agreement_reminder", at)
    return agreement


@action
def pass_deadline(*, agreement: Agreement, by: Actor, at: datetime) -> Agreement:
    """The last day has passed and somebody has not said yes: a coordinator decides."""
    return move(agreement, "pass_deadline", by=by, at=at)


@action
def end_agreement(*, loan: Loan, by: Actor, at: datetime) -> Agreement | None:
    """The loan is cancelled: nobody's yes is waited for."""
    agreement = live_of(loan)
    if agreement is None:
        unchanged()
        return None
    move(agreement, "end", by=by, at=at)
    for answer in agreement.acceptances.filter(state__in=OPEN).order_by("created_at", "id"):
        move(answer, "pass_over", by=by, at=at)
    return agreement


@action
def note_review(
    *, agreement: Agreement, next_on: date | None, ends_on: date | None, by: Actor, at: datetime
) -> Agreement:
    """The talk about how the support goes has been held; another day for the next, or none.

    A later last day is a change of what was agreed, so it makes a new version.
    """
    if agreement.state not in LIVE or agreement.loan.state != "confirmed":
        raise Stale(_("This version no longer counts. Read the one that does."))
    last = ends_on or agreement.ends_on
    if next_on is not None and last is not None and next_on > last:
        raise Refused(_("The talk is to be held before the last day."))
    if ends_on is not None and ends_on != agreement.ends_on:
        return write_agreement(
            loan=agreement.loan, written=agreement.terms, ends_on=ends_on,
            review_on=next_on or ends_on, by=by, at=at,
        )  # fmt: skip
    agreement.review_on = next_on
    agreement.save(update_fields=["review_on"])
    audit.record("agreement.review_held", about=agreement, by=by, at=at)
    return agreement


@action
def write_diary_number(*, loan: Loan, number: str, by: Actor, at: datetime) -> Loan:
    """What the county's registry calls the case."""
    number = " ".join(number.split())
    texts.check_no_numbers({"number": number})
    if loan.diary_number == number:
        unchanged()
        return loan
    loan.diary_number = number[:60]
    loan.save(update_fields=["diary_number"])
    keep_words(loan.request)
    audit.record("loan.diary_number", about=loan, by=by, at=at)
    return loan


@action
def held(*, loan: Loan, reason: str, by: Actor, at: datetime) -> Agreement | None:
    """The loan has been held. Without everybody's yes only with a reason, kept in the history.

    Raises Refused while a declaration waits to be assessed, or the reason is missing.
    """
    agreement = live_of(loan)
    if agreement is None or agreement.state == "agreed":
        unchanged()
        return agreement
    if agreement.acceptances.filter(state="declared").exists():
        raise Refused(
            _("Somebody has declared something. Say first what it means for this assignment.")
        )
    if agreement.state != "without":
        if not reason.strip():
            raise Refused(
                _("Not everybody has said yes to the agreement. Write why it was held all the "
                  "same.")
            )  # fmt: skip
        go_without(agreement=agreement, reason=reason, by=by, at=at)
    unchanged()
    # A yes to what has been is no yes: nobody's is waited for any more.
    waiting = agreement.acceptances.filter(state__in=["asked", "wants_change"])
    for answer in waiting.order_by("created_at", "id"):
        move(answer, "pass_over", by=by, at=at)
    return agreement


@action
def note_record(*, loan: Loan, files: int, named: int, by: Actor, at: datetime) -> Loan:
    """A loan's papers have been taken out for the registry."""
    audit.record(
        "loan.record_made", about=loan, by=by, at=at, facts={"files": files, "named": named}
    )
    return loan
