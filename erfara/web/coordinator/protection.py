"""People with protected details: reached one at a time, after one more step, and by phone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.foundation.errors import Refused
from erfara.lending.access import request_for
from erfara.lending.actions.inquiries import ask_by_phone
from erfara.lending.models import Inquiry, LoanRequest
from erfara.organisations.words import say
from erfara.people import access
from erfara.people.actions.protection import end_protection as end
from erfara.people.models import Contributor, Person
from erfara.people.queries import protected_people, protected_with_number
from erfara.people.veil import is_protected, is_protected_person
from erfara.web import http
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_changes import name_of, url_of
from erfara.web.unveiling import going, unveil
from erfara.workflows.protection import protect as begin


def protected(request: Any, slug: str) -> HttpResponse:
    """Only how many there are and the number of each. Nothing is opened."""
    rows = [
        {"no": row.number, "state": row.state_label,
         "url": reverse("coordinator:open_protected", args=[slug, row.pk])}
        for row in protected_people(request.programme)
    ]  # fmt: skip
    return render(
        request, "coordinator/protected.html",
        {"rows": rows, "back": reverse("coordinator:people", args=[slug])},
    )  # fmt: skip


def open_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The step before a protected person's page: what it means to open it."""
    row = access.veiled_contributor_for(request.viewer, request.programme, pk)
    after = going(request, reverse("coordinator:home", args=[slug]), url_of(slug, row.pk))
    if not is_protected(row):
        return HttpResponseRedirect(url_of(slug, row.pk))
    if request.method == "POST":
        unveil(request.session, row.programme_id, row.person_id, clock.now())
        return HttpResponseRedirect(after)
    return render(
        request, "coordinator/protected_open.html",
        {"no": row.number, "values": {"next": after}, "here": request.path,
         "back": reverse("coordinator:protected", args=[slug])},
    )  # fmt: skip


def protect(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Protect somebody's details from now on."""
    row = access.veiled_contributor_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.pk)
    if is_protected(row):
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return http.press(
            request, lambda: begin(contributor=row, by=request.viewer, at=request.at),
            to=reverse("coordinator:protected", args=[slug]), back=back,
            done=_("Done. Nobody else sees who it is."),
        )  # fmt: skip
    return render(
        request, "coordinator/protect.html", {"name": name_of(request, row), "back": back}
    )


class EndForm(forms.Form):
    """Why protection ends."""

    reason = forms.LongText(
        _("Why is protection no longer needed?"), max_length=500, rows=3,
        missing=_("Write why, in a sentence."),
        hint=_("It is kept among the person's own details and nowhere else."),
    )  # fmt: skip


def end_protection(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """End it: why, and then once more."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    return ending(
        request, row.person, back=url_of(slug, row.pk), sure="coordinator/protection_sure.html",
        done=_("Protection has ended. The person is in the register like everybody."),
    )  # fmt: skip


def ending(
    request: Any, person: Person, *, back: str, sure: str, done: str | Promise
) -> HttpResponse:
    """The same wherever she is. The caller has gone through the step before her page, which is
    `back`; `sure` is the template that asks once more."""
    if not is_protected_person(person):
        return HttpResponseRedirect(back)
    form = EndForm(http.posted(request))
    if http.filled(request, form) and request.POST.get("sure") != "yes":
        reason = form.cleaned_data["reason"]
        context = {
            "values": {"reason": reason, "sure": "yes"}, "reason": reason, "here": request.path,
            "back": back,
        }  # fmt: skip
        return render(request, sure, context)
    if answer := http.save(
        request, form,
        lambda: end(
            person=person, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=back, done=done,
    ):  # fmt: skip
        return answer
    return form_page(
        request, "protection_end", form, heading=say(_("End the protection")),
        button=say(_("Go on")), kind="danger", back=back, back_label=say(_("The person's page")),
    )  # fmt: skip


class NumberForm(forms.Form):
    """Whom to phone about a request, by number."""

    number = forms.Number(
        _("Which number?"), min_value=1, max_value=9_999_999, width="short",
        missing=_("Write the person's number"),
    )  # fmt: skip
    answer_by = forms.Date(_("Last day to answer"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["answer_by"]
        field.after = today


def _ask(request: Any, row: LoanRequest, form: NumberForm) -> Inquiry:
    found = protected_with_number(request.programme, form.cleaned_data["number"])
    if found is None:
        raise Refused(
            _("Nobody with that number has protected details. Choose everybody else on the list.")
        )
    return ask_by_phone(
        request=row, contributor=found, answer_by=form.cleaned_data["answer_by"],
        by=request.viewer, at=request.at,
    )  # fmt: skip


def ask_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Ask somebody with protected details about a request: by phone, by her number."""
    row = request_for(request.viewer, request.programme, pk)
    today = clock.local_day(request.at)
    form = NumberForm(
        http.posted(request), today=today,
        initial={
            "answer_by": row.answer_by or today + timedelta(days=request.programme.inquiry_days)
        },
    )  # fmt: skip
    if answer := http.save(
        request, form, lambda: _ask(request, row, form),
        to=lambda made: reverse("coordinator:inquiry", args=[slug, made.pk]),
        done=_("Noted. Now call, and write down the answer here."),
    ):  # fmt: skip
        return answer
    back = reverse("coordinator:request", args=[slug, pk])
    return form_page(
        request, "ask_protected", form, request_=row,
        heading=say(_("Ask somebody with protected details")),
        button=say(_("Note that I call")), back=back,
        back_label=say(_("Request {no}, {unit}"), no=row.no, unit=str(row.unit)),
    )  # fmt: skip


def box(row: Contributor) -> dict[str, bool]:
    """What the person's page says about protection."""
    here = row.person.erased_at is None and row.state not in {"left", "forgotten", "merged"}
    return {"on": is_protected(row), "changeable": here}
