"""A loan, from the first yes to the day it is closed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending import access, queries
from erfara.lending.actions import calling
from erfara.lending.agreement_queries import live_agreement
from erfara.lending.attending import came_to, may_have_come
from erfara.lending.models import Loan, Participation
from erfara.lending.occasion_queries import times_came
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator import loan_page, loan_parts, passing, recent
from erfara.web.coordinator.loan_after import on_loan_page
from erfara.web.coordinator.loan_forms import (
    CancelLoanForm,
)
from erfara.web.coordinator.names import Names, names
from erfara.web.coordinator.pages import Hearers, form_page, hearers
from erfara.web.coordinator.places import places_of
from erfara.workflows import lend

BACK = _("The loan")


def url_of(slug: str, loan_id: UUID) -> str:
    """The page of a loan."""
    return reverse("coordinator:loan", args=[slug, loan_id])


def title_of(loan: Loan) -> str:
    """What a loan is called: its assignment's title, or its number."""
    return loan.request.assignment.title or say(_("Loan {no}"), no=loan.request.no)


def name_of(request: Any, participation: Participation) -> str:
    """The name of one who takes part, opened for a page that shows it."""
    contributor = participation.contributor
    ids = [contributor.person_id] if contributor else []
    who = names(request, ids, purpose="request", case=participation.loan.request_id)
    return who.of(ids[0] if ids else None)


def team_names(request: Any, loan: Loan) -> tuple[list[Any], Names]:
    """The team and what they and the borrower are called, in one opening."""
    team = list(queries.participations(loan))
    ids = [p.contributor.person_id for p in team if p.contributor is not None]
    who = names(request, [*ids, loan.request.contact_id], purpose="request", case=loan.request_id)
    return team, who


def who_hears(request: Any, loan: Loan) -> Hearers:
    """Who is told when everybody in the loan is. Read when the page is shown, not when it is sent:
    names are opened only to be looked at."""
    team, who = team_names(request, loan)
    return hearers(loan, team, who)


def loan(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The loan as a letter, where it is on its way, and what is left."""
    row = access.loan_for(request.viewer, request.programme, pk)
    page = loan_page.read(request, row)
    recent.note(request, "loan", row.pk)
    return render(
        request,
        "coordinator/loan_page.html",
        {
            "page": page,
            "places": places_of(row),
            "elsewhere": passing.times_there(row, request.at),
            "loan": row,
            "request_": row.request,
            "assignment": row.request.assignment,
            "title": title_of(row),
            "agreement": live_agreement(row),
            "after": on_loan_page(row, page.members, [t.follow_up for t in page.talks], slug),
            **loan_parts.buttons(),
            "back": reverse("coordinator:request", args=[slug, row.request_id]),
        },
    )


def cancel_loan(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The loan is cancelled; everybody is told why. What somebody came to is ended instead."""
    row = access.loan_for(request.viewer, request.programme, pk)
    if request.method != "POST" and came_to(row):
        return HttpResponseRedirect(reverse("coordinator:carry_out", args=[slug, row.pk]))
    form = CancelLoanForm(
        request.POST or None,
        hint=_("Those who were to take part and {borrower:sg.def} read this."),
    )
    if answer := http.save(
        request,
        form,
        lambda: lend.cancel_loan(
            loan=row,
            cancel_reason=form.cleaned_data["cancel_reason"],
            words=form.cleaned_data["reason"],
            by=request.viewer,
            at=request.at,
        ),
        to=url_of(slug, row.pk),
        done=_("The loan is cancelled."),
    ):
        return answer
    return form_page(
        request, "loan_cancel", form, hearers=who_hears(request, row),
        heading=say(_("Cancel the loan")), button=say(_("Cancel the loan and tell everybody")),
        kind="danger", back=url_of(slug, row.pk), back_label=say(BACK),
    )  # fmt: skip


def close_loan(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Everything is done or written off."""
    row = access.loan_for(request.viewer, request.programme, pk)
    return http.press(
        request,
        lambda: lend.close(loan=row, by=request.viewer, at=request.at),
        to=url_of(slug, row.pk),
        back=url_of(slug, row.pk),
        done=_("The loan is closed. Everything that was promised is kept.")
        if queries.nothing_written_off(row)
        else _("The loan is closed. What was written off stands in its history."),
    )


def withdraw_participation(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody can't take part after all: what follows is said before it is done."""
    row = access.participation_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.loan_id)
    if request.method != "POST":
        if row.state != "confirmed":
            return HttpResponseRedirect(here)
        return form_page(
            request, "loan_withdraw", forms.Form(), row=row, back=here, back_label=say(BACK),
            heading=say(_("{name} can't take part after all?"), name=name_of(request, row)),
            title=say(_("Somebody can't take part after all")),
            button=say(_("Note that it is so")), came=times_came(row.loan).get(row.pk, 0),
            was_there=may_have_come(row, request.at),
        )  # fmt: skip
    return http.press(
        request,
        lambda: lend.withdraw_from_loan(participation=row, by=request.viewer, at=request.at),
        to=here,
        back=here,
        done=_("Noted. Nothing more is needed from that person."),
    )


def called_in_team(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One who gets no message has been told on the telephone, or can't be reached."""
    row = access.participation_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.loan_id)
    told = request.POST.get("answer", "") != "not_reached"
    return http.press(
        request,
        lambda: calling.note_called(participation=row, told=told, by=request.viewer, at=request.at),
        to=here,
        back=here,
        done=_("Noted. That is one more who knows.") if told else _("Noted."),
    )
