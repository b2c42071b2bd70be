"""Writes about somebody in the place of one who has left a complete team."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.actions.inquiries import end_lists, tell_those_asked
from erfara.lending.letters import tell_borrower
from erfara.lending.models import Inquiry, Loan, Participation, Vacancy
from erfara.people.policies import why_not_asked
from erfara.people.queries import live_purposes, reached_by_message

# Whoever is asked in somebody's place gets at least so long to answer …
AT_LEAST = timedelta(minutes=30)
# … and one whose loan has no day yet is looked for so long.
WITHOUT_A_DAY = timedelta(days=14)


def last_day(loan: Loan, at: datetime) -> date:
    """How long it makes sense to look: to the day of the next occasion that hasn't begun."""
    ahead = loan.occasions.filter(state="planned", starts_at__gt=at).order_by("starts_at", "id")
    first = ahead.values_list("starts_at", flat=True).first()
    return clock.local_day(first if first is not None else at + WITHOUT_A_DAY)


def leave_place(participation: Participation, by: Actor, at: datetime) -> Vacancy:
    """Note the place that somebody has left in a complete team, and begin to look for another."""
    loan = participation.loan
    vacancy = Vacancy.objects.create(
        programme_id=loan.programme_id, loan=loan, left_by=participation,
        state=Vacancy.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("vacancy.opened", about=vacancy, by=by, at=at, to_state=vacancy.state)
    _seek(loan, last_day(loan, at))
    return vacancy


def _seek(loan: Loan, until: date | None) -> None:
    loan.seeks_until = until
    loan.save(update_fields=["seeks_until"])


def _open(loan: Loan) -> list[Vacancy]:
    return list(loan.vacancies.filter(state="open").order_by("created_at", "id"))


def fill_place(participation: Participation, by: Actor, at: datetime) -> None:
    """Somebody takes the place that was left first. With the last place filled nobody is looked
    for any more: those who were asked are told, and whoever had said yes is on the waiting list.

    Call with the request locked.
    """
    loan = participation.loan
    lock(loan)
    places = _open(loan)
    if not places:
        raise Stale(_("Somebody else has been found already. Look at the page as it is now."))
    move(places[0], "fill", by=by, at=at, fields={"filled_by": participation})
    tell_borrower(loan.request, "team_changed", at, occasion=str(participation.pk))
    if len(places) == 1:
        _stop(loan, by, at)


def _stop(loan: Loan, by: Actor, at: datetime) -> None:
    """Nobody can be asked or answer any more; everybody who was asked hears how it went."""
    _seek(loan, None)
    audit.record("loan.search_ended", about=loan, by=by, at=at)
    said_yes = Inquiry.objects.filter(request=loan.request, state="yes", by_phone=False)
    for inquiry in said_yes.select_related("contributor", "request").order_by("created_at", "id"):
        move(inquiry, "wait", by=by, at=at)
    tell_those_asked(loan.request, by, at)


@action
def let_be(*, loan: Loan, reason: str, by: Actor, at: datetime) -> Loan:
    """It is enough with those who are left. Everybody who was asked hears of it."""
    policies.lock_asking(loan.request)
    lock(loan)
    places = _open(loan)
    if not places:
        raise Stale(_("Nobody is looked for any more. Look at the page as it is now."))
    left = loan.participations.filter(state="confirmed").count()
    if not left:
        raise Refused(_("Nobody is left in the team. Find somebody, or end the loan."))
    for vacancy in places:
        move(vacancy, "let_be", by=by, at=at, reason=reason)
    loan.team_reason = (loan.team_reason or reason.strip())[:300]
    loan.save(update_fields=["team_reason"])
    _stop(loan, by, at)
    return loan


@action
def look_on(*, loan: Loan, until: date, by: Actor, at: datetime) -> Loan:
    """Look for somebody until another day, also when the first one has passed."""
    policies.lock_asking(loan.request)
    lock(loan)
    if loan.state != "confirmed" or not _open(loan):
        raise Stale(_("Nobody is looked for any more. Look at the page as it is now."))
    if until < clock.local_day(at):
        raise Refused(_("That day has passed. Choose a later one."))
    _seek(loan, until)
    audit.record("loan.looks_on", about=loan, by=by, at=at, facts={"until": until.isoformat()})
    return loan


@action
def pass_search(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """The last day to find somebody has passed. What then stands on the coordinators' day."""
    policies.lock_asking(loan.request)
    loan.refresh_from_db(fields=["state", "seeks_until"])
    if loan.seeks_until is None or loan.seeks_until >= clock.local_day(at):
        unchanged()
        return loan
    _stop(loan, by, at)
    return loan


def end_places(loan: Loan, by: Actor, at: datetime) -> None:
    """The loan is held or cancelled: places that nobody took are no longer to be filled, and who
    waited in case somebody fell out is thanked. Call with the request locked."""
    for vacancy in _open(loan):
        move(vacancy, "stop", by=by, at=at)
    loan.refresh_from_db(fields=["seeks_until"])  # somebody may have left since it was read
    if loan.seeks_until is not None:
        _stop(loan, by, at)
    end_lists(loan.request, by, at)


@action
def ask_instead(*, inquiry: Inquiry, answer_before: datetime, by: Actor, at: datetime) -> Inquiry:
    """Ask somebody who was asked before, by a message with a last moment of its own.

    Somebody who gets no messages, or whose details are protected, is phoned: see `workflows.teams`.
    """
    request = inquiry.request
    if not policies.lock_asking(request) or request.state == "asking":
        raise Stale(_("Somebody else has been found already. Look at the page as it is now."))
    if answer_before < at + AT_LEAST:
        raise Refused(_("That is too soon to answer. Choose a later time, or phone."))
    contributor = inquiry.contributor
    lock(contributor)
    person_id = contributor.person_id
    purposes = live_purposes([person_id])[person_id]
    if reason := why_not_asked(contributor, purposes, clock.local_day(at)):
        raise Refused(_("This person can't be asked: {reason}."), reason=reason)
    mailed = reached_by_message([person_id]) - vault.shielded(request.programme_id)
    if person_id not in mailed:
        raise Refused(_("This person gets no messages. Phone instead."))
    return move(
        inquiry, "ask_again", by=by, at=at,
        fields={
            "sent_at": at, "answer_before": answer_before, "answer": "", "answered_at": None,
            "reminded_at": None, "phoned_at": None, "by_phone": False,
        },
    )  # fmt: skip
