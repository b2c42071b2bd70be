"""Behind the letter to somebody who came with a file: what we have, from where, yes or no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms, vault
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions import imported as imports
from erfara.people.importing.judging import WISHES
from erfara.people.models import Contributor, Purpose
from erfara.people.queries import experiences_of, texts_in_force
from erfara.web import http, people_say

_LABELS = {
    "name": _("Name"), "email": _("E-mail"), "phone": _("Telephone"), "address": _("Address"),
}  # fmt: skip


class AnswerForm(forms.Form):
    """Yes or no by the button; letters only to those who want them."""

    email = forms.Check(
        _("You may ask me by e-mail. Otherwise you phone me."), required=False, initial=True
    )


def _opened(request: Any, row: Contributor, blob: str, fields: tuple[str, ...]) -> dict[str, Any]:
    found = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=blob, fields=fields,
        purpose="own_page", case="own_page", actor=request.viewer, at=request.at,
    )  # fmt: skip
    return found.get(row.person_id) or {}


def _held(request: Any, row: Contributor) -> list[tuple[str, str]]:
    """All that came with the file, to be read before the answer."""
    identity = _opened(request, row, "identity", tuple(_LABELS))
    told = experiences_of([row.pk])[row.pk]
    texts = _opened(request, row, "experience", tuple(str(e.pk) for e in told))
    held = [(say(label), identity.get(name)) for name, label in _LABELS.items()]
    held += [(say(_("What you have told")), texts.get(str(e.pk))) for e in told]
    if vault.blobs_of(row.programme_id, row.person_id).count("wishes"):
        wishes = _opened(request, row, "wishes", WISHES)
        held += [(say(_("Your wishes")), "\n".join(str(w) for w in wishes.values() if w))]
    return [(label, text) for label, text in held if text]


def imported(request: Any, slug: str, token: str) -> HttpResponse:
    """The question and its answer. GET changes nothing."""
    row = access.own_contributor(request.viewer, request.programme)
    if row.pk != request.link.about_id or row.came_with is None:
        raise Http404
    here = reverse("person:imported", args=[slug, token])
    form = AnswerForm(request.POST or None)
    asked = row.state in {"asked", "to_phone"}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("answer") == "yes":
            by_mail = asked and form.cleaned_data["email"]
            return http.press(
                request,
                lambda: imports.agree(
                    contributor=row, consents=[Purpose.EMAIL] if by_mail else [], how="link",
                    by=request.viewer, at=request.at,
                ),
                to=here, back=here,
            )  # fmt: skip
        return http.press(
            request,
            lambda: actions.leave(contributor=row, by=request.viewer, at=request.at),
            to=here, back=here,
        )  # fmt: skip
    erased = row.erase_after
    return render(
        request, "person/imported.html",
        {
            "contributor": row, "form": form, "asked": asked, "source": row.came_with.source,
            "held": _held(request, row) if asked else [],
            "words": forms.said(texts_in_force(request.programme)[Purpose.REGISTER]),
            "last_day": people_say.day(clock.local_day(erased - timedelta(hours=1)),
                                       now=request.at) if asked and erased else "",
            "erased_at": people_say.when(erased, now=request.at) if erased else "",
        },
        status=form.status,
    )  # fmt: skip
