"""A borrower's own requests: where each is, who has to act, and what is late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.lending import own_queries
from erfara.lending.agreement_queries import asked_of_borrowers
from erfara.lending.models import EndReason, Loan, LoanRequest
from erfara.lending.queries import on_their_way_first, requests_of_borrower
from erfara.organisations.words import say
from erfara.people.access import own_person
from erfara.web import people_say
from erfara.web.borrower.requests import next_step

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the list."""

    row: LoanRequest
    loan: Loan | None
    next: str | Promise
    pen: str | Promise
    late: str
    is_open: bool


# What waits for her beside the request's own next step.
WAITS: dict[str, str | Promise] = {
    "meeting": _("Choose a time for the first meeting."),
    "passed_on": _("Say whether we may pass it on to another {library:sg}."),
    "effects": _("Tell what has changed since."),
}


def _pen(row: LoanRequest, loan: Loan | None, owes: bool) -> str | Promise:
    """Who has to act next; empty when it is over."""
    if owes:
        return _("You act next")
    if loan is not None and row.end_reason == EndReason.LOAN:
        return "" if loan.is_over else _("{coordinator:sg.def.cap} acts next")
    if row.is_over:
        return ""
    pen = LoanRequest.table.state(row.state).pen
    return _("You act next") if pen == Role.BORROWER else _("{coordinator:sg.def.cap} acts next")


def _late(days: Collection[date | None], today: date, now: Any) -> str:
    """What should have been done, and since when."""
    passed = [day for day in days if day is not None and day < today]
    if not passed:
        return ""
    return say(_("The last day was {day}."), day=people_say.day(min(passed), now=now))


def home(request, slug: str) -> HttpResponse:
    """Every request she is part of, those on their way first."""
    person = own_person(request.viewer, request.programme)
    rows = on_their_way_first(requests_of_borrower(request.programme, person.pk))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    loans = {row.pk: loan for row in page if (loan := getattr(row, "loan", None)) is not None}
    owed = own_queries.owed_by_borrower([loan.pk for loan in loans.values()])
    told = own_queries.told([loan.pk for loan in loans.values()])
    agreements = asked_of_borrowers([loan.pk for loan in loans.values()])
    waits = own_queries.waits_for_borrower([row.pk for row in page])
    today = clock.local_day(request.at)
    lines = []
    for row in page:
        loan = loans.get(row.pk)
        waiting, last = waits.get(row.pk, ("", None))
        due = owed.get(loan.pk, {}) if loan is not None else {}
        clarify = row.clarify_by if row.state == "unclear" else None
        agree = agreements.get(loan.pk) if loan is not None else None
        own_step = next_step(
            row, loan, answered="follow_up" not in due, told="feedback" not in due,
            never=loan is not None and "no_borrower" in told[loan.pk],
        )  # fmt: skip
        # The day that stands beside it is that of what is said: what was to be done first.
        comes_first = bool(due) and (last is None or min(due.values()) <= last)
        lines.append(
            Line(
                row, loan,
                own_step if comes_first else WAITS.get(waiting, own_step),
                _pen(row, loan, bool(due) or agree is not None or waiting in WAITS),
                _late([*due.values(), clarify, agree, last], today, request.at),
                not row.over,  # type: ignore[attr-defined]
            )
        )  # fmt: skip
    context = {
        "page": page,
        "open": [line for line in lines if line.is_open],
        "ended": [line for line in lines if not line.is_open],
    }
    return render(request, "borrower/home.html", context)
