"""Writes about a request between two libraries, on the side of the one that asks."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.actions.loans import join_outside, withdraw_participation
from erfara.lending.letters import tell_borrower
from erfara.lending.models import EndReason, Loan, LoanRequest, Participation, PassedOn
from erfara.organisations.models import Programme

OPEN = ("asked", "helping", "helped", "changed", "back")
HELPING = ("helping", "helped", "changed")


def check_takes(to: Programme, of: Programme) -> None:
    """Raises Refused unless this programme takes requests of others, and both are running."""
    if to.pk == of.pk or not (to.takes_from_others and to.lends and of.lends):
        raise Refused(_("{name} takes in nothing from others right now."), name=to.name)
    if to.clock_stands_at is not None or of.clock_stands_at is not None:
        raise Refused(_("Nothing is passed on to or from a record of the past."))


def _check_last_day(last: date, at: datetime) -> None:
    if last < clock.local_day(at):
        raise Refused(_("The last day to answer has already been. Choose a later one."))


@action
def ask_to_pass_on(
    *,
    request: LoanRequest,
    to: Programme,
    words: str,
    answer_by: date,
    by: Actor,
    at: datetime,
) -> PassedOn:
    """Ask the borrower whether the whole request may go to another library."""
    lock(request)
    check_takes(to, request.programme)
    _check_last_day(answer_by, at)
    if request.is_over or Loan.objects.filter(request=request).exists():
        raise Refused(_("It is too late to pass this request on."))
    if PassedOn.objects.filter(request=request, state__in=OPEN).exists():
        raise Refused(
            _("Another {library:sg} has this request already. Look at the page as it is now.")
        )
    if request.contact.erased_at is not None:
        raise Refused(_("Nobody is left to ask. Write who takes over first."))
    row = PassedOn.objects.create(
        programme=request.programme, request=request, to_programme=to, kind=PassedOn.Kind.OVER,
        state=PassedOn.table.initial, words=words.strip(), answer_by=answer_by, created_at=at,
    )  # fmt: skip
    audit.record(
        "passed_on.asked", about=row, by=by, at=at, to_state=row.state,
        facts={"kind": row.kind, "to": to.slug},
    )  # fmt: skip
    tell_borrower(request, "pass_on_asked", at, occasion=str(row.pk))
    return row


@action
def refuse(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """The borrower wants to keep it here."""
    return go_back(passed, "refuse", PassedOn.Outcome.REFUSED, by, at)


@action
def lapse(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """Nobody has answered. It goes on here."""
    return go_back(passed, "lapse", PassedOn.Outcome.SILENT, by, at)


@action
def closed_meanwhile(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """The other library no longer takes in anything, before the borrower had answered."""
    return go_back(passed, "lapse", PassedOn.Outcome.CLOSED, Actor.system(passed.programme_id), at)


def go_back(passed: PassedOn, name: str, outcome: str, by: Actor, at: datetime) -> PassedOn:
    """Within another action: it is the asking library's again, with what came of it."""
    return move(passed, name, by=by, at=at, fields={"outcome": outcome, "answer_by": None})


