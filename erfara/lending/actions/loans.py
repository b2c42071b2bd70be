"""Writes about a loan, from the first yes to the day it is closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation import audit
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.letters import tell_borrower, tell_participants
from erfara.lending.models import (
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.people.actions.signs import seen
from erfara.people.models import Contributor


def _loan_of(request: LoanRequest, by: Actor, at: datetime) -> Loan:
    loan = Loan.objects.filter(request=request).first()
    if loan is None:
        loan = Loan.objects.create(
            programme_id=request.programme_id, request=request, state=Loan.table.initial,
            created_at=at,
        )  # fmt: skip
        audit.record("loan.began", about=loan, by=by, at=at, to_state=loan.state)
    return loan


def _check_still_asking(request: LoanRequest) -> None:
    """Refuse to add to the team of a request that has ended, or never came so far."""
    if not policies.lock_asking(request):
        raise Stale(_("Somebody else was just here. Look at the page as it is now."))


@action
def confirm(*, inquiry: Inquiry, by: Actor, at: datetime) -> Participation:
    """Confirm somebody who has said yes. With the first one the loan begins."""
    _check_still_asking(inquiry.request)
    loan = _loan_of(inquiry.request, by, at)
    if loan.is_over:
        raise Refused(_("The loan is over. Nobody more can be confirmed."))
    move(inquiry, "confirm", by=by, at=at)
    participation = Participation.objects.create(
        programme_id=inquiry.programme_id, loan=loan, contributor=inquiry.contributor,
        inquiry=inquiry, state=Participation.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("participation.confirmed", about=participation, by=by, at=at)
    return participation


@action
def add_outside(*, request: LoanRequest, count: int, by: Actor, at: datetime) -> Loan:
    """Note people whom the borrower has found outside the library. They are a number here."""
    if not 1 <= count <= 100:
        raise Refused(_("Write how many, from 1 to 100."))
    _check_still_asking(request)
    loan = _loan_of(request, by, at)
    if loan.is_over:
        raise Refused(_("The loan is over. Nobody more can be confirmed."))
    for _i in range(count):
        Participation.objects.create(
            programme_id=request.programme_id, loan=loan, outside=True,
            state=Participation.table.initial, created_at=at,
        )  # fmt: skip
    audit.record("loan.outside_added", about=loan, by=by, at=at, facts={"count": count})
    return loan


@action
def settle_team(*, loan: Loan, reason: str = "", by: Actor, at: datetime) -> Loan:
    """The team is complete. Fewer than the programme's smallest team needs a reason."""
    lock(loan)
    taking_part = loan.participations.filter(state="confirmed").count()
    policies.check_team(loan, taking_part, reason)
    loan.team_reason = reason.strip()
    loan.save(update_fields=["team_reason"])
    audit.record("loan.team_settled", about=loan, by=by, at=at, facts={"people": taking_part})
    tell_borrower(loan.request, "team_ready", at)
    return loan


@action
def withdraw_participation(
    *, participation: Participation, by: Actor, at: datetime
) -> Participation:
    """Somebody can't take part after all. No reason is asked for.

    A borrower who has been told that the team is ready is told that it has changed.
    """
    loan = participation.loan
    lock(loan)
    move(participation, "withdraw", by=by, at=at)
    loan.request.refresh_from_db(fields=["state"])
    if loan.state == "confirmed" and loan.request.state == "ended":
        tell_borrower(loan.request, "team_changed", at, occasion=str(participation.pk))
    return participation


