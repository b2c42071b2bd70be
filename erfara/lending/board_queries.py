"""Everything on its way, column by column. A number of queries that doesn't grow. No vault."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Max

from erfara.foundation.models import AuditEvent
from erfara.lending.models import Inquiry, Loan, LoanRequest, Meeting, Occasion
from erfara.lending.states.requests import BEFORE_THE_END
from erfara.organisations.models import Programme, unit_label

REQUEST_COLUMNS = tuple(BEFORE_THE_END.split())
LOAN_COLUMNS = ("confirmed", "carried_out", "followed_up", "fed_back")
COLUMNS = (*REQUEST_COLUMNS, *LOAN_COLUMNS)


class Line(NamedTuple):
    """As little of a request or loan as tells where on the board it stands, and who sees it."""

    id: UUID
    loan_id: UUID | None
    column: str
    unit_id: UUID
    form: str


class Card(NamedTuple):
    """What the board shows of one."""

    id: UUID
    no: int
    organisation: str
    unit: str
    title: str
    state: str
    received_at: datetime
    loan_id: UUID | None
    loan_state: str | None

    @property
    def asked_by(self) -> str:
        """The unit that asks, with its organisation."""
        return unit_label(self.organisation, self.unit)


def lines(programme: Programme) -> list[Line]:
    """Everything on its way, what came in first first.

    Two queries, each along an index of its own: asked together SQLite reads every request there
    ever was. A request whose team is not complete stands as a request, though it has a loan.
    """
    before = LoanRequest.objects.filter(programme=programme, state__in=REQUEST_COLUMNS)
    asked = before.values_list("no", "pk", "loan__pk", "state", "unit_id", "assignment__form")
    loans = Loan.objects.filter(programme=programme, state__in=LOAN_COLUMNS, request__state="ended")
    lent = loans.values_list(
        "request__no", "request_id", "pk", "state", "request__unit_id",
        "request__assignment__form",
    )  # fmt: skip
    return [Line(*row[1:]) for row in sorted([*asked, *lent], key=lambda row: row[0])]


def cards(programme: Programme, ids: Collection[UUID]) -> dict[UUID, Card]:
    """Request → what the board shows of it. One query."""
    # By their ids alone: with the programme beside them SQLite reads all that are in it.
    rows = LoanRequest.objects.filter(pk__in=ids).values_list(
        "programme_id", "id", "no", "unit__organisation__name", "unit__name", "assignment__title",
        "state", "received_at", "loan__id", "loan__state",
    )  # fmt: skip
    return {row[1]: Card(*row[1:]) for row in rows if row[0] == programme.pk}


def since_when(about_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Request or loan → when it last came to a new state. One query."""
    rows = AuditEvent.objects.filter(about_id__in=list(about_ids)).exclude(to_state="")
    return dict(rows.values_list("about_id").annotate(last=Max("at")).order_by("about_id"))


def offered_to_borrower(request_ids: Collection[UUID]) -> set[UUID]:
    """Those of these requests whose borrower has times for a first meeting to choose among."""
    rows = Meeting.objects.filter(request_id__in=request_ids, state="offered")
    return set(rows.values_list("request_id", flat=True))


def states_of_asked(request_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Request → the states of those asked about it. One query."""
    rows = Inquiry.objects.filter(request_id__in=request_ids).values_list("request_id", "state")
    found: dict[UUID, set[str]] = {}
    for request_id, state in rows.distinct().order_by("request_id"):
        found.setdefault(request_id, set()).add(state)
    return found


def states_of_times(request_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Request → the states of the times of its loan: planned, held. One query."""
    rows = Occasion.objects.filter(loan__request_id__in=request_ids)
    found: dict[UUID, set[str]] = {}
    for request_id, state in rows.values_list("loan__request_id", "state").distinct():
        found.setdefault(request_id, set()).add(state)
    return found


def requests_behind(programme: Programme, ids: Collection[UUID]) -> set[UUID]:
    """The requests that these things are, or belong to: loans, questions, meetings, times, talks
    afterwards, feedback. What belongs to none is left out. One query."""
    parts = [
        LoanRequest.objects.filter(programme=programme, **{f"{path}__in": list(ids)})
        .order_by()
        .values_list("pk")
        for path in (
            "pk", "loan", "inquiries", "meetings", "loan__occasions", "loan__follow_ups",
            "loan__feedback", "loan__participations",
        )
    ]  # fmt: skip
    found: Any = parts[0].union(*parts[1:])
    return {pk for (pk,) in found} if ids else set()
