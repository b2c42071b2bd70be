"""What was agreed to pay each one who takes part, and whether it was paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.compensation import access as payment_access
from erfara.compensation import actions
from erfara.compensation.policies import first_due_by, is_due
from erfara.compensation.queries import borrower_pays, paid_beside, payment_of, total
from erfara.compensation.states import UNPAID
from erfara.foundation import clock
from erfara.lending import access
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator.first_pay import first_pay, suggested
from erfara.web.coordinator.loan_forms import KeptReasonForm, PayForm, PaymentForm
from erfara.web.coordinator.loans import BACK, name_of, url_of
from erfara.web.coordinator.names import called_in_team, names
from erfara.web.coordinator.pages import form_page


def for_borrower(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What the borrower of a loan pays and to whom, for a coordinator to hand over on paper. Only
    the names of those who wait for it are opened."""
    row = access.loan_for(request.viewer, request.programme, pk)
    rows = [one for one in borrower_pays(row.request) if one.state in UNPAID and is_due(one)]
    paid = [one.participation for one in rows]
    ids = [part.contributor.person_id for part in paid if part.contributor is not None]
    who = names(request, ids, purpose="request", case=row.request_id)
    called = called_in_team(paid, who)
    context = {
        "loan": row, "rows": [(called[one.participation_id], one) for one in rows],
        "total": total(rows), "back": url_of(slug, row.pk), "back_label": say(BACK),
        "pay_by": first_due_by(rows), "printed_on": clock.local_day(clock.now()),
    }  # fmt: skip
    return render(request, "coordinator/borrower_pays.html", context)


def payment(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What one person gets for one loan."""
    row = access.participation_for(request.viewer, request.programme, pk)
    agreed = payment_of(row)
    assignment = row.loan.request.assignment
    back, today = url_of(slug, row.loan_id), clock.local_day(request.at)
    first = {"amount": agreed.amount, "basis": agreed.basis, "payer": agreed.payer} if agreed else (
        first_pay(request.programme, assignment, row.loan, today)
    )  # fmt: skip
    form = PaymentForm(request.POST or None, initial=first)
    if answer := http.save(
        request,
        form,
        lambda: actions.agree(
            participation=row, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=back,
        done=_("The payment is written down."),
    ):
        return answer
    name = name_of(request, row)
    return form_page(
        request, "payment_agree", form, assignment=assignment, name=name,
        hint=suggested(request.programme, assignment, today),
        heading=say(_("What {name} gets"), name=name), button=say(_("Write down the payment")),
        back=back, back_label=say(BACK),
    )  # fmt: skip


def pay(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It is paid, and when."""
    row = payment_access.compensation_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.participation.loan_id)
    today = clock.local_day(request.at)
    others = paid_beside(row) if row.state == "agreed" else []
    form = PayForm(request.POST or None, today=today, initial={"on": today}, others=len(others))
    if answer := http.save(
        request,
        form,
        lambda: actions.pay_several(
            compensations=[row, *(others if form.cleaned_data.get("rest") else [])],
            on=form.cleaned_data["on"], by=request.viewer, at=request.at,
        ),
        to=back,
        done=_("Noted: it is paid."),
    ):  # fmt: skip
        return answer
    name = name_of(request, row.participation)
    return form_page(
        request, "payment_pay", form, payment=row, name=name,
        heading=say(_("{name} has been paid"), name=name), button=say(_("Note that it is paid")),
        back=back, back_label=say(BACK),
    )  # fmt: skip


def decline_payment(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The person doesn't want to be paid. Nobody asks why."""
    row = payment_access.compensation_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.participation.loan_id)
    return http.press(
        request,
        lambda: (actions.stop if row.state == "sent" else actions.decline)(
            compensation=row, by=request.viewer, at=request.at
        ),
        to=back,
        back=back,
        done=_("Noted: no payment, by own choice."),
    )


def cancel_payment(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It is not to be paid after all, and why."""
    row = payment_access.compensation_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.participation.loan_id)
    form = KeptReasonForm(request.POST or None)
    if answer := http.save(
        request,
        form,
        lambda: actions.cancel(
            compensation=row,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            at=request.at,
        ),
        to=back,
        done=_("The payment is taken away."),
    ):
        return answer
    name = name_of(request, row.participation)
    return form_page(
        request, "payment_cancel", form, payment=row, name=name,
        heading=say(_("{name} is not to be paid"), name=name),
        button=say(_("Take the payment away")), kind="danger", back=back, back_label=say(BACK),
    )  # fmt: skip


def payment_missing(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has said on the phone that it hasn't come."""
    row = payment_access.compensation_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.participation.loan_id)
    return http.press(
        request,
        lambda: actions.not_come(compensation=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Noted. It waits to be paid again."),
    )  # fmt: skip