def _occasion(
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    digital: bool,
    by: Actor,
    at: datetime,
) -> Occasion:
    if loan.state != "confirmed":
        raise Refused(_("The loan has already been held or cancelled."))
    if ends_at <= starts_at:
        raise Refused(_("It ends before it begins. Change one of the times."))
    occasion = Occasion.objects.create(
        programme_id=loan.programme_id, loan=loan, starts_at=starts_at, ends_at=ends_at,
        place=place.strip(), digital=digital, state=Occasion.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("occasion.planned", about=occasion, by=by, at=at)
    return occasion


@action
def plan_occasion(
    *,
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    digital: bool,
    by: Actor,
    at: datetime,
) -> Occasion:
    """A time at which the loan is held. Everybody who takes part is told."""
    if starts_at <= at:
        raise Refused(
            _("That time has passed, so nobody can be told of it. Write one that is still to "
              "come, or say that it has already been held.")
        )  # fmt: skip
    occasion = _occasion(loan, starts_at, ends_at, place, digital, by, at)
    tell_participants(loan, "occasion_planned", at, occasion=str(occasion.pk))
    tell_borrower(loan.request, "occasion_planned", at, occasion=str(occasion.pk))
    return occasion


def _check_begun(starts_at: datetime, at: datetime) -> None:
    """Refuse to write down as held what is still to come."""
    if starts_at > at:
        raise Refused(_("It has not begun yet. Note it when it has been held."))


@action
def note_occasion(
    *,
    loan: Loan,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    digital: bool,
    by: Actor,
    at: datetime,
) -> Occasion:
    """A time at which the loan was held without being planned here. Nobody is told of it."""
    _check_begun(starts_at, at)
    occasion = _occasion(loan, starts_at, ends_at, place, digital, by, at)
    return move(occasion, "hold", by=by, at=at)


@action
def hold_occasion(*, occasion: Occasion, by: Actor, at: datetime) -> Occasion:
    """The occasion was held."""
    _check_begun(occasion.starts_at, at)
    return move(occasion, "hold", by=by, at=at)


@action
def cancel_occasion(*, occasion: Occasion, reason: str, by: Actor, at: datetime) -> Occasion:
    """One occasion is cancelled; the loan may go on with others."""
    return move(occasion, "cancel", by=by, at=at, reason=reason)


@action
def carry_out(*, loan: Loan, absent: Collection[UUID], on: date, by: Actor, at: datetime) -> Loan:
    """The loan has been carried out. `absent`: participations of those who did not come.

    From here the loan owes: a follow-up with the borrower and each person, a summary to everybody
    and the borrower's own feedback, each with a day.
    """
    lock(loan)
    if loan.occasions.filter(state="planned").exists():
        raise Refused(_("Note for each occasion whether it was held or cancelled first."))
    if not loan.occasions.filter(state="held").exists():
        raise Refused(_("No occasion has been held. Cancel the loan, or note when it was held."))
    loan.request.refresh_from_db(fields=["state"])
    if loan.request.state != "ended":
        raise Refused(_("Say that the team is complete first."))
    taking_part = list(loan.participations.filter(state="confirmed").order_by("created_at", "id"))
    came = [p for p in taking_part if p.pk not in absent]
    if not came:
        raise Refused(_("Nobody came. Cancel the loan instead, and say why."))
    programme = loan.programme
    for participation in taking_part:
        move(participation, "take_part" if participation in came else "stay_away", by=by, at=at)
    follow_up_by = on + timedelta(days=programme.follow_up_days)
    FollowUp.objects.create(
        programme=programme, loan=loan, due_on=follow_up_by, state="due", created_at=at
    )
    for participation in came:
        if not participation.outside:
            FollowUp.objects.create(
                programme=programme, loan=loan, participation=participation, due_on=follow_up_by,
                state="due", created_at=at,
            )  # fmt: skip
    for kind in Feedback.Kind.values:
        Feedback.objects.create(
            programme=programme, loan=loan, kind=kind,
            due_on=on + timedelta(days=programme.feedback_days), state="owed", created_at=at,
        )  # fmt: skip
    here = [p.contributor_id for p in came if p.contributor_id is not None]
    seen(Contributor.objects.filter(pk__in=here).values_list("person_id", flat=True), on)
    move(loan, "carry_out", by=by, at=at, fields={"carried_out_on": on})
    tell_borrower(loan.request, "follow_up", at)
    tell_participants(loan, "follow_up", at)
    return loan


@action
def cancel(*, loan: Loan, cancel_reason: str, words: str, by: Actor, at: datetime) -> Loan:
    """Cancel a loan that hasn't been carried out. Everybody is told, with the reason's words."""
    if cancel_reason not in Loan.CancelReason.values:
        raise Refused(_("Choose why the loan is cancelled."))
    lock(loan)
    for occasion in loan.occasions.filter(state="planned").order_by("starts_at"):
        move(occasion, "cancel", by=by, at=at, reason=words)
    move(
        loan, "cancel", by=by, at=at, reason=words, fields={"cancel_reason": cancel_reason},
        facts={"cancel_reason": cancel_reason},
    )  # fmt: skip
    for participation in loan.participations.filter(state="confirmed").order_by("created_at"):
        move(participation, "cancel", by=by, at=at)
    return loan


@action
def close(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """Close a loan. Follow-up and feedback are recorded, or the reason why they never will be."""
    if loan.state == "closed":
        unchanged()
        return loan
    follow_ups, feedback = policies.left_to_do(
        list(loan.follow_ups.all()), list(loan.feedback.all())
    )
    if follow_ups or feedback:
        raise Refused(
            ngettext_lazy(
                "One thing is left before the loan can be closed.",
                "{count} things are left before the loan can be closed.",
                len(follow_ups) + len(feedback),
            ),
            count=len(follow_ups) + len(feedback),
        )
    return move(loan, "close", by=by, at=at, fields={"closed_at": at})
