"""A request that goes to another library, and people lent across."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock
from erfara.lending import passing_queries as queries
from erfara.lending.actions import ends, inquiries, meetings, passing, requests
from erfara.lending.models import LoanRequest, PassedOn
from erfara.lending.policies import ASSIGNMENT, check_may_ask
from erfara.organisations.models import Programme
from erfara.workflows import lend
from erfara.workflows.between import keep_in_step
from erfara.workflows.timekeeping import quietly

FIELDS = ("name", "email", "phone")


def contact_to_pass_on(passed: PassedOn, by: Actor, at: datetime) -> Mapping[str, str]:
    """Who the contact is, opened for this one passing on. Before the action, outside it."""
    person_id = passed.request.contact_id
    opened = vault.open(
        tenant_id=passed.programme_id, person_ids=[person_id], blob="identity", fields=FIELDS,
        purpose="pass_on", case=str(passed.pk), actor=by, at=at,
    )  # fmt: skip
    return {name: text or "" for name, text in (opened.get(person_id) or {}).items()}


def notes_to_pass_on(passed: PassedOn, by: Actor, at: datetime) -> str:
    """What was said at the first meeting, opened for this one passing on, in the same way."""
    request = passed.request
    opened = vault.open(
        tenant_id=passed.programme_id, person_ids=[request.contact_id], blob=meetings.BLOB,
        fields=(str(request.pk),), purpose="pass_on", case=str(passed.pk), actor=by, at=at,
    )  # fmt: skip
    return (opened.get(request.contact_id) or {}).get(str(request.pk)) or ""


@action
def agree(
    *, passed: PassedOn, contact: Mapping[str, str], notes: str = "", by: Actor, at: datetime
) -> PassedOn:
    """The borrower says yes: the other library gets the request as its own, and it ends here.

    What was worked out goes along: the assignment, and what was agreed on and noted at the first
    meeting. Who pays and what is settled there, and each colleague is asked anew by the contact:
    the yes of one is no yes of another. `contact` and `notes` are what `contact_to_pass_on` and
    `notes_to_pass_on` opened; they are stored anew under the other's key. When the other library
    has closed meanwhile, it comes back instead.
    """
    lock(passed)
    passed.refresh_from_db()
    if passed.state != "asked":
        raise Stale()
    request, to = passed.request, passed.to_programme
    lock(request)
    try:
        passing.check_takes(to, request.programme)
    except Refused:
        return passing.closed_meanwhile(passed=passed, by=by, at=at)
    if not contact.get("name") and not contact.get("email") and not contact.get("phone"):
        raise Refused(_("Nobody is left to ask. Write who takes over first."))
    received = lend.receive_request(
        programme=to, organisation=request.unit.organisation.name, unit=request.unit.name,
        contact={"address": "", **contact}, wishes=_wishes(request), taken_down=False,
        by=Actor.system(to.pk), at=at,
    )  # fmt: skip
    _work_goes_along(request, received, notes, at)
    passing.went_over(passed=passed, received=received, by=by, at=at)
    ends.pass_on(request=request, by=by, at=at)
    inquiries.tell_everybody(request=request, by=by, at=at)
    return passed


def _work_goes_along(
    request: LoanRequest, received: LoanRequest, notes: str, at: datetime
) -> None:  # fmt: skip
    """What was worked out in one library, as the other's own from the start."""
    there = Actor.system(received.programme_id)
    written = request.assignment
    values = {
        name: getattr(written, name) for name in ASSIGNMENT if name not in {"payer", "payment"}
    }
    requests.change_assignment(request=received, values=values, by=there, at=at)
    agreed = {name: getattr(request, name) for name in meetings.AGREED}
    meetings.keep_notes(request=received, notes=notes, agreed=agreed, by=there, at=at)


def _wishes(request: LoanRequest) -> dict[str, Any]:
    return {name: getattr(request, name) for name in requests.WISHES}


@action
def ask_for_people(
    *,
    request: LoanRequest,
    to: Programme,
    number: int,
    words: str,
    answer_by: date,
    by: Actor,
    at: datetime,
) -> PassedOn:
    """Ask another library to lend people. There it is a request whose borrower is this library.

    Its contact is the address that this library has for those who have questions: a function, no
    person. Terms and assignment are the ones that were agreed on here.
    """
    lock(request)
    here = request.programme
    passing.check_takes(to, here)
    if answer_by < clock.local_day(at):
        raise Refused(_("The last day to answer has already been. Choose a later one."))
    if not 1 <= number <= 100:
        raise Refused(_("Write how many, from 1 to 100."))
    check_may_ask(request, request.assignment)
    if not here.contact_email:
        raise Refused(
            _("Write an e-mail address for those who have questions in the settings first. The "
              "other {library:sg} answers there.")
        )  # fmt: skip
    received = lend.receive_request(
        programme=to, organisation=here.owner or here.name, unit=here.name,
        contact={"name": here.name, "email": here.contact_email, "phone": here.contact_phone,
                 "address": ""},
        wishes={**_wishes(request), "people_wanted": number}, taken_down=False,
        by=Actor.system(to.pk), at=at,
    )  # fmt: skip
    values = {name: getattr(request.assignment, name) for name in ASSIGNMENT}
    values |= {"people_wanted": number, "payer": Programme.Payer.BORROWER}
    requests.change_assignment(
        request=received, values=values, by=Actor(Role.COORDINATOR, to.pk), at=at
    )
    requests.accept_terms(
        request=received, by=Actor(Role.BORROWER, to.pk, received.contact_id), at=at
    )
    return passing.begin_help(
        request=request, to=to, number=number, words=words, answer_by=answer_by,
        received=received, by=by, at=at,
    )  # fmt: skip


def pass_on_in_time(at: datetime) -> int:
    """Remind of a yes or no once, let it go after the last day, and keep both sides in step."""
    count, day = 0, clock.local_day(at)
    for passed in queries.asked():
        system = Actor.system(passed.programme_id)
        asked = clock.local_day(passed.created_at)
        last = passed.answer_by or asked
        if passed.request.is_over:
            count += quietly(passing.stop, passed=passed, by=system, at=at)
        elif last < day:
            count += quietly(passing.lapse, passed=passed, by=system, at=at)
        elif not passed.to_programme.lends or not passed.to_programme.takes_from_others:
            count += quietly(passing.closed_meanwhile, passed=passed, by=system, at=at)
        elif passed.reminded_at is None and asked < day and asked + (last - asked) / 2 <= day:
            count += quietly(passing.remind_of_passing, passed=passed, by=system, at=at)
    for passed in queries.helping():
        if _is_over(passed):
            system = Actor.system(passed.programme_id)
            count += quietly(passing.stop, passed=passed, by=system, at=at)
        else:
            quietly(keep_in_step, passed=passed, at=at)
    return count


def _is_over(passed: PassedOn) -> bool:
    """Whether the loan that asked has been held: nobody more is awaited."""
    loan = getattr(passed.request, "loan", None)
    return loan is not None and loan.state not in {"confirmed", "cancelled"}
