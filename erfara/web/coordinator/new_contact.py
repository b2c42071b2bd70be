"""Another contact for a request: the one there was has left, or somebody else takes over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending import access
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator.pages import form_page
from erfara.workflows import lend


class ContactForm(forms.Form):
    """Whom to talk to from now on."""

    name = forms.Text(
        _("Whom are you in touch with from now on?"), max_length=120, autocomplete="off",
        missing=_("Write the name of the new contact"),
    )  # fmt: skip
    email = forms.Email(_("E-mail"), required=False, autocomplete="off")
    phone = forms.Phone(_("Telephone"), required=False, autocomplete="off")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not self.errors:
            self.add_error("email", _("Write an e-mail address or a telephone number"))
        return values


def new_contact(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Give a request another contact."""
    row = access.request_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:request", args=[slug, pk])
    form = ContactForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: lend.give_new_contact(
            request=row,
            contact={
                "name": form.cleaned_data["name"], "email": form.cleaned_data["email"] or "",
                "phone": form.cleaned_data["phone"] or "", "address": "",
            },
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("The request has a new contact, who gets a message with a way in."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "new_contact", form, gone=row.contact.erased_at is not None,
        heading=say(_("Another contact for the request")), button=say(_("Take over")),
        back=back, back_label=say(_("Request {no}, {unit}"), no=row.no, unit=row.unit),
    )  # fmt: skip
