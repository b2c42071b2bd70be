"""Lists for whoever pays out: made for a period, agreed to, printed or taken as a file, paid."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.compensation import access, queries
from erfara.compensation.actions import lists as actions
from erfara.compensation.models import PaymentList
from erfara.compensation.policies import due_from
from erfara.foundation import clock, forms
from erfara.foundation.actors import Role
from erfara.organisations.words import say
from erfara.people.actions.print_lists import FEW
from erfara.web import http, sheets
from erfara.web.coordinator.loan_forms import PaidForm
from erfara.web.coordinator.names import identities
from erfara.web.coordinator.pages import PER_PAGE, can
from erfara.web.paper import download


class UntilForm(forms.Form):
    """Up to which day meetings are taken along."""

    until = forms.Date(_("Meetings held up to and including"))


class WhyNotForm(forms.Form):
    """Why a list is refused."""

    reason = forms.Text(_("Why not?"), max_length=300, missing=_("Write why, in a sentence."))


def lists(request: Any, slug: str) -> HttpResponse:
    """What is to be paid, and all lists. No name is opened here."""
    programme, today = request.programme, clock.local_day(request.at)
    page = Paginator(queries.payment_lists(programme), PER_PAGE).get_page(request.GET.get("page"))
    form = UntilForm(http.posted(request), initial={"until": today})
    if answer := http.save(
        request, form,
        lambda: actions.make_list(
            programme=programme, until=form.cleaned_data["until"], by=request.viewer, at=request.at
        ),
        to=lambda row: reverse("coordinator:payment_list", args=[slug, row.pk]),
        done=_("The list is made."),
    ):  # fmt: skip
        return answer
    waiting = list(queries.to_be_paid(programme, today))
    context = {
        "form": form, "page": page, "count": len(waiting), "total": queries.total(waiting),
        "people": len({row.participation.contributor_id for row in waiting}), "few": FEW,
        "one_by_one": queries.one_by_one(programme, today),
    }  # fmt: skip
    return render(request, "coordinator/payment_lists.html", context, status=form.status)


def _context(request: Any, row: PaymentList, **more: Any) -> dict[str, Any]:
    rows = list(queries.on_list(row))
    staff = names_of({row.asked_by, *([row.decided_by] if row.decided_by else [])})
    return {
        "row": row, "rows": rows, "total": queries.total(rows),
        "people": len({one.participation.contributor_id for one in rows}),
        "mine": row.asked_by == request.viewer.id, "can": can(row, request.viewer),
        "by": staff.get(row.asked_by, ""), "decided": staff.get(row.decided_by or row.pk, ""),
        "for_coordinator": request.viewer.role == Role.COORDINATOR,
        "back": reverse("coordinator:payment_lists", args=[request.programme.slug]), **more,
    }  # fmt: skip


def one(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One list by numbers and sums, and the one step it waits for."""
    row = access.payment_list_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:payment_list", args=[slug, pk])
    form = WhyNotForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.refuse_list(
            row=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=here, done=_("Refused. Its payments wait for the next list."),
    ):  # fmt: skip
        return answer
    return render(
        request, "coordinator/payment_list.html", _context(request, row, form=form),
        status=form.status,
    )  # fmt: skip


