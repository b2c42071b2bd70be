"""Writes about a loan, from the first yes to the day it is closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.actions import replacing
from erfara.lending.actions.attending import step_out
from erfara.lending.actions.calling import owe_calls
from erfara.lending.actions.occasions import expect_at, fall_with_loan
from erfara.lending.attending import came_to, check_free_in, planned_of
from erfara.lending.letters import tell_borrower, tell_participants
from erfara.lending.models import (
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Participation,
)
from erfara.lending.occasion_letters import tell_joined
from erfara.lending.states.loans import PART
from erfara.people.actions.signs import seen


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
        raise Stale()


@action
def confirm(*, inquiry: Inquiry, most: int | None = None, by: Actor, at: datetime) -> Participation:
    """Confirm somebody who has said yes. With the first one the loan begins.

    `most`: refused when so many take part already. In a team that was complete she takes the place
    of one who left.
    """
    _check_still_asking(inquiry.request)
    loan = _loan_of(inquiry.request, by, at)
    if loan.is_over:
        raise Refused(_("The loan is over. Nobody more can be confirmed."))
    policies.check_room(loan, most)
    policies.check_trained(inquiry.request, inquiry.contributor, clock.local_day(at))
    expected = check_free_in(loan, inquiry.contributor)
    move(inquiry, "confirm", by=by, at=at)
    participation = Participation.objects.create(
        programme_id=inquiry.programme_id, loan=loan, contributor=inquiry.contributor,
        inquiry=inquiry, state=Participation.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("participation.confirmed", about=participation, by=by, at=at)
    expect_at(expected, [participation], at)
    tell_joined(participation, expected, at)
    if inquiry.request.state == "ended":
        replacing.fill_place(participation, by, at)
    return participation


@action
def add_outside(
    *,
    request: LoanRequest,
    count: int,
    through: str = "",
    brings: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Loan:
    """Note people from outside the library: how many, through whom, what they bring.

    Nothing else is known of them. `brings`: roles of experience.
    """
    if not 1 <= count <= 100:
        raise Refused(_("Write how many, from 1 to 100."))
    described = policies.check_outside(through, brings)
    _check_still_asking(request)
    loan = _loan_of(request, by, at)
    if loan.is_over:
        raise Refused(_("The loan is over. Nobody more can be confirmed."))
    if request.state == "ended" and count > loan.vacancies.filter(state="open").count():
        raise Refused(_("That is more than have left. Write fewer."))
    return join_outside(request, count, described, by, at)


def join_outside(
    request: LoanRequest, count: int, described: Mapping[str, Any], by: Actor, at: datetime
) -> Loan:
    """So many from outside join the team: they are expected at what is planned, and in a team that
    was complete they take the places that were left. Call with the request locked and asking."""
    loan = _loan_of(request, by, at)
    added = [
        Participation.objects.create(
            programme_id=request.programme_id, loan=loan, outside=True,
            state=Participation.table.initial, created_at=at, **described,
        )
        for _i in range(count)
    ]  # fmt: skip
    expect_at(planned_of(loan), added, at)
    if request.state == "ended":
        places = loan.vacancies.filter(state="open").count()
        for participation in added[:places]:
            replacing.fill_place(participation, by, at)
    audit.record("loan.outside_added", about=loan, by=by, at=at, facts={"count": count})
    return loan


@action
def change_outside(
    *, participation: Participation, through: str, brings: Collection[str], by: Actor, at: datetime
) -> Participation:
    """Set right through whom one from outside came, and what she brings."""
    if not participation.outside or participation.loan.is_over:
        raise Refused(_("Nothing more can be written about this one."))
    for column, value in policies.check_outside(through, brings).items():
        setattr(participation, column, value)
    participation.save(update_fields=["through", "brings"])
    audit.record("participation.outside_changed", about=participation, by=by, at=at)
    return participation


@action
def settle_team(*, loan: Loan, reason: str = "", by: Actor, at: datetime) -> Loan:
    """The team is complete. Fewer than the programme's smallest team needs a reason."""
    lock(loan)
    taking_part = loan.participations.filter(state__in=PART).count()
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

    Whoever was at one of its times, or may have been at one that nobody has noted yet, has `left`:
    what she did is hers, and she counts when the loan has been carried out. A borrower who has been
    told that the team is ready is told that it has changed, and somebody else is looked for. Of
    those who are lent their own library alone says so: what was said here would not hold.
    """
    if participation.passed_on is not None and by.role != Role.SYSTEM:
        raise Refused(
            _("They come from {name}, which notes when somebody can't come. Then it is so here at "
              "once."),
            name=participation.passed_on.to_programme.name,
        )  # fmt: skip
    loan = participation.loan
    lock(loan)
    step_out(participation, by, at)
    loan.request.refresh_from_db(fields=["state"])
    if loan.state == "confirmed" and loan.request.state == "ended":
        replacing.leave_place(participation, by, at)
        tell_borrower(loan.request, "team_changed", at, occasion=f"left {participation.pk}")
    return participation


@action
def carry_out(*, loan: Loan, on: date | None = None, by: Actor, at: datetime) -> Loan:
    """The loan has been carried out: it took part who came to at least one of its times, also who
    has left since.

    From here the loan owes: a follow-up with the borrower and each person, a summary to everybody
    and the borrower's own feedback, each with a day. `on`: the day they are counted from; None is
    the last day that it was held.
    """
    policies.lock_asking(loan.request)
    lock(loan)
    if loan.occasions.filter(state="planned").exists():
        raise Refused(_("Note for each occasion whether it was held or cancelled first."))
    held = loan.occasions.filter(state="held").aggregate(last=Max("starts_at"))["last"]
    if held is None:
        raise Refused(_("No occasion has been held. Cancel the loan, or note when it was held."))
    on = on or clock.local_day(held)
    loan.request.refresh_from_db(fields=["state"])
    if loan.request.state != "ended":
        raise Refused(_("Say that the team is complete first."))
    team = loan.participations.filter(state__in=PART).select_related("contributor__person")
    taking_part = list(team.order_by("created_at", "id"))
    there = came_to(loan)
    came = [p for p in taking_part if p.pk in there]
    if not came:
        raise Refused(_("Nobody came. Cancel the loan instead, and say why."))
    programme = loan.programme
    for participation in taking_part:
        away = "was_away" if participation.state == "left" else "stay_away"
        move(participation, "take_part" if participation in came else away, by=by, at=at)
    follow_up_by = on + timedelta(days=programme.follow_up_days)
    FollowUp.objects.create(
        programme=programme, loan=loan, due_on=follow_up_by, state="due", created_at=at
    )
    here = [p for p in came if p.contributor and p.contributor.person.erased_at is None]
    for participation in here:
        FollowUp.objects.create(
            programme=programme, loan=loan, participation=participation, due_on=follow_up_by,
            state="due", created_at=at,
        )  # fmt: skip
    for kind in Feedback.Kind.values:
        Feedback.objects.create(
            programme=programme, loan=loan, kind=kind,
            due_on=on + timedelta(days=programme.feedback_days), state="owed", created_at=at,
        )  # fmt: skip
    seen([p.contributor.person_id for p in here if p.contributor], on)
    replacing.end_places(loan, by, at)
    move(loan, "carry_out", by=by, at=at, fields={"carried_out_on": on})
    tell_borrower(loan.request, "follow_up", at)
    tell_participants(loan, "follow_up", at)
    return loan


@action
def cancel(*, loan: Loan, cancel_reason: str, words: str, by: Actor, at: datetime) -> Loan:
    """Cancel a loan that nobody has been at. Everybody is told, with the reason's words.

    What somebody came to can't be undone: such a loan is ended by `carry_out`.
    """
    if cancel_reason not in Loan.CancelReason.values:
        raise Refused(_("Choose why the loan is cancelled."))
    policies.lock_asking(loan.request)
    lock(loan)
    if came_to(loan):
        raise Refused(
            _("Somebody has come to it already, so it can't be cancelled. End it here instead: "
              "then those who came are paid, and hear what came of it.")
        )  # fmt: skip
    replacing.end_places(loan, by, at)
    fall_with_loan(loan, by, at)
    move(
        loan, "cancel", by=by, at=at, reason=words, fields={"cancel_reason": cancel_reason},
        facts={"cancel_reason": cancel_reason},
    )  # fmt: skip
    for participation in loan.participations.filter(state="confirmed").order_by("created_at"):
        move(participation, "cancel", by=by, at=at)
    for participation in loan.participations.filter(state="left").order_by("created_at"):
        move(participation, "was_away", by=by, at=at)
    team = loan.participations.filter(state="cancelled").select_related("contributor")
    owe_calls(team.order_by("created_at", "id"), Participation.CallAbout.CANCELLED, at)
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
