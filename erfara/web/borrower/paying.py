"""What the borrower pays those who came, to whom and by when, and that it is paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.compensation import actions, queries
from erfara.compensation.models import Compensation
from erfara.compensation.policies import first_due_by, is_due
from erfara.compensation.states import UNPAID, UNSETTLED
from erfara.foundation import clock, forms, vault
from erfara.lending import access
from erfara.lending.models import LoanRequest
from erfara.organisations.words import say
from erfara.web import http, people_say, ways


class DayForm(forms.Form):
    """When it was paid."""

    on = forms.Date(_("When did you pay?"))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on: Any = self.fields["on"]
        on.before = today


def _due(rows: list[Compensation]) -> list[Compensation]:
    """Those of meetings that have been held, and costs of what was cancelled: before that there is
    nothing to pay."""
    return [row for row in rows if is_due(row)]


def on_page(request: Any, asked: LoanRequest) -> dict[str, Any]:
    """What the page of the request says of it."""
    rows = _due(queries.borrower_pays(asked))
    waiting = [row for row in rows if row.state in UNPAID]
    last = first_due_by(waiting)
    late = last is not None and last < clock.local_day(request.at)
    missing = any(row.state == "missing" for row in waiting)
    if missing:
        heading = say(_("Somebody has not got their payment"))
    elif late:
        heading = say(_("You should have paid those who came"))
    elif waiting and waiting[0].participation.loan.state == "cancelled":
        heading = say(_("Pay what it cost somebody that it was cancelled"))
    else:
        heading = say(_("Pay those who came"))
    return {
        "to_pay": waiting, "pay_sum": queries.total(waiting), "pay_late": late,
        "pay_heading": heading, "pay_by": people_say.day(last, now=request.at) if last else "",
        "said_paid": bool(rows) and not waiting,
    }  # fmt: skip


def _names(request: Any, asked: LoanRequest, rows: list[Compensation]) -> dict[UUID, str]:
    """Names where they contact each other, until everybody is paid, and only on the borrower's own
    page: never behind a link, and never those whose details are protected."""
    to_pay = any(row.state in UNSETTLED for row in rows)
    if asked.programme.broker != "direct" or request.link is not None or not to_pay:
        return {}
    people = {
        r.participation.contributor.person_id for r in rows if r.participation.contributor
    } - vault.shielded(asked.programme_id)
    if not people:
        return {}
    opened = vault.open(
        tenant_id=asked.programme_id, person_ids=sorted(people), blob="identity",
        fields=("name",), purpose="pay_to", case=str(asked.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return {pk: values.get("name") or "" for pk, values in opened.items()}


def paid(request, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """What is to be paid to whom, and the button that says that it is."""
    asked = access.request_for(request.viewer, request.programme, ways.about(request, pk))
    rows = _due(queries.borrower_pays(asked))
    if not rows:
        raise Http404
    waiting = [row for row in rows if row.state in UNPAID]
    back = ways.url(request, "request")
    today = clock.local_day(request.at)
    form = DayForm(http.posted(request), today=today, initial={"on": today}) if waiting else None
    if form is not None and (
        answer := http.save(
            request, form,
            lambda: actions.say_paid(
                compensations=waiting, on=form.cleaned_data["on"], by=request.viewer,
                at=request.at,
            ),
            to=back, done=_("Thank you. Those who came see it."),
        )
    ):  # fmt: skip
        return answer
    names = _names(request, asked, rows)
    last = first_due_by(rows)
    context = {
        "rows": [
            {"row": row, "name": _name(row, names, n), "what": _what(row)}
            for n, row in enumerate(rows, start=1)
        ],
        "form": form, "back": back, "named": bool(names),
        "direct": asked.programme.broker == "direct",
        "pay_by": people_say.day(last, now=request.at) if last and waiting else "",
        "signed_in_page": reverse("request:paid", kwargs={"slug": slug, "pk": asked.pk}),
    }  # fmt: skip
    return render(
        request, "borrower/paid.html", context, status=form.status if form is not None else 200
    )


def _name(row: Compensation, names: dict[UUID, str], number: int) -> str:
    contributor = row.participation.contributor
    known = names.get(contributor.person_id, "") if contributor else ""
    return known or say(_("Payment {number}"), number=number)


def _what(row: Compensation) -> str:
    if row.kind == Compensation.Kind.FEE:
        return say(row.get_basis_display())
    return say(row.get_kind_display())
