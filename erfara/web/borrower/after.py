"""What comes after a loan, for its borrower: what has changed, what is owed, what felt wrong."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from erfara.lending import access, own_queries
from erfara.lending import after_access as doors
from erfara.lending import after_queries as queries
from erfara.lending.models import Loan, LoanRequest
from erfara.people import access as people
from erfara.web import concerns, effects, people_say, ways
from erfara.web.signin.views import no_trace


def effect_ask(request: Any, slug: str, token: str) -> HttpResponse:
    """Behind the letter that asks what has changed. It lives longer than the request's own link."""
    ask = doors.effect_ask_for(request.viewer, request.programme, request.link.about_id)
    return no_trace(effects.answer_page(request, ask, "borrower/effects.html", back=request.path))


def led_to(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The same from the request's own page, while an answer is waited for."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    back = ways.url(request, "request")
    loan = own_queries.loan_of(asked)
    ask = queries.open_ask_of_borrower(loan) if loan else None
    if ask is None:
        return HttpResponseRedirect(back)
    ask = doors.effect_ask_for(request.viewer, request.programme, ask.pk)
    return effects.answer_page(request, ask, "borrower/effects.html", back=back)


def something_wrong(
    request: Any, slug: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:
    """Something felt wrong about the loan, as the borrower sees it."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    person = people.own_person(request.viewer, request.programme)
    return concerns.raise_page(
        request, person, back=ways.url(request, "request"), kinds=("loan",),
        loan=own_queries.loan_of(asked), title=_("Something felt wrong with the loan"),
    )  # fmt: skip


def concern(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What she wrote, the answer, and whether it is enough."""
    return concerns.own_page(request, pk)


def on_request_page(request: Any, asked: LoanRequest, loan: Loan | None) -> dict[str, Any]:
    """What waits after the loan, for the page of the request."""
    ask = queries.open_ask_of_borrower(loan) if loan is not None else None
    return {
        "effect_ask": ask,
        "effects_by": people_say.day(ask.answer_by, now=request.at) if ask else "",
        "led_to": ways.url(request, "led_to"),
        "something_wrong": ways.url(request, "something_wrong"),
        "own_concerns": []
        if request.link is not None
        else list(queries.concerns_about(asked, request.viewer.own_id)),
        "effects_told": queries.effects_known([loan.pk]).get(loan.pk, []) if loan else [],
    }
