"""Reads about lending, always within one programme. None of them opens the vault."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from erfara.foundation.prepared import Prepared, among
from erfara.lending.models import (
    Colleague,
    Delivery,
    Feedback,
    FollowUp,
    Inquiry,
    Loan,
    LoanRequest,
    Occasion,
    Participation,
)
from erfara.lending.policies import where_asking
from erfara.organisations.models import Programme, Unit, unit_label
from erfara.organisations.queries import where_time_passes
from erfara.people.duplicates import entries_before
from erfara.people.models import Contributor

_TIMES_ASKED = Prepared(
    lambda contributors: (
        Inquiry.objects.filter(among("contributor_id", contributors), sent_at__isnull=False)
        .values_list("contributor_id")
        .annotate(
            asked=Count("id"), taken=Count("id", filter=Q(state="confirmed")), last=Max("sent_at")
        )
        .order_by("contributor_id")
    )
)


def requests(programme: Programme) -> QuerySet[LoanRequest]:
    """All requests, newest first, with what a list shows."""
    return (
        LoanRequest.objects.filter(programme=programme)
        .select_related("unit__organisation", "assignment", "loan")
        .order_by("-no")
    )


class RequestLine(NamedTuple):
    """What a list of requests shows of one."""

    id: UUID
    no: int
    organisation: str
    unit: str
    state: str
    received_at: datetime
    end_reason: str
    loan_state: str | None

    @property
    def asked_by(self) -> str:
        """The unit that asks, with its organisation."""
        return unit_label(self.organisation, self.unit)


def request_lines(rows: QuerySet[LoanRequest]) -> QuerySet[LoanRequest, tuple[Any, ...]]:
    """Requests as values for `RequestLine`.

    Whole, each would bring all columns of five tables: 25 cost 3.8 ms, like this 0.9.
    """
    return rows.values_list(
        "id", "no", "unit__organisation__name", "unit__name", "state", "received_at",
        "end_reason", "loan__state",
    )  # fmt: skip


def _as_loan(programme: Programme) -> QuerySet[Loan, Any]:
    """The requests that go on as a loan."""
    rows = Loan.objects.filter(programme=programme, state__in=Loan.table.open_states)
    return rows.values("request")


def _on_their_way(programme: Programme, *, each_once: bool = False) -> QuerySet[LoanRequest, Any]:
    """Requests with something to come, as requests and as loans: an index for each kind. Asked for
    with an OR, SQLite reads every request there ever was."""
    rows = LoanRequest.objects.filter(
        programme=programme, state__in=LoanRequest.table.open_states
    ).values("pk")
    return rows.union(_as_loan(programme), all=not each_once)


def open_requests(programme: Programme) -> QuerySet[LoanRequest]:
    """Requests on their way, also as a loan that goes on, newest first."""
    return (
        LoanRequest.objects.filter(pk__in=_on_their_way(programme))
        .select_related("unit__organisation", "assignment", "loan")
        .order_by("-no")
    )


# Programme → a number, and how many requests there are up to it. None is ever taken away, and
# numbers are given one after the other, each within the transaction that needs it.
_UP_TO: dict[UUID, tuple[int, int]] = {}
_COUNT_ANEW = 200


def how_many_requests(programme: Programme) -> int:
    """How many requests there are. Only those that came since somebody asked last are counted."""
    number, before = _UP_TO.get(programme.pk, (0, 0))
    rows = LoanRequest.objects.filter(programme=programme, no__gt=number)
    seen = rows.aggregate(many=Count("*"), last=Max("no"))
    if seen["many"] > _COUNT_ANEW:
        _UP_TO[programme.pk] = (seen["last"], before + seen["many"])
    return int(before + seen["many"])


def how_many_on_their_way(programme: Programme) -> int:
    """How many of them are on their way."""
    return _on_their_way(programme, each_once=True).count()


def from_unit(rows: QuerySet[LoanRequest], unit: Unit | None) -> QuerySet[LoanRequest]:
    """Those of these requests that come from a unit; all of them when it is None."""
    return rows.filter(unit=unit) if unit else rows


def ended_requests(programme: Programme) -> QuerySet[LoanRequest]:
    """Requests with nothing left to do, as a loan or otherwise, newest first."""
    return requests(programme).filter(state="ended").exclude(pk__in=_as_loan(programme))


def requests_of_borrower(programme: Programme, person_id: UUID) -> QuerySet[LoanRequest]:
    """The requests that somebody at a borrower's is part of, newest first."""
    return _with_her(programme.pk, person_id)


def _with_her(programme: Any, person: Any) -> QuerySet[LoanRequest]:
    # As `borrowers.hers`, by an index for each kind. With an OR, or with the programme of the
    # requests instead of hers, SQLite reads every request there ever was.
    mine = LoanRequest.objects.filter(contact_id=person, contact__programme_id=programme)
    helped = Colleague.objects.filter(
        person_id=person, person__programme_id=programme, ended_at__isnull=True
    )
    either = mine.values("pk").union(helped.values("request"), all=True)
    return (
        LoanRequest.objects.filter(pk__in=either)
        .select_related("unit__organisation", "assignment", "loan")
        .order_by("-no")
    )


