"""Everything that a loan's page shows, read in a number of queries that does not grow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim, Compensation
from erfara.compensation.policies import may_claim, pays
from erfara.compensation.queries import claims, payments
from erfara.compensation.states import UNPAID, UNSETTLED
from erfara.foundation import audit, clock
from erfara.foundation.actors import Role
from erfara.foundation.models import AuditEvent
from erfara.foundation.states import Transition
from erfara.lending import queries
from erfara.lending.models import Delivery, Feedback, FollowUp, Loan, Participation
from erfara.lending.states.loans import GOING
from erfara.organisations.models import Programme
from erfara.organisations.words import say, say_plural
from erfara.people.models import Experience
from erfara.people.queries import experiences_of
from erfara.vocabulary.choices import ExperienceRole
from erfara.web.coordinator import loan_parts
from erfara.web.coordinator.loan_parts import Hours, Time
from erfara.web.coordinator.names import Names, called_in_team, names
from erfara.web.coordinator.pages import can, due_in_words
from erfara.web.coordinator.request_page import TURNS
from erfara.web.history import Sentence, sentences

Moves = dict[str, Transition | None]


@dataclass(frozen=True, slots=True)
class Member:
    """One in the team."""

    part: Participation
    name: str
    url: str
    roles: str
    can: Moves
    payment: Compensation | None
    pay: Moves
    costs: list[tuple[Compensation, Moves]]
    claims: list[Claim]
    may_claim: bool
    came: int
    held: int

    @property
    def of_times(self) -> str:
        """To how many of several times she came, where it wasn't to all and she is to be paid:
        the sum may be another then."""
        if self.payment is None or self.payment.state != "agreed" or not 0 < self.came < self.held:
            return ""
        return say(_("Came to {came} of {held} times. Change the sum if it is to be less."),
                   came=self.came, held=self.held)  # fmt: skip

    @property
    def open_payments(self) -> int:
        """How many payments and costs of hers are still to be settled."""
        rows = [self.payment, *(row for row, _moves in self.costs)]
        return sum(1 for r in rows if r and r.state in UNSETTLED) + len(self.claims)


@dataclass(frozen=True, slots=True)
class Talk:
    """One follow-up, with whom, and how long there is to it."""

    follow_up: FollowUp
    name: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """A piece of feedback, how long there is to it, and who has got it."""

    feedback: Feedback
    due: str
    late: bool
    reached: list[tuple[Delivery, str]]
    left: int


@dataclass(frozen=True, slots=True)
class Left:
    """One thing to do before the loan can be closed, and where. `who`: whose turn it is, when it
    isn't a coordinator's."""

    text: str
    url: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the way: done, now, todo or skipped."""

    key: str
    title: str
    state: str
    when: date | None = None


@dataclass(frozen=True, slots=True)
class LoanPage:
    """The page of one loan."""

    loan: Loan
    borrower: str
    members: list[Member]
    balance: list[str]
    taking_part: int
    times: list[Time]
    hours: Hours
    talks: list[Talk]
    debts: list[Debt]
    left: list[Left]
    steps: list[Step]
    can: Moves
    next_talk: Talk | None
    next_debt: Debt | None
    history: list[Sentence]

    @property
    def team_settled(self) -> bool:
        return self.loan.request.state == "ended"

    @property
    def planned(self) -> list[Time]:
        """Occasions that are still ahead or have not been noted."""
        return [t for t in self.times if t.occasion.state == "planned"]

    @property
    def may_carry_out(self) -> bool:
        """Whether nothing but the coordinator's word is missing."""
        held = any(t.occasion.state == "held" for t in self.times)
        return self.team_settled and held and not self.planned

    @property
    def somebody_came(self) -> bool:
        """Whether it has been held with somebody: it is ended then, and not cancelled."""
        return any(t.came for t in self.times if t.occasion.state == "held")

    @property
    def to_call(self) -> list[Member]:
        """Those who get no message, and have to hear of something all the same."""
        return [member for member in self.members if member.part.call_about]

    @property
    def pays(self) -> bool:
        """Whether there is something to pay yet: it was held, or cancelled and cost something."""
        return pays(self.loan)

    @property
    def borrower_owes(self) -> bool:
        """Whether the borrower is to pay somebody now."""
        rows = [row for m in self.members for row in (m.payment, *(cost for cost, _ in m.costs))]
        return self.pays and any(
            row and row.amount and row.payer == Programme.Payer.BORROWER and row.state in UNPAID
            for row in rows
        )

    @property
    def unsettled(self) -> int:
        return sum(m.open_payments for m in self.members)


