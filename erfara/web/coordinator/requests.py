"""Requests: from the day one comes in until it has become a loan or ended."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.lending import access, board_queries, meeting_queries, queries
from erfara.lending.actions import requests as actions
from erfara.lending.actions.inquiries import OPEN_ANSWERS
from erfara.lending.after_queries import debts_of
from erfara.lending.models import EndReason, Inquiry, Loan, LoanRequest
from erfara.lending.policies import (
    asks,
    assignment_items,
    assignment_version,
    may_change,
)
from erfara.organisations import queries as organisations
from erfara.organisations.models import Programme, Unit
from erfara.organisations.words import say
from erfara.people.queries import protected_people
from erfara.web import history, http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator import borrowers, choosing, first_meetings, passing, recent
from erfara.web.coordinator import request_forms as forms
from erfara.web.coordinator.first_pay import for_assignment
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import PER_PAGE, form_page
from erfara.web.coordinator.request_page import TONES, Steps, missing, next_of_loan, next_step
from erfara.workflows import lend

# How many names the two lists of suggestions hold; a browser shows them while one writes.
SUGGESTIONS = 200


def _line(row: queries.RequestLine, url: str, times: Collection[str]) -> tuple[object, ...]:
    """Number, who asks, how it stands (as a loan when it became one), what comes next, came in."""
    loan = row.loan_state if row.end_reason == EndReason.LOAN else None
    if not LoanRequest.table.state(row.state).final:
        stands, tone, following = LoanRequest.table.state(row.state).label, "action", next_step(row)
    elif loan is None:
        stands, tone, following = EndReason(row.end_reason).label, "neutral", ""
    else:
        following = next_of_loan(loan, times)
        stands, tone = Loan.table.state(loan).label, "action" if following else "neutral"
    number = pieces.hidden(f", {say(_('Request {no}'), no=row.no)}")
    return (
        row.no,
        pieces.link(pieces.joined(row.asked_by, number), url),
        pieces.state(say(stands), tone),
        following,
        clock.local_day(row.received_at).isoformat(),
    )


SHOWN = {
    "": (_("On their way"), queries.open_requests),
    "avslutade": (_("Ended"), queries.ended_requests),
    "alla": (_("All"), queries.requests),
}


def _how_many(programme: Programme, chosen: str, unit: Unit | None) -> int:
    """How many there are of what is shown: without what a line says, which would be joined."""
    if unit:
        wanted = SHOWN[chosen][1](programme)
        return queries.from_unit(wanted, unit).count()
    if chosen == "alla":
        return queries.how_many_requests(programme)
    going = queries.how_many_on_their_way(programme)
    return queries.how_many_requests(programme) - going if chosen else going


def requests(request: Any, slug: str) -> HttpResponse:
    """All requests; those on their way unless something else is asked for."""
    chosen = request.GET.get("visa", "")
    chosen = chosen if chosen in SHOWN else ""
    unit = organisations.unit_with_id(request.programme, request.GET.get("enhet", ""))
    wanted = SHOWN[chosen][1](request.programme)
    shown = queries.request_lines(queries.from_unit(wanted, unit))
    paginator = Paginator(shown, PER_PAGE)
    paginator.count = _how_many(request.programme, chosen, unit)
    page = paginator.get_page(request.GET.get("page"))
    rows = [queries.RequestLine(*values) for values in page]
    urls = of_each("coordinator:request", slug, [row.id for row in rows])
    times = board_queries.states_of_times(
        [row.id for row in rows if row.loan_state == "confirmed" and row.end_reason]
    )
    return render(
        request,
        "coordinator/requests.html",
        {
            "lines": [_line(row, urls[row.id], times.get(row.id, ())) for row in rows],
            "page": page,
            "total": page.paginator.count,
            "filters": [(say(label), f"?visa={key}{f'&enhet={unit.pk}' if unit else ''}",
                         key == chosen) for key, (label, _rows) in SHOWN.items()],
            "chosen": chosen,
            "unit": unit,
            "new_url": reverse("coordinator:new_request", args=[slug]),
        },
    )  # fmt: skip


def new_request(request: Any, slug: str) -> HttpResponse:
    """A request that came by phone or at a meeting, taken down."""
    form = forms.NewRequestForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: lend.receive_request(
            programme=request.programme, organisation=form.cleaned_data["organisation"],
            unit=form.cleaned_data["unit"], contact=form.identity, wishes=form.wishes,
            taken_down=True, by=request.viewer, at=request.at,
        ),
        to=lambda row: reverse("coordinator:request", args=[slug, row.pk]),
        done=_("The request is taken down. {borrower:sg.def.cap} gets a link to it by e-mail, "
               "if there is an address."),
    ):  # fmt: skip
        return answer
    units = list(organisations.units(request.programme)[:SUGGESTIONS])
    return form_page(
        request, "new_request", form,
        organisations=list(dict.fromkeys(unit.organisation.name for unit in units)),
        units=list(dict.fromkeys(unit.name for unit in units if unit.name)),
        back=reverse("coordinator:requests", args=[slug]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class AskedPerson:
    """One who was chosen or asked, as the request's page shows her."""

    inquiry: Inquiry
    name: str
    url: str
    state: str
    tone: str
    note: str


def _asked_person(inquiry: Inquiry, names: Names, slug: str) -> AskedPerson:
    note = say(_("is called, has no e-mail with us")) if inquiry.by_phone else ""
    calls = inquiry.by_phone and inquiry.state == "sent"
    return AskedPerson(
        inquiry,
        names.of(inquiry.contributor.person_id),
        reverse("coordinator:inquiry", args=[slug, inquiry.pk]),
        say(_("you call") if calls else inquiry.state_label),
        "action" if calls else TONES.get(inquiry.state, "neutral"),
        note,
    )


