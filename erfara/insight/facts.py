"""What the figures are counted from: each request and person once, read in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from erfara.foundation import vault
from erfara.foundation.actors import Role
from erfara.foundation.clock import local_day
from erfara.foundation.models import AuditEvent
from erfara.insight.outcomes import IN_TEAM, outcome_of
from erfara.insight.spans import EVERYTHING, Span
from erfara.lending.models import (
    Delivery,
    Effect,
    Feedback,
    FollowUp,
    Inquiry,
    LoanRequest,
    Meeting,
    Occasion,
    Participation,
)
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Experience
from erfara.people.queries import IN_REGISTER
from erfara.surveys.models import Response
from erfara.surveys.sets import BORROWER_FOLLOW_UP


@dataclass(slots=True)
class RequestFact:
    """One request as the figures see it. Days are as they were here."""

    id: UUID
    no: int
    received: date
    form: str
    taken_down: bool
    ended: date | None
    level: str
    ladder: str
    loan_id: UUID | None
    carried_out_on: date | None
    closed: date | None
    outcome: str

    @property
    def held(self) -> bool:
        return self.outcome == "carried_out"


def asked_for(programme: Programme, span: Span) -> QuerySet[LoanRequest]:
    """The requests that came within the span, for its unit if it has one."""
    rows = LoanRequest.objects.filter(programme=programme, **span.moments("received_at"))
    return rows.filter(unit_id=span.unit) if span.unit else rows


def _day(at: datetime | None) -> date | None:
    return local_day(at) if at else None


def requests(programme: Programme, span: Span) -> list[RequestFact]:
    """The requests that came within the span, by number. One query."""
    return _facts(asked_for(programme, span))


def requests_among(programme: Programme, ids: Collection[UUID]) -> dict[UUID, RequestFact]:
    """These requests, whenever they came. Two queries."""
    # The programme is looked at first: beside a list of ids SQLite goes through all it has.
    whose = LoanRequest.objects.filter(pk__in=ids).values_list("pk", "programme_id")
    own = [pk for pk, programme_id in whose if programme_id == programme.pk]
    return {one.id: one for one in _facts(LoanRequest.objects.filter(pk__in=own))}


def _facts(those: QuerySet[LoanRequest]) -> list[RequestFact]:
    loan = OuterRef("loan")
    rows = (
        those
        .annotate(
            held=Exists(Occasion.objects.filter(loan=loan, state="held")),
            people=Exists(Participation.objects.filter(loan=loan, state__in=IN_TEAM)),
        )
        .order_by("no")
        .values_list(
            "id", "no", "received_at", "form", "taken_down", "ended_at", "level", "ladder",
            "state", "end_reason", "loan__id", "loan__state", "loan__cancel_reason",
            "loan__carried_out_on", "loan__closed_at", "held", "people",
        )
    )  # fmt: skip
    return [
        RequestFact(
            pk, no, local_day(received), form, taken_down, _day(ended), level, ladder, loan_id,
            carried_out_on, _day(closed),
            outcome_of(state, reason, loan_state, why, held, people),
        )
        for pk, no, received, form, taken_down, ended, level, ladder, state, reason, loan_id,
        loan_state, why, carried_out_on, closed, held, people in rows
    ]  # fmt: skip


def first_answers(programme: Programme, span: Span) -> dict[UUID, date]:
    """Request → the day on which somebody first moved it on or offered a meeting. Two queries."""
    ids = asked_for(programme, span).values("pk")
    moved = (
        AuditEvent.objects.filter(
            about_id__in=ids, about_kind="lending.loanrequest",
            by_role__in=[Role.COORDINATOR, Role.ADMINISTRATOR],
        )
        .exclude(from_state="")
        .values_list("about_id")
        .annotate(first=Min("at"))
        .order_by()
    )  # fmt: skip
    found: dict[UUID, datetime] = dict(moved)
    offered = (
        Meeting.objects.filter(programme=programme, request__in=ids)
        .values_list("request_id")
        .annotate(first=Min("created_at"))
        .order_by()
    )
    for pk, at in offered:
        found[pk] = min(at, found.get(pk, at))
    return {pk: local_day(at) for pk, at in found.items()}


@dataclass(frozen=True, slots=True)
class Told:
    """Loans of which those who took part heard: by what, and when the last of them did."""

    everybody: dict[UUID, date | None]
    in_time: frozenset[UUID]
    borrower: frozenset[UUID]


def _lent(programme: Programme, span: Span, loan: str) -> dict[str, Any]:
    """Conditions on rows about a loan: that its request came within the span."""
    if span == EVERYTHING:
        return {"programme": programme}
    return {"programme": programme, f"{loan}__request__in": asked_for(programme, span)}


def told(programme: Programme, span: Span) -> Told:
    """What has reached everybody who took part in the loans of a span. Two queries."""
    given = list(
        Feedback.objects.filter(**_lent(programme, span, "loan"), state="given").values_list(
            "id", "loan_id", "kind", "due_on"
        )
    )
    reached = {
        pk: (first, local_day(last) if last else None)
        for pk, first, last in Delivery.objects.filter(**_lent(programme, span, "feedback__loan"))
        .values_list("feedback_id")
        .annotate(missing=Max(_one_if(Q(reached_at__isnull=True))), last=Max("reached_at"))
        .order_by()
    }
    everybody: dict[UUID, date | None] = {}
    in_time, borrower = set(), set()
    for pk, loan_id, kind, due_on in given:
        missing, last = reached.get(pk, (0, None))
        if kind == Feedback.Kind.BORROWER:
            borrower.add(loan_id)
        elif not missing:
            everybody[loan_id] = last
            if last is None or last <= due_on:
                in_time.add(loan_id)
    return Told(everybody, frozenset(in_time), frozenset(borrower))


def afterwards(programme: Programme, span: Span) -> dict[UUID, dict[str, Any]]:
    """Loan → what its borrower ticked in the talk afterwards. Two queries."""
    talks = FollowUp.objects.filter(
        **_lent(programme, span, "loan"), participation__isnull=True
    )  # fmt: skip
    loan_of = dict(talks.values_list("id", "loan_id"))
    answers = Response.objects.filter(programme=programme, set_key=BORROWER_FOLLOW_UP.key)
    if span != EVERYTHING:
        answers = answers.filter(about_id__in=talks.values("pk"))
    return {
        loan_of[about]: ticked
        for about, ticked in answers.values_list("about_id", "answers")
        if about in loan_of
    }


def changed(programme: Programme, span: Span) -> dict[str, set[UUID]]:
    """Area → the loans that have changed something there, as borrowers tell. One query."""
    found: dict[str, set[UUID]] = defaultdict(set)
    rows = Effect.objects.filter(
        **_lent(programme, span, "ask__loan"), ask__participation__isnull=True
    )
    for area, loan_id in rows.exclude(ask__state="stopped").values_list("area", "ask__loan_id"):
        found[area].add(loan_id)
    return found


@dataclass(slots=True)
class PersonFact:
    """One in the register, by number; never by name. What has become of questions to her."""

    id: UUID
    number: int
    joined: date
    channel: str
    here: bool
    protected: bool


def people(programme: Programme, ids: Collection[UUID] | None = None) -> list[PersonFact]:
    """Those who have ever joined, or these of them, by number. Two queries."""
    hidden = vault.shielded(programme.pk)
    rows = Contributor.objects.filter(
        state__in=[*IN_REGISTER, "left"], joined_on__isnull=False
    ).order_by("number")
    # Not both: beside a list of ids SQLite goes through all the people of the programme.
    rows = rows.filter(programme=programme) if ids is None else rows.filter(pk__in=ids)
    return [
        PersonFact(pk, number, joined, channel, state in IN_REGISTER, person in hidden)
        for pk, number, joined, channel, state, person, whose in rows.values_list(
            "id", "number", "joined_on", "channel", "state", "person_id", "programme_id"
        )
        if joined is not None and whose == programme.pk
    ]


def told_of(programme: Programme) -> dict[UUID, set[str]]:
    """Person → `area:…` and `role:…` of what she has told and lets us search among. One query."""
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Experience.objects.filter(programme=programme, matchable=True)
    for pk, area, role in rows.values_list("contributor_id", "area", "role"):
        found[pk].add(f"role:{role}")
        if area:
            found[pk].add(f"area:{area}")
    return found


def questions(programme: Programme, span: Span) -> tuple[set[UUID], set[UUID], set[UUID]]:
    """Whom a question has gone to within the span, who said yes, who was chosen. One query."""
    rows = Inquiry.objects.filter(programme=programme, sent_at__isnull=False)
    rows = rows.filter(**span.moments("sent_at"))
    if span.unit:
        rows = rows.filter(request__unit_id=span.unit)
    chosen = Q(state="confirmed")
    by_person = rows.values_list("contributor_id").annotate(
        yes=Max(_one_if(chosen | Q(answer="yes"))), chosen=Max(_one_if(chosen))
    )
    asked, said_yes, confirmed = set(), set(), set()
    for pk, one, other in by_person.order_by():
        asked.add(pk)
        if one:
            said_yes.add(pk)
        if other:
            confirmed.add(pk)
    return asked, said_yes, confirmed


def _one_if(condition: Q) -> Any:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
