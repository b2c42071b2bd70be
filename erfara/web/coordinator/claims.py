"""Costs that people have had: noted, and answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.compensation import access as pay_access
from erfara.compensation.actions import claims as actions
from erfara.compensation.models import Claim
from erfara.foundation import clock, forms, vault
from erfara.lending import access
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.claims import ClaimForm
from erfara.web.coordinator.loans import BACK, name_of, url_of
from erfara.web.coordinator.pages import form_page


class AnswerForm(forms.Form):
    """Yes with a sum, or no with a reason."""

    answer = forms.Radios(
        _("Is it paid?"), choices=[("approve", _("Yes")), ("refuse", _("No"))],
        missing=_("Choose whether it is paid."),
    )  # fmt: skip
    amount = forms.Money(_("Sum in kronor"), min_value=0, max_value=99_999, required=False)
    reason = forms.Text(
        _("If not: why?"), max_length=300, required=False,
        hint=_("The one who asked reads it. It stands in the history."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("answer") == "approve" and not found.get("amount"):
            self.add_error("amount", forms.said(_("Write the sum in kronor.")))
        if found.get("answer") == "refuse" and not (found.get("reason") or "").strip():
            self.add_error("reason", forms.said(_("Write why, in a sentence.")))
        return found


def note_claim(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A coordinator notes a cost for somebody who has told of it."""
    row = access.participation_for(request.viewer, request.programme, pk)
    form = ClaimForm(http.posted(request), today=clock.local_day(request.at))
    back = url_of(slug, row.loan_id)
    if answer := http.save(
        request, form,
        lambda: actions.claim(
            participation=row, **form.values(), by=request.viewer, at=request.at
        ),
        to=lambda made: reverse("coordinator:claim", args=[slug, made.pk]),
        done=_("Noted. Now it waits for an answer."),
    ):  # fmt: skip
        return answer
    name = name_of(request, row)
    return form_page(
        request, "claim_note", form, name=name, heading=say(_("A cost of {name}"), name=name),
        title=say(_("Note a cost of {name}"), name=name), button=say(_("Note the cost")),
        back=back, back_label=say(BACK),
    )  # fmt: skip


def _words(request: Any, row: Claim) -> str:
    contributor = row.participation.contributor
    if contributor is None:
        return ""
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[contributor.person_id], blob=Claim.BLOB,
        fields=(str(row.pk),), purpose="claim", case=str(row.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    return (opened.get(contributor.person_id) or {}).get(str(row.pk)) or ""


def claim(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Look at a cost and answer it."""
    row = pay_access.claim_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.participation.loan_id)
    form = AnswerForm(http.posted(request), initial={"amount": actions.suggested(row)})

    def answer_it() -> Claim:
        given = form.cleaned_data
        if given["answer"] == "approve":
            return actions.approve(
                row=row, amount=given["amount"], by=request.viewer, at=request.at
            )
        return actions.refuse(row=row, reason=given["reason"], by=request.viewer, at=request.at)

    if answer := http.save(request, form, answer_it, to=back, done=_("The answer is noted.")):
        return answer
    name = name_of(request, row.participation)
    return form_page(
        request, "claim", form, claim=row, words=_words(request, row), name=name,
        heading=say(_("A cost of {name}"), name=name), button=say(_("Save the answer")),
        back=back, back_label=say(BACK), loan=row.participation.loan,
    )  # fmt: skip