@action
def seen(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """A coordinator has seen what came of it."""
    if passed.state == "changed":
        return move(passed, "see", by=by, at=at, fields={"outcome": ""})
    return move(passed, "note", by=by, at=at, fields={"ended_at": at})


@action
def remind_of_passing(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """The one reminder, halfway to the last day."""
    lock(passed)
    passed.refresh_from_db()
    if passed.state != "asked" or passed.reminded_at is not None:
        raise Stale()
    passed.reminded_at = at
    passed.save(update_fields=["reminded_at"])
    audit.record("passed_on.reminded", about=passed, by=by, at=at)
    tell_borrower(passed.request, "pass_on_asked", at, occasion=f"{passed.pk} again")
    return passed


@action
def went_over(
    *, passed: PassedOn, received: LoanRequest, by: Actor, at: datetime
) -> PassedOn:  # fmt: skip
    """The other library has got it as a request of its own."""
    return move(
        passed, "agree", by=by, at=at,
        fields={"received": received, "answer_by": None, "ended_at": at},
        facts={"to": passed.to_programme.slug},
    )  # fmt: skip


@action
def begin_help(
    *,
    request: LoanRequest,
    to: Programme,
    number: int,
    words: str,
    answer_by: date,
    received: LoanRequest,
    by: Actor,
    at: datetime,
) -> PassedOn:
    """Another library has been asked for people. The question is out, so the request asks."""
    lock(request)
    if not request.is_over and request.state == "specified":
        policies.check_may_ask(request, request.assignment)
        move(request, "start_asking", by=by, at=at, fields={"answer_by": answer_by})
    elif not policies.asks(request):
        raise Refused(_("The question can't be sent now. Look at the request as it is."))
    if PassedOn.objects.filter(request=request, to_programme=to, state__in=HELPING).exists():
        raise Refused(_("{name} is already looking for people."), name=to.name)
    row = PassedOn.objects.create(
        programme=request.programme, request=request, to_programme=to, kind=PassedOn.Kind.HELP,
        state=PassedOn.table.initial, words=words.strip(), answer_by=answer_by, number=number,
        for_whom=str(request.unit), created_at=at,
    )  # fmt: skip
    return move(
        row, "ask_help", by=by, at=at, fields={"received": received},
        facts={"to": to.slug, "people": number},
    )  # fmt: skip


def _lent(passed: PassedOn) -> list[Participation]:
    rows = Participation.objects.filter(passed_on=passed, state="confirmed")
    return list(rows.order_by("-created_at", "id"))


@action
def follow(*, passed: PassedOn, coming: int, over: bool, by: Actor, at: datetime) -> PassedOn:
    """Bring the asking loan in step with what the lending library has: `coming` people.

    `over`: nobody more can come from there. Safe to repeat: what is in step stays as it is.
    """
    # First what was asked and its loan, which whoever ends either has locked before the thread.
    lock(passed.request)
    for loan in Loan.objects.filter(request=passed.request_id):
        lock(loan)
    lock(passed)
    passed.refresh_from_db()
    lent = _lent(passed)
    if passed.state not in HELPING or (len(lent) == coming and not over):
        unchanged()
        return passed
    if coming > len(lent):
        return _more(passed, coming - len(lent), coming, by, at)
    for row in lent[: len(lent) - coming]:
        withdraw_participation(participation=row, by=by, at=at)
    if over and not coming:
        return go_back(passed, "lose", PassedOn.Outcome.DECLINED, by, at)
    if len(lent) == coming:
        unchanged()
        return passed
    if passed.state == "changed":
        passed.number, passed.outcome = coming, PassedOn.Outcome.FEWER
        passed.save(update_fields=["number", "outcome"])
        return passed
    return move(
        passed, "change", by=by, at=at,
        fields={"number": coming, "outcome": PassedOn.Outcome.FEWER},
    )  # fmt: skip


def _more(passed: PassedOn, more: int, coming: int, by: Actor, at: datetime) -> PassedOn:
    """Add those who come, as people from outside; or say that nobody is looked for any more."""
    request = passed.request
    if not policies.lock_asking(request):
        if passed.outcome == PassedOn.Outcome.LATE:
            unchanged()
            return passed
        if passed.state == "changed":
            passed.outcome = PassedOn.Outcome.LATE
            passed.save(update_fields=["outcome"])
            audit.record("passed_on.late", about=passed, by=by, at=at)
            return passed
        return move(passed, "change", by=by, at=at, fields={"outcome": PassedOn.Outcome.LATE})
    described = {"passed_on": passed, "through": Participation.Through.LIBRARY}
    join_outside(request, more, described, by, at)
    return move(passed, "come", by=by, at=at, fields={"number": coming, "outcome": ""})


@action
def stop(*, passed: PassedOn, by: Actor, at: datetime) -> PassedOn:
    """It is over: the request has ended, or the coordinator takes it back."""
    role = by if by.role in {Role.COORDINATOR, Role.BORROWER} else Actor.system(by.tenant_id)
    for row in _lent(passed):
        # In a team that is complete too: nobody is counted on whom the other library lets go.
        asks = not passed.request.is_over or passed.request.end_reason == EndReason.LOAN
        if row.loan.state == "confirmed" and asks:
            system = Actor.system(passed.programme_id)
            withdraw_participation(participation=row, by=system, at=at)
    return move(passed, "stop", by=role, at=at, fields={"answer_by": None, "ended_at": at})
