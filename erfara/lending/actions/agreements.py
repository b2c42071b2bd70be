"""Writes about agreements: a version is written, sent, said yes to by both sides, replaced.

What a payment is comes from above (`Pay`): compensation lies over lending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
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
from erfara.people.policies import check_still_here
from erfara.vocabulary.choices import Form

# Answers that can still be given, changed or taken away.
OPEN = ("asked", "wants_change", "declared", "accepted")
ANSWERED_WITHIN = timedelta(days=10)
# Words in the vault, each a field of the answer's blob.
WISH, REPLY, SUPPORT, DECLARATION, ASSESSMENT = (
    "wish", "reply", "support_person", "declaration", "assessment",
)  # fmt: skip


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
    terms = texts.whole(loan, written, _times(loan))
    row = live_of(loan)
    if seen is not None and row is not None and row.version != seen:
        raise Stale(_("Somebody else was just here. Look at the page as it is now."))
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
    _check_going(loan)
    if accept_by < clock.local_day(at):
        raise Refused(_("The last day has already been. Choose a later one."))
    _check_written(loan, agreement.terms, agreement.ends_on, agreement.review_on)
    team = loan.participations.filter(state="confirmed", outside=False)
    if not team.exists():
        raise Refused(_("Nobody is confirmed yet."))
    agreement.terms = {**agreement.terms, **texts.whole(loan, agreement.terms, _times(loan))}
    agreement.save(update_fields=["terms"])
    _ask(agreement, None, None, at)
    for part in team.select_related("contributor").order_by("created_at", "id"):
        _ask(agreement, part, pays.get(part.pk), at)
    return move(
        agreement, "send", by=by, at=at, fields={"accept_by": accept_by, "sent_at": at},
        facts={"version": agreement.version},
    )  # fmt: skip


def _ask(
    agreement: Agreement, part: Participation | None, pay: Pay | None, at: datetime
) -> Acceptance:
    contributor = part.contributor if part is not None else None
    person_id = contributor.person_id if contributor else agreement.loan.request.contact_id
    return Acceptance.objects.create(
        programme_id=agreement.programme_id, agreement=agreement, participation=part,
        person_id=person_id, amount=pay.amount if pay else None, basis=pay.basis if pay else "",
        payer=pay.payer if pay else "", state=Acceptance.table.initial, created_at=at,
    )  # fmt: skip


def _check_counts(answer: Acceptance) -> Agreement:
    """Lock the version and refuse an answer to one that no longer counts."""
    agreement = answer.agreement
    lock(agreement)
    lock(answer)
    if agreement.state not in {"asked", "late", "agreed", "without"} or answer.state not in OPEN:
        raise Stale(_("This version no longer counts. Read the one that does."))
    return agreement


def _complete(agreement: Agreement, by: Actor, at: datetime) -> None:
    """Everybody's yes is there: the agreement holds."""
    waiting = agreement.acceptances.filter(state__in=["asked", "wants_change", "declared"])
    if agreement.state in {"asked", "late", "without"} and not waiting.exists():
        move(agreement, "complete", by=by, at=at)


def _amend(answer: Acceptance, at: datetime, **words: str | None) -> None:
    check_still_here(answer.person)
    vault.amend(
        tenant_id=answer.programme_id, person_id=answer.person_id, blob=answer.blob, at=at,
        values={name: text.strip() if text else None for name, text in words.items()},
    )  # fmt: skip


def _hers(answer: Acceptance, how: str, by: Actor) -> dict[str, Any]:
    """By whom and how it was said. Whoever at the borrower's answered is whose answer it is."""
    if by.role == Role.COORDINATOR:
        if how not in {"phone", "paper", "met"}:
            raise Refused(_("Write how you got to know: by phone, on paper, or when you met."))
        return {"how": how, "noted_by": by.id}
    return {"how": Acceptance.How.PAGE, "noted_by": None}


