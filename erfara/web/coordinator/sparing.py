"""Letting somebody who has been asked much rest from new questions, and asking her again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.lending.access import request_for
from erfara.lending.queries import times_asked
from erfara.organisations.words import say
from erfara.people.access import contributor_for
from erfara.people.actions import staying
from erfara.web import http
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_changes import name_of

ASKED_FROM = "forfragan"  # the request whose page one came from, in the address
SUGGESTED = timedelta(days=91)


class SpareForm(forms.Form):
    """Until when somebody rests."""

    until = forms.Date(
        _("Until which day?"), hint=_("At most a year from now. You can end it before."),
        missing=_("Write until which day."),
    )  # fmt: skip


def _back(request: Any, slug: str, pk: UUID, about: str) -> str:
    """The proposal one came from, or the page of the person."""
    try:
        row = request_for(request.viewer, request.programme, UUID(about[:64]))
    except ValueError:
        return reverse("coordinator:person", args=[slug, pk])
    return reverse("coordinator:proposal", args=[slug, row.pk])


def spare(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """No new questions until a day: she sees it, and may end it."""
    row = contributor_for(request.viewer, request.programme, pk)
    back = _back(request, slug, row.pk, request.GET.get(ASKED_FROM, ""))
    today = clock.local_day(request.at)
    form = SpareForm(http.posted(request), initial={"until": today + SUGGESTED})
    if answer := http.save(
        request, form,
        lambda: staying.spare(
            contributor=row, until=form.cleaned_data["until"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Noted. No new questions until then."),
    ):  # fmt: skip
        return answer
    name = name_of(request, row)
    asked, taken, last = times_asked([row.pk]).get(row.pk, (0, 0, None))
    return form_page(
        request, "spare", form, heading=say(_("Let {name} rest from new questions"), name=name),
        button=say(_("Let rest")), back=back, back_label=say(_("Back")), asked=asked, taken=taken,
        last=last,
    )  # fmt: skip


def end_sparing(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """New questions may come again."""
    row = contributor_for(request.viewer, request.programme, pk)
    back = _back(request, slug, row.pk, request.POST.get("request", ""))
    return http.press(
        request,
        lambda: staying.end_sparing(contributor=row, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Can be asked again."),
    )  # fmt: skip