def agree(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another agrees to it."""
    row = access.payment_list_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:payment_list", args=[slug, pk])
    return http.press(
        request, lambda: actions.agree_to_list(row=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Agreed. The one who made it can open it."),
    )  # fmt: skip


def end(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It isn't sent after all."""
    row = access.payment_list_for(request.viewer, request.programme, pk)
    all_of_them = reverse("coordinator:payment_lists", args=[slug])
    return http.press(
        request, lambda: actions.end_list(row=row, by=request.viewer, at=request.at),
        to=all_of_them, back=reverse("coordinator:payment_list", args=[slug, pk]),
        done=_("The list is over. Its payments wait for the next one."),
    )  # fmt: skip


def _noted(request: Any, slug: str, pk: UUID, step: str) -> HttpResponse:
    row = access.payment_list_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:payment_list", args=[slug, pk])
    today = clock.local_day(request.at)
    form = PaidForm(http.posted(request), today=today, initial={"on": today})
    sends = step == "send"
    form.fields["on"].label = say(_("When was it sent?") if sends else _("When was it paid?"))
    act = actions.send_list if sends else actions.list_is_paid
    if answer := http.save(
        request, form,
        lambda: act(row=row, on=form.cleaned_data["on"], by=request.viewer, at=request.at),
        to=here,
        done=_("Noted. Those on it see that it is on its way.") if sends
        else _("Noted: everybody on it is paid."),
    ):  # fmt: skip
        return answer
    context = _context(
        request,
        row,
        form=form,
        step=step,
        back=here,
        heading=say(_("The list is sent") if sends else _("Everybody on the list is paid")),
    )
    return render(request, "coordinator/payment_list_noted.html", context, status=form.status)


def send(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It was given to whoever pays out, on a day."""
    return _noted(request, slug, pk, "send")


def all_paid(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All on it are paid, in one press."""
    return _noted(request, slug, pk, "pay")


def _named(request: Any, pk: UUID) -> tuple[PaymentList, list[dict[str, Any]]]:
    """The rows of an open list with names. Only for the one who made it; each one on it sees in
    her log that it was opened."""
    row = access.payment_list_for(request.viewer, request.programme, pk)
    if row.state != "open" or row.asked_by != request.viewer.id:
        raise Http404
    people = queries.people_on(row)
    opened = identities(
        request, sorted(people), purpose="payment_list", case=row.pk, fields="name",
    )  # fmt: skip
    found = []
    for payment in queries.on_list(row):
        contributor = payment.participation.contributor
        if contributor is None or contributor.person_id not in people:
            continue
        loan = payment.participation.loan
        found.append(
            {
                "name": (opened.get(contributor.person_id) or {}).get("name") or "",
                "number": contributor.number, "loan": loan.request.no,
                "unit": str(loan.request.unit), "held": due_from(payment),
                "what": _what(payment), "amount": payment.amount,
            }
        )  # fmt: skip
    return row, found


def _what(payment: Any) -> str:
    if payment.kind == payment.Kind.FEE:
        return say(payment.get_basis_display())
    return say(payment.get_kind_display())


def paper(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The list to print."""
    row, rows = _named(request, pk)
    context = {
        "row": row,
        "rows": rows,
        "total": sum(one["amount"] for one in rows),
        "printed_on": clock.local_day(clock.now()),
        "back": reverse("coordinator:payment_list", args=[slug, pk]),
    }
    return render(request, "coordinator/payment_list_paper.html", context)


COLUMNS = (
    ("name", _("Name")), ("number", _("Number")), ("loan", _("Loan")), ("unit", _("For whom")),
    ("held", _("Held")), ("what", _("For what")), ("amount", _("Kronor")),
)  # fmt: skip


def as_csv(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The list as text with semicolons, as Swedish spreadsheets read it."""
    row, rows = _named(request, pk)
    lines = [[one[key] for key, _label in COLUMNS] for one in rows]
    text = sheets.as_csv([[say(label) for _key, label in COLUMNS], *lines])
    return download(text, f"lista-{row.number}.csv", sheets.CSV)


def as_xlsx(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The list as a workbook. Sums are numbers, all else is text."""
    row, rows = _named(request, pk)
    out = BytesIO()
    book = sheets.workbook(out)
    sheet = book.add_worksheet(say(_("To be paid")))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "# ##0.00"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 18)
    for column, (_key, label) in enumerate(COLUMNS):
        sheet.write_string(0, column, say(label), bold)
    for line, one_ in enumerate(rows, start=1):
        for column, (key, _label) in enumerate(COLUMNS):
            if key == "amount":
                sheet.write_number(line, column, float(one_[key]), money)
            else:
                sheet.write_string(line, column, str(one_[key] if one_[key] is not None else ""))
    book.close()
    return download(out.getvalue(), f"lista-{row.number}.xlsx", sheets.XLSX)