@action
def accept(
    *,
    answer: Acceptance,
    version: int,
    how: str = "",
    support: str = "",
    support_words: str = "",
    conflict: str = "",
    declaration: str = "",
    by: Actor,
    at: datetime,
) -> Acceptance:
    """One side says yes to the version it has read. The same yes again changes nothing.

    `support`: whom she turns to, and in her own words who that is. `conflict`: whether she has
    something to declare, where the programme asks; a declaration waits for a coordinator.
    """
    agreement = _check_counts(answer)
    if agreement.version != version:
        raise Stale(_("This version no longer counts. Read the one that does."))
    if answer.state in {"accepted", "declared"}:
        unchanged()
        return answer
    fields: dict[str, Any] = {**_hers(answer, how, by), "answered_at": at}
    name = "accept"
    if answer.participation_id is not None:
        if support not in Acceptance.Support.values:
            raise Refused(_("Choose whom you turn to. It can be nobody."))
        if support == Acceptance.Support.OWN and not support_words.strip():
            raise Refused(_("Write who it is that you turn to."))
        fields["support"] = support
        declares = agreement.programme.asks_conflicts
        if declares and conflict not in Acceptance.Conflict.values:
            raise Refused(_("Choose whether there is something to declare."))
        declared = declares and conflict == Acceptance.Conflict.DECLARED
        if declared and not declaration.strip():
            raise Refused(_("Write what it is, in a sentence or two."))
        texts.check_no_numbers({"words": support_words, "declaration": declaration})
        fields |= {"conflict": conflict if declares else "", "outcome": "", "assessed_at": None,
                   "assessed_by": None}  # fmt: skip
        name = "declare" if declared else "accept"
        own = support == Acceptance.Support.OWN
        if own or declared:
            _amend(answer, at, **{
                SUPPORT: support_words if own else None,
                DECLARATION: declaration if declared else None, ASSESSMENT: None,
            })  # fmt: skip
    elif by.role == Role.BORROWER:
        fields["person_id"] = by.own_id
    move(
        answer, name, by=by, at=at, fields=fields, facts={"version": version, "how": fields["how"]}
    )
    _complete(agreement, by, at)
    return answer


@action
def want_change(
    *, answer: Acceptance, version: int, words: str, how: str = "", by: Actor, at: datetime
) -> Acceptance:
    """One side wants something changed before it says yes. A coordinator owes an answer."""
    agreement = _check_counts(answer)
    if agreement.version != version:
        raise Stale(_("This version no longer counts. Read the one that does."))
    if not words.strip():
        raise Refused(_("Write what you want changed."))
    texts.check_no_numbers({"words": words})
    fields: dict[str, Any] = _hers(answer, how, by)
    if answer.participation_id is None and by.role == Role.BORROWER and by.own_id is not None:
        fields["person_id"] = by.own_id
        answer.person_id = by.own_id
    if answer.state != "wants_change":
        move(answer, "want_change", by=by, at=at, fields=fields)
        if agreement.state == "agreed":
            move(agreement, "reopen", by=by, at=at)
    else:
        audit.record("acceptance.more_words", about=answer, by=by, at=at)
    _amend(answer, at, **{WISH: words, REPLY: None})
    return answer


@action
def answer_wish(*, answer: Acceptance, words: str, by: Actor, at: datetime) -> Acceptance:
    """Answer one who wants something changed, when the agreement stays as it is."""
    if not words.strip():
        raise Refused(_("Write an answer first."))
    agreement = _check_counts(answer)
    _give_time(agreement, by, at)
    move(answer, "answer", by=by, at=at)
    if answer.person.erased_at is None:
        _amend(answer, at, **{REPLY: words})
    return answer


def _give_time(agreement: Agreement, by: Actor, at: datetime) -> None:
    """Nobody is to be late because we were: some days at least after an answer of ours."""
    first = clock.local_day(at) + timedelta(days=3)
    fields = {"accept_by": max(first, agreement.accept_by or first)}
    if agreement.state == "late":
        move(agreement, "reopen", by=by, at=at, fields=fields)
    else:
        agreement.accept_by = fields["accept_by"]
        agreement.save(update_fields=["accept_by"])


