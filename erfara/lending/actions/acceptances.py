"""Writes about each side's answer to an agreement: yes, something to change, something declared.

What is paid comes from above (`Pay`): compensation lies over lending.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import agreement_texts as texts
from erfara.lending.actions.agreements import OPEN, Pay, ask, live_of
from erfara.lending.agreement_letters import tell_sides
from erfara.lending.models import Acceptance, Agreement, LoanRequest, Participation
from erfara.people.models import Contributor
from erfara.people.policies import check_still_here

ANSWERED_WITHIN = timedelta(days=10)
AFTER_AN_ANSWER = timedelta(days=3)
# Words in the vault, each a field of the answer's blob.
WISH, REPLY, SUPPORT, DECLARATION, ASSESSMENT = (
    "wish", "reply", "support_person", "declaration", "assessment",
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
    first = clock.local_day(at) + AFTER_AN_ANSWER
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
    answer = ask(agreement, participation, pay, at)
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


def forget(contributor: Contributor, at: datetime) -> None:
    """What her answers say about her. That she said yes, when and how, stays with her number."""
    Acceptance.objects.filter(participation__contributor=contributor).update(
        support="", conflict="", outcome="", assessed_at=None, assessed_by=None
    )
