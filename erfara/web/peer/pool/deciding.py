"""Somebody has a place, and her certificate is revoked: is the place to go on?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.peersupport.pool import access, letters, queries
from erfara.peersupport.pool.actions import supporters
from erfara.web import http
from erfara.web.peer.pool.staff import pool_names


class DecideForm(forms.Form):
    """It goes on, and why; or it ends."""

    what = forms.Radios(
        _("What happens with the place?"), missing=_("Choose one of the two."),
        choices=[("keep", _("It goes on")), ("end", _("It ends"))],
        hints={
            "keep": _("Write why, below. The workplace hears nothing."),
            "end": _("The workplace is told that a place there has ended, and not why."),
        },
    )  # fmt: skip
    reason = forms.LongText(
        _("Why does it go on?"), required=False, max_length=1000, rows=4,
        hint=_("The one it is about can read it, and so can those who lead and the issuer."),
    )  # fmt: skip


def decide(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The lead decides; until then the place is hers and counts."""
    row = access.supporter_for(request.viewer, request.programme, pk)
    here = reverse("pool:one", args=[slug, pk])
    form = DecideForm(http.posted(request))

    def run() -> object:
        who: dict[str, Any] = {"supporter": row, "by": request.viewer, "at": request.at}
        if form.cleaned_data["what"] == "end":
            return supporters.end_place(**who)
        return supporters.keep_place(**who, reason=form.cleaned_data["reason"])

    if answer := http.save(request, form, run, to=here, done=_("Decided.")):
        return answer
    if row.state != "placed" or row.decide_since is None:
        return http.go(
            request, here, _("It has been decided already. Look at the page as it is now.")
        )
    places = queries.places_of(row)
    context = {
        "form": form, "row": row, "back": here,
        "name": pool_names(request, [row.person_id]).of(row.person_id),
        "places": [str(one.wish.workplace.unit) for one in places],
        "phoned": any(not letters.reaches_workplace(one) for one in places),
    }  # fmt: skip
    return render(request, "peer/pool/decide.html", context, status=form.status)