@action
def assess(
    *, answer: Acceptance, suitable: bool, reason: str, by: Actor, at: datetime
) -> Acceptance:
    """Say what a declaration means for this assignment, and why. The words are kept with hers.

    Not suitable ends her answer; `workflows.agreements.assess` takes her off the loan with it.
    """
    if not reason.strip():
        raise Refused(_("Write why, in a sentence."))
    agreement = _check_counts(answer)
    outcome = Acceptance.Outcome.NO_OBSTACLE if suitable else Acceptance.Outcome.NOT_SUITABLE
    move(
        answer, "assess" if suitable else "find_unsuitable", by=by, at=at,
        fields={"outcome": outcome, "assessed_at": at, "assessed_by": by.id},
        facts={"outcome": str(outcome)},
    )  # fmt: skip
    if answer.person.erased_at is None:
        _amend(answer, at, **{ASSESSMENT: reason})
    _complete(agreement, by, at)
    return answer


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
def joined(
    *, participation: Participation, pay: Pay | None, by: Actor, at: datetime
) -> Acceptance | None:
    """Somebody has joined a team whose agreement has been sent: she is asked too."""
    agreement = live_of(participation.loan)
    there = agreement is not None and agreement.acceptances.filter(participation=participation)
    if agreement is None or agreement.state == "draft" or participation.outside or there:
        unchanged()
        return None
    lock(agreement)
    answer = _ask(agreement, participation, pay, at)
    first = clock.local_day(at + ANSWERED_WITHIN)
    agreement.accept_by = max(first, agreement.accept_by or first)
    agreement.save(update_fields=["accept_by"])
    if agreement.state in {"agreed", "late"}:
        move(agreement, "reopen", by=by, at=at)
    audit.record("acceptance.asked", about=answer, by=by, at=at)
    tell_sides(agreement, "agreement", at, only=[answer])
    return answer


@action
def left(*, participation: Participation, by: Actor, at: datetime) -> Acceptance | None:
    """Somebody takes no part any more: nothing waits for her yes."""
    rows = Acceptance.objects.filter(participation=participation, state__in=OPEN)
    answer = rows.select_related("agreement__loan").order_by("-created_at").first()
    if answer is None:
        unchanged()
        return None
    move(answer, "leave", by=by, at=at)
    _complete(answer.agreement, by, at)
    return answer


@action
def pay_changed(
    *, participation: Participation, pay: Pay, by: Actor, at: datetime
) -> Acceptance | None:
    """What she gets is another than what she said yes to: hers alone is asked anew."""
    rows = Acceptance.objects.filter(participation=participation, state__in=OPEN)
    answer = rows.select_related("agreement__loan", "person").order_by("-created_at").first()
    if answer is None or (answer.amount, answer.basis, answer.payer) == (
        pay.amount, pay.basis, pay.payer,
    ):  # fmt: skip
        unchanged()
        return None
    agreement = answer.agreement
    lock(agreement)
    fields = {"amount": pay.amount, "basis": pay.basis, "payer": pay.payer}
    if answer.state in {"accepted", "declared"}:
        _give_time(agreement, by, at)
        if agreement.state == "agreed":
            move(agreement, "reopen", by=by, at=at)
        return move(answer, "ask_again", by=by, at=at, fields=fields)
    for name, value in fields.items():
        setattr(answer, name, value)
    answer.save(update_fields=list(fields))
    audit.record("acceptance.pay_changed", about=answer, by=by, at=at)
    return answer


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
def new_contact(*, request: LoanRequest, by: Actor, at: datetime) -> Acceptance | None:
    """Somebody else speaks for the borrower: what waits for a yes waits for hers.

    A yes that has been given stays the one's who gave it: it was the organisation's.
    """
    answer = Acceptance.objects.filter(
        agreement__loan__request=request, participation__isnull=True, state="asked"
    ).first()
    if answer is None:
        unchanged()
        return None
    answer.person_id = request.contact_id
    answer.save(update_fields=["person"])
    audit.record("acceptance.new_contact", about=answer, by=by, at=at)
    return answer


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
    if agreement.state == "without":
        unchanged()
        return agreement
    if not reason.strip():
        raise Refused(
            _("Not everybody has said yes to the agreement. Write why it was held all the same.")
        )
    return go_without(agreement=agreement, reason=reason, by=by, at=at)


def forget(contributor: Any, at: datetime) -> None:
    """What her answers say about her. That she said yes, when and how, stays with her number."""
    Acceptance.objects.filter(participation__contributor=contributor).update(
        support="", conflict="", outcome="", assessed_at=None, assessed_by=None
    )
