"""How far a newcomer has come on the tour: one loan, from the request to its end.

The tour is walked with the newest request that has come in to the living county since the
demonstration was played. Reads only, in a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from erfara.accounts.models import User
from erfara.compensation.queries import unsettled
from erfara.lending.actions.agreements import live_of
from erfara.lending.models import (
    Acceptance,
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.lending.policies import assignment_items
from erfara.organisations.models import Membership, Programme
from erfara.workflows.demonstration.ways_in import USERS

TEAM = 2
_YES = ("yes", "confirmed", "late")


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: who to be (nobody: without an account), what its page is about, and whether done.

    `who` is the id of a user or of a person; without it the page needs no sign-in. `about` is
    empty as long as the tour has not come so far.
    """

    key: str
    done: bool
    who: UUID | None = None
    about: UUID | None = None
    borrows: bool = False


def newest_request(programme: Programme) -> LoanRequest | None:
    """The request that the tour is walked with."""
    played = (
        Membership.objects.filter(programme=programme)
        .order_by("created_at", "id").values_list("created_at", flat=True).first()
    )  # fmt: skip
    if played is None:
        return None
    return (
        LoanRequest.objects.filter(programme=programme, received_at__gt=played)
        .select_related("assignment").order_by("-no").first()
    )  # fmt: skip


def tour(programme: Programme | None) -> list[Stop]:
    """The stops that have been reached, in their order; none where there is no living county."""
    user = User.objects.filter(email=USERS[0][0], is_active=True).first()
    if programme is None or user is None:
        return []
    request = newest_request(programme)
    if request is None:
        return [Stop(STOPS[0], False)]
    return [Stop("ask", True), *_prepared(request, user.pk), *_lent(request, user.pk)]


def _prepared(request: LoanRequest, user: UUID) -> Iterator[Stop]:
    """From the first meeting until a team is complete."""
    met = request.terms_accepted_at is not None and request.meeting_held_on is not None
    yield Stop("meet", met, user, request.pk)
    assignment = getattr(request, "assignment", None)
    written = assignment is not None and all(item.done for item in assignment_items(assignment))
    yield Stop("assignment", met and written, user, request.pk)
    asked = list(
        Inquiry.objects.filter(request=request).exclude(state__in=["chosen", "dropped"])
        .order_by("created_at", "id").values_list("id", "state", "contributor__person_id")
    )  # fmt: skip
    yield Stop("choose", len(asked) >= TEAM, user, request.pk)
    said_yes = sum(state in _YES for _pk, state, _person in asked)
    over = said_yes >= TEAM or request.state == "ended"
    pk, person = next(((pk, p) for pk, state, p in asked if state == "sent"), (None, None))
    yield Stop("answer", over, person, pk)
    confirmed = sum(state == "confirmed" for _pk, state, _person in asked)
    yield Stop("confirm", confirmed >= TEAM or request.state == "ended", user, request.pk)
    yield Stop("complete", request.state == "ended", user, request.pk)


def _lent(request: LoanRequest, user: UUID) -> Iterator[Stop]:
    """From the loan until it is closed."""
    loan = Loan.objects.filter(request=request).first()
    if loan is None:
        return
    agreement = live_of(loan)
    state = agreement.state if agreement is not None else "agreed"
    yield Stop("agreement", state != "draft", user, loan.pk)
    unsaid = (
        Acceptance.objects.filter(agreement=agreement, state="asked")
        .select_related("participation").order_by("created_at", "id").first()
    )  # fmt: skip
    part = unsaid.participation if unsaid else None
    about = part.inquiry_id if part else request.pk
    over = state != "draft" and unsaid is None
    yield Stop("agree", over, unsaid.person_id if unsaid else None, about, borrows=part is None)
    held = Occasion.objects.filter(loan=loan, state="held").exists()
    yield Stop("hold", held, user, loan.pk)
    yield Stop("carry_out", loan.state != "confirmed", user, loan.pk)
    due = list(
        FollowUp.objects.filter(loan=loan).select_related("participation__contributor")
        .order_by("created_at", "id")
    )  # fmt: skip
    theirs = [row.state for row in due if row.participation is None]
    yield Stop("borrower_says", bool(due) and "due" not in theirs, request.contact_id, request.pk)
    waiting = [row.participation for row in due if row.state == "due"]
    part = next((one for one in waiting if one is not None and one.contributor is not None), None)
    person = part.contributor.person_id if part and part.contributor else None
    yield Stop("person_says", bool(due) and part is None, person, part.inquiry_id if part else None)
    feedback = {
        kind: (pk, state)
        for pk, kind, state in Feedback.objects.filter(loan=loan).values_list("id", "kind", "state")
    }
    summary, its_state = feedback.get(Feedback.Kind.SUMMARY, (None, "owed"))
    yield Stop("summary", its_state != "owed", user, summary)
    _pk, told = feedback.get(Feedback.Kind.BORROWER, (None, "owed"))
    yield Stop("led_to", told != "owed", request.contact_id, request.pk)
    team = Participation.objects.filter(loan=loan).exists()
    yield Stop("pay", team and loan.state != "confirmed" and not unsettled(loan), user, loan.pk)
    yield Stop("close", loan.state == "closed", user, loan.pk)


STOPS = (
    "ask", "meet", "assignment", "choose", "answer", "confirm", "complete", "agreement",
    "agree", "hold", "carry_out",
    "borrower_says", "person_says", "summary", "led_to", "pay", "close",
)  # fmt: skip