def request_page(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One request: the letter, the way, the assignment, who has been asked, what has happened."""
    row = access.request_for(request.viewer, request.programme, pk)
    page = Paginator(queries.asked_people(row), PER_PAGE).get_page(request.GET.get("page"))
    asked = list(page)
    opened = identities(
        request, [row.contact_id, *(i.contributor.person_id for i in asked)], purpose="request",
        case=row.pk, fields="name email phone",
    )  # fmt: skip
    names = Names(opened)
    steps = Steps(
        row,
        request.viewer,
        queries.answers_so_far(row),
        queries.first_asked(row),
        request.at,
        first_meetings.box(row),
    )
    recent.note(request, "request", row.pk)
    lacks = {item.field for item in missing(row)}
    events = Paginator(_events(row, asked), PER_PAGE).get_page(request.GET.get("handelser"))
    way = steps.way()
    return render(
        request,
        "coordinator/request.html",
        {
            "request_": row,
            "steps": way,
            "left": steps.left(way),
            "others": steps.others(),
            "items": assignment_items(row.assignment),
            **borrowers.on_request_page(request, row),
            "meeting": steps.meeting,
            "passing": passing.box(row, request.viewer),
            "debts": debts_of(row, clock.local_day(request.at)),
            "lacks": len(lacks),
            "asks_protected": (row.state == "specified" or asks(row))
            and protected_people(request.programme).exists(),
            "locked": not may_change(row),
            "contact": opened.get(row.contact_id, {}),
            "contact_name": names.of(row.contact_id),
            "asked": [_asked_person(i, names, slug) for i in asked],
            "to_call": any(i.by_phone and i.state in OPEN_ANSWERS for i in asked)
            and (row.is_over or asks(row)),
            "page": page,
            "events": history.sentences(
                events, request.programme,
                {i.pk: names.of(i.contributor.person_id) for i in asked},
            ),
            "event_page": events,
            "slug": slug,
            "proposal_box": choosing.box(request, row),
        },
    )  # fmt: skip


def _events(row: LoanRequest, asked: list[Inquiry]) -> Any:
    """What has happened to a request, those asked about it on this page, its loan, its first
    meetings and what went to other libraries."""
    loan = getattr(row, "loan", None)
    before = meeting_queries.parts_of(row)
    return audit.history(row.pk, *before, *(i.pk for i in asked), *([loan.pk] if loan else []))


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


def assignment(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The assignment, item by item."""
    row = access.request_for(request.viewer, request.programme, pk)
    written = forms.AssignmentForm.written(row.assignment)
    written["payer"] = written["payer"] or request.programme.payer
    form = forms.AssignmentForm(
        http.posted(request), initial=written, **for_assignment(request, row.assignment)
    )
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: actions.change_assignment(
            request=row, values=form.assignment, seen=form.cleaned_data["as_of"] or "",
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("The assignment is saved."),
    ):  # fmt: skip
        return answer
    if form.refused:
        form.send_next("as_of", assignment_version(row.assignment))
    lacks = missing(row)
    asked = {name for item in lacks for name in _WITH.get(item.field, (item.field,))}
    if form.is_bound or row.state != "specified" or asked >= set(form.written_in):
        asked = set(form.written_in)  # all of it, as one form
    complete = not lacks and row.state == "specified" and not form.is_bound
    return form_page(
        request, "assignment", form, request_=row, back=back,
        lacks=[item.label for item in lacks], first=form.fields_of(asked),
        rest=form.fields_of(set(form.written_in) - asked),
        go_on=reverse("coordinator:choose", args=[slug, pk]) if complete else "",
        opened="andra" in request.GET,
    )  # fmt: skip


# What is missing → the fields in which it is written, where they are more than one.
_WITH = {"place": ("place", "digital"), "payment": ("payer", "payment")}


def ask_to_clarify(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask the borrower for a clearer assignment."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = forms.ClarifyForm(http.posted(request), today=clock.local_day(request.at))
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: actions.ask_to_clarify(
            request=row, what=form.cleaned_data["what"], by_day=form.cleaned_data["by_day"],
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("{borrower:sg.def.cap} is asked to be clearer, and gets a message."),
    ):  # fmt: skip
        return answer
    return form_page(request, "ask_to_clarify", form, request_=row, back=back)


def clarify(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The clearer assignment, written by a coordinator for the borrower."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = forms.WishesForm(http.posted(request), initial=forms.WishesForm.written(row))
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: actions.clarify(
            request=row, wishes=form.wishes, by=request.viewer, at=request.at
        ),
        to=back, done=_("The clearer letter is saved."),
    ):  # fmt: skip
        return answer
    return form_page(request, "clarify", form, request_=row, back=back)


def park(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Let a request wait for something else."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = forms.ParkForm(http.posted(request), today=clock.local_day(request.at))
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: actions.park(
            request=row, waits_for=form.cleaned_data["waits_for"],
            look_again_on=form.cleaned_data["look_again_on"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("The request waits. It is back on your day when it is time."),
    ):  # fmt: skip
        return answer
    return form_page(request, "park", form, request_=row, back=back)


def take_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take a waiting request up again."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = _to_request(slug, pk)
    return http.press(
        request, lambda: actions.take_up(request=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("The request is taken up again."),
    )  # fmt: skip