def read(request: Any, loan: Loan) -> LoanPage:
    """Read the page. Opens all its names at once, before anything else is done."""
    team = list(queries.participations(loan))
    ids = [p.contributor.person_id for p in team if p.contributor is not None]
    who = names(request, [*ids, loan.request.contact_id], purpose="request", case=loan.request_id)
    told = experiences_of([p.contributor_id for p in team if p.contributor_id])
    part_names = called_in_team(team, who)
    times = loan_parts.times(request, loan, part_names)
    members = _members(request, loan, team, told, part_names, times)
    talks = [
        Talk(
            f, _with_whom(f, loan, who), due_in_words(f.due_on, request.at),
            f.due_on < clock.local_day(request.at),
        )
        for f in queries.follow_ups(loan)
    ]  # fmt: skip
    debts = _debts(request, loan, members)
    next_talk = next((t for t in talks if not t.follow_up.is_over), None)
    next_debt = next((d for d in debts if not d.feedback.is_over), None)
    called = {
        **part_names,
        **{m.payment.pk: m.name for m in members if m.payment},
        **{row.pk: m.name for m in members for row, _moves in m.costs},
        **{row.pk: m.name for m in members for row in m.claims},
        **{t.follow_up.pk: t.name for t in talks},
        **{c.attendance.pk: c.name for t in times for c in t.people},
        **{d.feedback.pk: say(d.feedback.get_kind_display()) for d in debts},
    }
    events = list(audit.history(loan.pk, *called, *(t.occasion.pk for t in times)))
    return LoanPage(
        loan=loan,
        borrower=who.of(loan.request.contact_id),
        members=members,
        balance=_balance(team, told),
        taking_part=sum(1 for p in team if p.state in GOING),
        times=times,
        hours=loan_parts.hours(loan, part_names),
        talks=talks,
        debts=debts,
        left=_left(loan, members, times, talks, debts),
        steps=_steps(loan, events, [d.feedback for d in debts]),
        can=can(loan, request.viewer),
        next_talk=next_talk,
        next_debt=next_debt,
        history=sentences(events, loan.programme, called),
    )


def _with_whom(follow_up: FollowUp, loan: Loan, who: Names) -> str:
    if follow_up.participation is None:
        return who.of(loan.request.contact_id)
    contributor = follow_up.participation.contributor
    return who.of(contributor.person_id if contributor else None)


Told = dict[UUID, list[Experience]]


def _members(
    request: Any,
    loan: Loan,
    team: list[Participation],
    told: Told,
    called: Mapping[UUID, str],
    times: list[Time],
) -> list[Member]:
    all_paid = list(payments(loan))
    paid = {row.participation_id: row for row in all_paid if row.kind == Compensation.Kind.FEE}
    costs: dict[UUID, list[tuple[Compensation, Moves]]] = {}
    for row in all_paid:
        if row.kind != Compensation.Kind.FEE:
            costs.setdefault(row.participation_id, []).append((row, can(row, request.viewer)))
    waiting: dict[UUID, list[Claim]] = {}
    for claim in claims(loan):
        waiting.setdefault(claim.participation_id, []).append(claim)
    labels = dict(ExperienceRole.choices)
    slug = loan.programme.slug
    held = [time for time in times if time.occasion.state == "held"]
    there = Counter(
        one.attendance.participation_id
        for time in held for one in time.people if one.attendance.state == "came"
    )  # fmt: skip
    found = []
    for part in team:
        part.loan = loan
        roles = {e.role for e in told.get(part.contributor_id, [])} if part.contributor_id else ()
        fee = paid.get(part.pk)
        found.append(
            Member(
                part=part,
                name=called[part.pk],
                url=reverse("coordinator:person", args=[slug, part.contributor_id])
                if part.contributor_id
                else "",
                roles=", ".join(say(labels[r]) for r in ExperienceRole.values if r in roles),
                # Of whom is lent her own library says it.
                can={} if part.passed_on_id else can(part, request.viewer),
                payment=fee,
                pay=can(fee, request.viewer) if fee else {},
                costs=costs.get(part.pk, []),
                claims=waiting.get(part.pk, []),
                may_claim=may_claim(part),
                came=there[part.pk],
                held=len(held),
            )
        )
    return found


def _balance(team: list[Participation], told: Told) -> list[str]:
    """How many in the team have been what. One person may count in several."""
    going = [p.contributor_id for p in team if p.state in GOING and p.contributor_id]
    count = Counter(role for pk in going for role in {e.role for e in told.get(pk, [])})
    return [f"{count[role]} {say(label)}" for role, label in ExperienceRole.choices if count[role]]


