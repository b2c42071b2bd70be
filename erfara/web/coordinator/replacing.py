"""Somebody has left a complete team: who could come instead, by message or by phone, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.lending import access, queries, replacing_queries
from erfara.lending.actions import replacing as actions
from erfara.lending.models import Inquiry, Loan, Occasion
from erfara.organisations.words import say, say_plural
from erfara.people.queries import reached_by_message
from erfara.web import http
from erfara.web.coordinator import brings, team_forms
from erfara.web.coordinator.asking_forms import ConfirmForm
from erfara.web.coordinator.first_pay import first_pay
from erfara.web.coordinator.loans import title_of, url_of
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.pages import form_page
from erfara.workflows import replacing as workflow

# So long before it begins → so long to answer. Nearer than the first, one phones.
NOTICE = (
    (timedelta(hours=2), timedelta(hours=1)),
    (timedelta(hours=8), timedelta(hours=3)),
    (timedelta(days=2), timedelta(hours=12)),
    (timedelta(days=4), timedelta(hours=24)),
)
LONGEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Other:
    """One who could come. `message`: can be asked by one; `asked`: has been, and is waited for."""

    inquiry: Inquiry
    name: str
    phone: str
    brings: str
    busy: bool
    message: bool
    asked: datetime | None

    @property
    def confirmable(self) -> bool:
        """Whether she has said yes to coming now."""
        return self.inquiry.state == "yes"


def _next(loan: Loan, at: datetime) -> Occasion | None:
    return next(
        (o for o in queries.occasions(loan) if o.state == "planned" and o.starts_at > at), None
    )


def time_to_answer(begins: datetime | None, at: datetime) -> timedelta | None:
    """How long somebody gets who is asked in another's place; None when there is time only to
    phone."""
    if begins is None:
        return LONGEST
    found = None
    for before, gets in NOTICE:
        if begins - at >= before:
            found = gets
    return LONGEST if begins - at >= timedelta(days=7) else found


def _hours(gets: timedelta) -> int:
    return int(gets.total_seconds() // 3600)


def _others(request: Any, loan: Loan, gets: timedelta | None) -> list[Other]:
    """Those asked before who could come, in the order to ask them; names and numbers in one
    opening."""
    row = loan.request
    found = list(replacing_queries.could_come(row))
    people = [one.contributor.person_id for one in found]
    opened = identities(request, people, purpose="request", case=row.pk, fields="name phone")
    called = Names(opened)
    bring = brings.read(request, row, brings.contributors_of(found))
    reached = reached_by_message(people) - vault.shielded(request.programme.pk)
    return [
        Other(
            one, called.of(one.contributor.person_id),
            opened.get(one.contributor.person_id, {}).get("phone") or "",
            bring[one.contributor_id].words(), bring[one.contributor_id].busy,
            gets is not None and one.contributor.person_id in reached
            and one.state in {"waiting", "late", "told"},
            one.answer_before if one.state == "sent" else None,
        )
        for one in found
    ]  # fmt: skip


def replace(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who could come in the place of one who has left."""
    row = access.loan_for(request.viewer, request.programme, pk)
    row.request.loan = row
    places = list(replacing_queries.open_places(row))
    begins = _next(row, request.at)
    gets = time_to_answer(begins.starts_at if begins else None, request.at)
    looking = row.seeks_until is not None
    return render(
        request,
        "coordinator/replace.html",
        {
            "loan": row,
            "request_": row.request,
            "assignment": row.request.assignment,
            "title": title_of(row),
            "places": len(places),
            "left": replacing_queries.in_team(row),
            "begins": begins,
            "on_the_day": begins is not None
            and clock.local_day(begins.starts_at) == clock.local_day(request.at),
            "looking": looking,
            "others": _others(request, row, gets) if places and looking else [],
            "button": say_plural(
                "Ask by message, answer within an hour",
                "Ask by message, answer within {count} hours", _hours(gets),
            ) if gets else "",
            "slug": slug,
            "back": url_of(slug, pk),
        },
    )  # fmt: skip


def _to_page(slug: str, row: Inquiry) -> str:
    """The page of the search; of the request when the loan isn't one that looks for somebody."""
    loan: Loan | None = getattr(row.request, "loan", None)
    if loan is None:
        return reverse("coordinator:request", args=[slug, row.request_id])
    return reverse("coordinator:replace", args=[slug, loan.pk])


def ask_instead(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask one of them by a message with hours to answer."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = _to_page(slug, row)
    loan: Loan | None = getattr(row.request, "loan", None)
    begins = _next(loan, request.at) if loan is not None else None
    gets = time_to_answer(begins.starts_at if begins else None, request.at) or timedelta()
    return http.press(
        request,
        lambda: actions.ask_instead(
            inquiry=row, answer_before=request.at + gets, by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Asked. You see the answer here and on your day."),
    )  # fmt: skip


def comes(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Phone her, with the words at hand: she comes, or she can't."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = _to_page(slug, row)
    loan: Loan | None = getattr(row.request, "loan", None)
    if loan is None or loan.seeks_until is None:
        return HttpResponseRedirect(back)
    assignment = row.request.assignment
    form = ConfirmForm(
        http.posted(request),
        initial=first_pay(request.programme, assignment, loan, clock.local_day(request.at)),
    )
    if answer := http.save(
        request, form,
        lambda: workflow.comes_instead(
            inquiry=row, amount=form.cleaned_data["amount"], basis=form.cleaned_data["basis"],
            payer=form.cleaned_data["payer"], by=request.viewer, at=request.at,
        ),
        to=url_of(slug, loan.pk), done=_("Confirmed. The team has somebody in the place."),
    ):  # fmt: skip
        return answer
    person = row.contributor.person_id
    opened = identities(
        request, [person], purpose="request", case=row.request_id, fields="name phone"
    )
    return form_page(
        request, "comes", form, inquiry=row, assignment=assignment, name=Names(opened).of(person),
        phone=opened.get(person, {}).get("phone") or "", occasions=list(queries.occasions(loan)),
        said_yes=row.state == "yes", slug=slug, back=back,
    )  # fmt: skip


def cannot_come(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She was phoned, and can't this time."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = _to_page(slug, row)
    return http.press(
        request,
        lambda: workflow.cannot_come(inquiry=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Noted. Nobody has to say why."),
    )  # fmt: skip


def enough(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It is enough with those who are left."""
    row = access.loan_for(request.viewer, request.programme, pk)
    form = team_forms.EnoughForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.let_be(
            loan=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=url_of(slug, pk), done=_("Noted. Those who were asked have been told."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "enough", form, heading=say(_("It is enough as it is")),
        button=say(_("It is enough as it is")),
        back=reverse("coordinator:replace", args=[slug, pk]),
        back_label=say(_("Find somebody else")),
        left=replacing_queries.in_team(row),
    )  # fmt: skip


def look_on(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Look until a later day."""
    row = access.loan_for(request.viewer, request.programme, pk)
    today = clock.local_day(request.at)
    form = team_forms.UntilForm(
        http.posted(request), today=today,
        initial={"until": actions.last_day(row, request.at)},
    )  # fmt: skip
    here = reverse("coordinator:replace", args=[slug, pk])
    if answer := http.save(
        request, form,
        lambda: actions.look_on(
            loan=row, until=form.cleaned_data["until"], by=request.viewer, at=request.at
        ),
        to=here, done=_("You can ask people until then."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "look_on", form, heading=say(_("Until when do you look for somebody?")),
        button=say(_("Look until then")), back=here, back_label=say(_("Find somebody else")),
    )  # fmt: skip
