"""The team of a request: those who have said yes beside each other, decided about at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.lending import access, queries
from erfara.lending.actions import inquiries, loans
from erfara.lending.models import Inquiry, LoanRequest, Participation
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator import brings, team_forms
from erfara.web.coordinator.first_pay import first_pay
from erfara.web.coordinator.names import Names, called_in_team, names
from erfara.web.coordinator.pages import form_page
from erfara.workflows import teams

# Those who can be decided about.
SAID_YES = ("yes", "waiting", "late")


def team_url(slug: str, pk: UUID) -> str:
    """The page of a request's team."""
    return reverse("coordinator:team", args=[slug, pk])


def _decide(request: Any, row: LoanRequest, form: Any, most: int | None) -> None:
    given = form.cleaned_data
    teams.decide_team(
        request=row, confirm=form.chosen(team_forms.CONFIRM), wait=form.chosen(team_forms.WAIT),
        amount=given["amount"], basis=given["basis"], payer=given["payer"],
        most=None if given.get("more") else most, by=request.viewer, at=request.at,
    )  # fmt: skip


def _say_whom_to_call(request: Any, form: Any, called: Names) -> None:
    """Those who get no message are told by the coordinator herself."""
    for what, words in (
        (team_forms.CONFIRM, _("Call and say that they take part: {names}.")),
        (team_forms.WAIT, _("Call and say that they are on the waiting list: {names}.")),
    ):
        phone = [one for one in form.chosen(what) if one.by_phone]
        if phone:
            listed = ", ".join(called.of(one.contributor.person_id) for one in phone)
            messages.warning(request, say(words, names=listed))


def team(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who has said yes, what each brings, and who takes part."""
    row = access.request_for(request.viewer, request.programme, pk)
    loan = getattr(row, "loan", None)
    there = [p for p in queries.participations(loan) if p.state == "confirmed"] if loan else []
    yes = [one for one in queries.inquiries_of_request(row) if one.state in SAID_YES]
    everybody = brings.contributors_of([*there, *yes])
    called = names(request, [c.person_id for c in everybody], purpose="request", case=row.pk)
    named = called_in_team(there, called)
    bring = brings.read(request, row, everybody)
    wanted = row.assignment.people_wanted
    form = team_forms.TeamForm(
        http.posted(request),
        people=[(one, called.of(one.contributor.person_id), _hint(one, bring)) for one in yes],
        full=wanted is not None and len(there) + len(yes) > wanted,
        initial=first_pay(request.programme, row.assignment, loan, clock.local_day(request.at)),
    )
    open_now = row.state == "asking"
    if open_now and yes:
        answer = http.save(
            request, form, lambda: _decide(request, row, form, wanted), to=team_url(slug, pk),
            done=_("Noted. Those who get messages have been told."),
        )  # fmt: skip
        if answer:
            _say_whom_to_call(request, form, called)
            return answer
    return form_page(
        request, "team", form,
        request_=row, loan=loan, open_now=open_now, yes=yes, size=len(there), wanted=wanted,
        team=[
            (part, named[part.pk], _member(part, bring), not part.outside) for part in there
        ],
        balance=brings.balance(there, bring),
        back=reverse("coordinator:request", args=[slug, pk]),
        slug=slug,
    )  # fmt: skip


def _member(part: Participation, bring: dict[UUID, brings.Brings]) -> str:
    """What one in the team brings; of one from outside, through whom she came too."""
    if part.contributor_id is not None:
        return bring[part.contributor_id].words()
    outside = brings.Brings(roles=tuple(part.brings)).words()
    through = say(part.get_through_display()) if part.through else ""
    return " · ".join(word for word in (through, outside) if word)


def _hint(one: Inquiry, bring: dict[UUID, brings.Brings]) -> str:
    hers = bring[one.contributor_id]
    found = [hers.words()]
    if one.state in {"waiting", "late"}:
        found.append(say(one.state_label))
    if hers.busy:
        found.append(say(_("is expected somewhere else at that time")))
    return " · ".join(word for word in found if word)


def wait(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Put one who has said yes on the waiting list."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:inquiry", args=[slug, pk])
    return http.press(
        request, lambda: inquiries.wait(inquiry=row, by=request.viewer, at=request.at),
        to=back, back=back,
        done=_("On the waiting list. Call and say so.") if row.by_phone
        else _("On the waiting list. The person has been told."),
    )  # fmt: skip


def leave_list(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody doesn't want to wait any more, or has been called and thanked."""
    row = access.inquiry_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:inquiry", args=[slug, pk])

    def leave() -> Inquiry:
        if row.state not in {"waiting", "late", "told"}:
            raise Refused(_("This person is not on the waiting list. Look at the page as it is."))
        return inquiries.leave_list(inquiry=row, by=request.viewer, at=request.at)

    return http.press(request, leave, to=back, back=back, done=_("Off the waiting list."))


def outside(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note people from outside the library: how many, through whom, what they bring."""
    row = access.request_for(request.viewer, request.programme, pk)
    form = team_forms.OutsideForm(http.posted(request))
    back = team_url(slug, pk)
    if answer := http.save(
        request, form,
        lambda: loans.add_outside(
            request=row, count=form.cleaned_data["count"], through=form.cleaned_data["through"],
            brings=form.cleaned_data["brings"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("Noted. They count in the team."),
    ):  # fmt: skip
        return answer
    return form_page(request, "outside", form, request_=row, back=back)


def change_outside(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Set right what is noted of one from outside, or note that she can't come."""
    row = access.participation_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:loan", args=[slug, row.loan_id])
    form = team_forms.ChangeOutsideForm(
        http.posted(request), initial={"through": row.through, "brings": row.brings}
    )
    if answer := http.save(
        request, form,
        lambda: loans.change_outside(
            participation=row, through=form.cleaned_data["through"],
            brings=form.cleaned_data["brings"], by=request.viewer, at=request.at,
        ),
        to=back, done=_("Noted."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "outside_change", form, part=row,
        may_leave=row.state == "confirmed" and row.passed_on_id is None,
        heading=say(_("Somebody from outside {library:sg.def}")), button=say(_("Save")),
        back=back, back_label=say(_("The loan")),
    )  # fmt: skip