def _debts(request: Any, loan: Loan, members: list[Member]) -> list[Debt]:
    called = {m.part.pk: m.name for m in members}
    given: dict[UUID, list[tuple[Delivery, str]]] = {}
    for row in queries.deliveries_of_loan(loan):
        name = called.get(row.participation_id, "")
        given.setdefault(row.feedback_id, []).append((row, name))
    found = []
    for feedback in queries.feedback_of(loan):
        reached = given.get(feedback.pk, [])
        found.append(
            Debt(
                feedback, due_in_words(feedback.due_on, request.at),
                feedback.due_on < clock.local_day(request.at), reached,
                sum(1 for r in reached if r[0].reached_at is None),
            )
        )  # fmt: skip
    return found


def _left(
    loan: Loan,
    members: list[Member],
    times: list[Time],
    talks: list[Talk],
    debts: list[Debt],
) -> list[Left]:
    """What is left before the loan can be closed, each with the place where it is done."""
    if loan.is_over:
        return []
    found = []
    if loan.state == "confirmed":
        if loan.request.state != "ended":
            url = reverse("coordinator:complete_team", args=[loan.programme.slug, loan.request_id])
            found.append(Left(say(_("The team is not complete yet.")), url))
        ahead = [t for t in times if t.occasion.state != "cancelled"]
        if ahead and all(t.occasion.state == "held" for t in ahead):
            url = reverse("coordinator:carry_out", args=[loan.programme.slug, loan.pk])
            found.append(Left(say(_("Note who came.")), url))
        else:
            found.append(Left(say(_("It has to be held.")), "#occasions"))
        return found
    if count := sum(1 for t in talks if not t.follow_up.is_over):
        text = say_plural("One talk afterwards.", "{count} talks afterwards.", count)
        found.append(Left(text, "#follow-up"))
    for debt in debts:
        label = say(debt.feedback.get_kind_display())
        if debt.feedback.state == "owed":
            theirs = debt.feedback.kind == Feedback.Kind.BORROWER
            who = say(TURNS[Role.BORROWER]) if theirs else ""
            found.append(Left(say(_("Tell everybody: {what}."), what=label), "#feedback", who))
        elif debt.feedback.state == "on_its_way":
            text = say_plural(
                "One person has not got it yet: {what}.",
                "{count} people have not got it yet: {what}.", debt.left, what=label,
            )  # fmt: skip
            found.append(Left(text, "#feedback"))
    if count := sum(m.open_payments for m in members):
        text = say_plural("One payment to settle.", "{count} payments to settle.", count)
        found.append(Left(text, "#payment"))
    return found


STEPS = (
    ("team", _("The team is complete"), "confirmed"),
    ("held", _("It is held"), "confirmed"),
    ("followed_up", _("We ask how it went"), "carried_out"),
    ("fed_back", _("Everybody hears what came of it"), "followed_up"),
    ("closed", _("The loan is closed"), "fed_back"),
)


def _never_told(feedback: list[Feedback]) -> Any:
    """What nobody got to hear, since it was written off; nothing when all of it was told."""
    off = {row.kind for row in feedback if row.state == "written_off"}
    if Feedback.Kind.BORROWER in off:
        return _("{borrower:sg.def.cap} never told what came of it")
    return _("The summary was never written") if off else ""


def _steps(loan: Loan, events: list[AuditEvent], feedback: list[Feedback]) -> list[Step]:
    """The way of a loan, with the days it got to each step."""
    never = _never_told(feedback)
    order = ["confirmed", "carried_out", "followed_up", "fed_back", "closed"]
    came = {e.to_state: e.at for e in events if e.about_id == loan.pk}
    settled = loan.request.state == "ended"
    where = order.index(loan.state) if loan.state in order else 0
    days = {
        "team": loan.request.ended_at if settled else None,
        "held": loan.carried_out_on, "followed_up": came.get("followed_up"),
        "fed_back": came.get("fed_back"), "closed": loan.closed_at,
    }  # fmt: skip
    found = []
    for key, title, during in STEPS:
        at = order.index(during)
        if loan.state == "closed" or at < where or (key == "team" and settled):
            state = "done"
        elif loan.state == "cancelled":
            state = "skipped"
        else:
            # Two steps lie in the first state: first the team, then the day itself.
            turn = at > 0 or (key == "team") != settled
            state = "now" if at == where and turn else "todo"
        if key == "fed_back" and state == "done" and never:
            title, state = never, "skipped"
        day = days[key] if state == "done" else None
        found.append(Step(key, say(title), state, _day(day)))
    return found


def _day(value: Any) -> date | None:
    return clock.local_day(value) if isinstance(value, datetime) else value