_WITH_HER = Prepared(_with_her)


def latest_of_borrower(programme: Programme, person_id: UUID, most: int) -> list[LoanRequest]:
    """The newest of them, for one's own page."""
    return _WITH_HER.objects(LoanRequest, most=most, programme=programme.pk, person=person_id)


def on_their_way_first(rows: QuerySet[LoanRequest]) -> QuerySet[LoanRequest]:
    """The same, those with something to come first. Each says `over`: 0 or 1."""
    going = Q(ended_at__isnull=True) | Q(loan__state__in=Loan.table.open_states)
    over = Case(When(going, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(over=over).order_by("over", "-no")


def inquiries_of_request(request: LoanRequest) -> QuerySet[Inquiry]:
    """Everybody chosen or asked about a request, in the order they were chosen."""
    return (
        Inquiry.objects.filter(request=request)
        .select_related("contributor__person", "request__programme")
        .order_by("created_at", "contributor__number", "id")
    )


def chosen(request: LoanRequest) -> QuerySet[Inquiry]:
    """Those on the list who have not been asked yet."""
    return inquiries_of_request(request).filter(state="chosen")


_ANSWERS = Prepared(
    lambda request: (
        Inquiry.objects.filter(request=request)
        .values_list("state")
        .annotate(number=Count("*"))
        .order_by("state")
    )
)


def answers_so_far(request: LoanRequest) -> dict[str, int]:
    """How many are in each state, of those chosen or asked about a request."""
    return dict(_ANSWERS.rows(request=request.pk))


def first_asked(request: LoanRequest) -> datetime | None:
    """When the question first went out."""
    rows = Inquiry.objects.filter(request=request, sent_at__isnull=False).order_by("sent_at")
    return rows.values_list("sent_at", flat=True).first()


_LISTED = Prepared(
    lambda request, contributors: Inquiry.objects.filter(
        among("contributor_id", contributors), request=request
    ).order_by("created_at")
)


def inquiries_about(request: LoanRequest, contributor_ids: Iterable[UUID]) -> dict[UUID, Inquiry]:
    """Contributor → her place on the list of a request, for those who have one."""
    rows = _LISTED.objects(Inquiry, request=request.pk, contributors=list(contributor_ids))
    return {row.contributor_id: row for row in rows}


def addressed(request: LoanRequest) -> QuerySet[Inquiry]:
    """The same, without those taken off the list before it was sent."""
    return inquiries_of_request(request).exclude(state="dropped")


def asked_people(request: LoanRequest) -> QuerySet[Inquiry]:
    """The same for the page of the request itself, which is at hand there with its programme:
    joined, they would bring seventy columns to each row."""
    return addressed(request).select_related(None).select_related("contributor")


def _hers(contributor: Contributor) -> list[UUID]:
    """Her entries: this one, and those that were put together with it. Asked for first: joined,
    every question that was ever put to anybody would be read."""
    return [contributor.pk, *entries_before(contributor)]


def inquiries_of(contributor: Contributor) -> QuerySet[Inquiry]:
    """What a person has been asked, newest first. What was never sent is not hers to see."""
    return (
        Inquiry.objects.filter(contributor_id__in=_hers(contributor), sent_at__isnull=False)
        .select_related("request__assignment", "request__unit__organisation")
        .only(
            "programme_id", "contributor_id", "state", "sent_at", "request__no",
            "request__assignment__title", "request__unit__name",
            "request__unit__organisation__name",
        )
        .order_by("-sent_at")
    )  # fmt: skip


def participations(loan: Loan) -> QuerySet[Participation]:
    """The team, in the order they were confirmed."""
    return (
        Participation.objects.filter(loan=loan)
        .select_related("contributor__person", "inquiry")
        .order_by("created_at", "contributor__number", "id")
    )


_PARTS = Prepared(
    lambda contributors: Participation.objects.filter(
        among("contributor_id", contributors), inquiry__isnull=False
    )
)


def came_of(contributor: Contributor) -> dict[UUID, Participation]:
    """What she was asked → her part in the loan that it became."""
    rows = _PARTS.objects(Participation, contributors=_hers(contributor))
    return {row.inquiry_id: row for row in rows if row.inquiry_id}


_NOT_NOW = Prepared(
    lambda contributors, day: (
        Inquiry.objects.filter(
            among("contributor_id", contributors), answer="not_now", not_now_until__gt=day
        )
        .values_list("contributor_id")
        .annotate(until=Max("not_now_until"))
        .order_by("contributor_id")
    )
)


def asked_not_before(contributor_ids: Iterable[UUID], day: date) -> dict[UUID, date]:
    """Contributor → the last day until which she has said not now, where it lies ahead."""
    rows = _NOT_NOW.rows(contributors=list(contributor_ids), day=day)
    return dict(rows)


def to_choose_among(register: QuerySet[Contributor]) -> QuerySet[Contributor]:
    """Those never asked first, then those asked longest ago; of equals the one longest here.

    Whoever is only on a list has not been asked: the order holds while a coordinator chooses.
    """
    asked = Inquiry.objects.filter(contributor=OuterRef("pk"), sent_at__isnull=False)
    last = Subquery(asked.order_by("-sent_at").values("sent_at")[:1])
    return register.order_by(last.asc(nulls_first=True), "number")


def times_asked(contributor_ids: Iterable[UUID]) -> dict[UUID, tuple[int, int, datetime | None]]:
    """Contributor → how often asked, how often taken part, when last asked. One query."""
    rows = _TIMES_ASKED.rows(contributors=list(contributor_ids))
    return {pk: (asked, taken, last) for pk, asked, taken, last in rows}


def deadlines_passed(day: date) -> QuerySet[Inquiry]:
    """Questions whose last day to answer has passed without one, where the clock runs.

    Not those that are asked by phone: nobody is silent who may not have been called yet.
    """
    return (
        Inquiry.objects.filter(
            where_time_passes(), where_asking("request__"), state="sent",
            request__answer_by__lt=day, by_phone=False, answer_before__isnull=True,
        )
        .select_related("request", "contributor", "programme")
        .order_by("sent_at")
    )  # fmt: skip


def not_reminded(day: date) -> QuerySet[Inquiry]:
    """Questions without answer or reminder whose last day is still ahead."""
    return (
        Inquiry.objects.filter(
            where_time_passes(), where_asking("request__"), state="sent",
            request__answer_by__gte=day, reminded_at__isnull=True, by_phone=False,
            answer_before__isnull=True,
        )
        .select_related("request", "contributor", "programme")
        .order_by("sent_at")
    )  # fmt: skip


def feedback_overdue(day: date) -> QuerySet[Feedback]:
    """Borrowers' own feedback whose day has passed."""
    return (
        Feedback.objects.filter(
            where_time_passes(), state="owed", kind=Feedback.Kind.BORROWER, due_on__lt=day,
        )
        .filter(
            Q(loan__request__contact__erased_at__isnull=True)
            | Q(loan__request__colleagues__ended_at__isnull=True,
                loan__request__colleagues__isnull=False)
        )
        .distinct()
        .select_related("loan__request", "programme")
        .order_by("due_on")
    )  # fmt: skip


def follow_ups_overdue(day: date) -> QuerySet[FollowUp]:
    """Follow-ups whose day has passed without a reminder."""
    return (
        FollowUp.objects.filter(
            where_time_passes(), state="due", due_on__lt=day, reminded_at__isnull=True,
        )
        .select_related("loan__request", "participation", "programme")
        .order_by("due_on")
    )  # fmt: skip


def deliveries(feedback: Feedback) -> QuerySet[Delivery]:
    """Who has got it and who hasn't."""
    return (
        Delivery.objects.filter(feedback=feedback)
        .select_related("participation__contributor")
        .order_by("participation__created_at", "participation__contributor__number", "id")
    )


def nothing_written_off(loan: Loan) -> bool:
    """Whether everything that was promised those who took part has been kept."""
    return not Feedback.objects.filter(loan=loan, state="written_off").exists()


def delivery_of(feedback_kind: str, inquiry_id: UUID) -> Delivery | None:
    """The delivery of one kind of feedback to the one who was asked by this inquiry."""
    return Delivery.objects.filter(
        feedback__kind=feedback_kind, participation__inquiry_id=inquiry_id
    ).first()


def deliveries_of_loan(loan: Loan) -> QuerySet[Delivery]:
    """Who has got each piece of a loan's feedback, and who hasn't."""
    return Delivery.objects.filter(feedback__loan=loan).order_by(
        "participation__created_at", "participation__contributor__number", "id"
    )


def occasions(loan: Loan) -> QuerySet[Occasion]:
    """When a loan is held, in order."""
    return Occasion.objects.filter(loan=loan).order_by("starts_at", "id")


def follow_ups(loan: Loan) -> QuerySet[FollowUp]:
    """The talks afterwards: the borrower's first, then each person's."""
    return (
        FollowUp.objects.filter(loan=loan)
        .select_related("participation__contributor__person")
        .order_by(F("participation__created_at").asc(nulls_first=True), "id")
    )


def feedback_of(loan: Loan) -> QuerySet[Feedback]:
    """What those who took part are owed: the summary first, then the borrower's own."""
    return Feedback.objects.filter(loan=loan).order_by("-kind")


def waiting_for(contributor: Contributor) -> int:
    """How many questions wait for her answer, or hers for ours."""
    return Inquiry.objects.filter(
        contributor=contributor, state__in=["sent", "asked_more", "yes"]
    ).count()


def coming_loans(contributor: Contributor) -> int:
    """How many loans she is to take part in."""
    return Participation.objects.filter(
        contributor=contributor, state="confirmed", loan__state="confirmed"
    ).count()
