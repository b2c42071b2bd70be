"""A request that goes to another library, and people asked for there."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.actors import Actor
from erfara.lending import access, meeting_access
from erfara.lending import passing_queries as queries
from erfara.lending.actions import passing
from erfara.lending.models import Loan, LoanRequest, PassedOn
from erfara.lending.policies import asks
from erfara.web import http
from erfara.web.borrower.first_meeting import answer_passing as carry_out_answer
from erfara.web.coordinator.meeting_forms import PassOnForm, PeopleForm
from erfara.web.coordinator.pages import form_page
from erfara.workflows import between
from erfara.workflows import passing as workflow


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


def pass_on(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask the borrower whether the whole request may go to another library."""
    row = access.request_for(request.viewer, request.programme, pk)
    to = list(queries.others(request.programme))
    form = PassOnForm(http.posted(request), to=to, today=clock.local_day(request.at))
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: passing.ask_to_pass_on(
            request=row, to=_chosen(to, form), words=form.cleaned_data["words"],
            answer_by=form.cleaned_data["answer_by"], by=request.viewer, at=request.at,
        ),
        to=back,
        done=_("{borrower:sg.def.cap} is asked. Nothing is passed on before there is a yes."),
    ):  # fmt: skip
        return answer
    return form_page(request, "pass_on", form, request_=row, back=back, to=to)


def ask_for_people(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask another library to lend people."""
    row = access.request_for(request.viewer, request.programme, pk)
    to = list(queries.others(request.programme))
    form = PeopleForm(http.posted(request), to=to, today=clock.local_day(request.at))
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: workflow.ask_for_people(
            request=row, to=_chosen(to, form), number=form.cleaned_data["number"],
            words=form.cleaned_data["words"], answer_by=form.cleaned_data["answer_by"],
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("The other {library:sg} has been asked. What comes of it stands here."),
    ):  # fmt: skip
        return answer
    return form_page(request, "ask_for_people", form, request_=row, back=back, to=to)


def _chosen(to: list[Any], form: PassOnForm) -> Any:
    return next(one for one in to if one.pk == form.cleaned_data["to"])


def answer_passing(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note the borrower's yes or no, as it was said on the telephone."""
    row = meeting_access.passed_on_for(request.viewer, request.programme, pk)
    back = _to_request(slug, row.request_id)
    if row.state != "asked":
        return http.go(request, back, _("This has been answered already."))
    return carry_out_answer(request, row, back=back)


def seen_passing(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A coordinator has seen what came of it."""
    row = meeting_access.passed_on_for(request.viewer, request.programme, pk)
    back = _to_request(slug, row.request_id)
    return http.press(
        request, lambda: passing.seen(passed=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Noted."),
    )  # fmt: skip


def take_back(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take back what was asked of the borrower, or of the other library."""
    row = meeting_access.passed_on_for(request.viewer, request.programme, pk)
    back = _to_request(slug, row.request_id)
    return http.press(
        request, lambda: between.take_back(row, request.viewer, request.at),
        to=back, back=back, done=_("Taken back."),
    )  # fmt: skip


def times_there(loan: Loan, at: datetime) -> dict[str, Any] | None:
    """When those lent to another library are wanted there; None for every other loan."""
    passed = queries.came_from(loan.request) if loan.state == "confirmed" else None
    if passed is None or passed.kind != PassedOn.Kind.HELP or passed.state not in passing.HELPING:
        return None
    return {"name": passed.programme.name, "times": queries.times_of(passed, at)}


def box(row: LoanRequest, viewer: Actor) -> dict[str, Any]:
    """What the page of a request says about other libraries, and what can be done there."""
    threads = list(queries.passed_on(row))
    others = queries.others(row.programme).exists()
    loan = getattr(row, "loan", None) is not None
    busy = any(one.state in passing.OPEN for one in threads)
    return {
        "threads": threads,
        "came_from": queries.came_from(row),
        "may_pass_on": others and not row.is_over and not loan and not busy,
        "may_ask_for_people": others and (row.state == "specified" or asks(row)),
        "say_yes": {"answer": "yes"}, "say_no": {"answer": "no"},
    }  # fmt: skip
