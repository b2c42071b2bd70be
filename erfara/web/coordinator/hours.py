"""The time that a loan took: written in one press or one line, and set right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms
from erfara.foundation.errors import Refused
from erfara.lending import access
from erfara.lending.actions import hours
from erfara.lending.models import TimeSpent
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.coordinator.loan_forms import no_later
from erfara.web.coordinator.loan_parts import QUICK
from erfara.web.coordinator.loans import BACK, url_of
from erfara.web.coordinator.pages import form_page


class HoursForm(forms.Form):
    """One line."""

    party = forms.Radios(
        _("Whose time?"), choices=TimeSpent.Party.choices, initial=TimeSpent.Party.COORDINATOR
    )
    what = forms.Radios(
        _("What for?"), choices=TimeSpent.What.choices, initial=TimeSpent.What.PREPARATION
    )
    spent = forms.Number(
        _("How many hours?"),
        min_value=0,
        max_value=1000,
        decimals=2,
        hint=_("A quarter of an hour is 0.25."),
    )
    on = forms.Date(_("Which day?"))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        no_later(self, today)

    @property
    def minutes(self) -> int:
        return round(self.cleaned_data["spent"] * 60)


class CorrectForm(forms.Form):
    """How long it was, after all."""

    spent = forms.Number(
        _("How many hours?"),
        min_value=0,
        max_value=1000,
        decimals=2,
        hint=_("A quarter of an hour is 0.25. With 0 the line is taken away."),
    )


def _quick(request: Any) -> int:
    try:
        minutes = int(request.POST.get("minutes", ""))
    except ValueError:
        minutes = 0
    if minutes not in QUICK:
        raise Refused(_("Choose one of the times, or write it."))
    return minutes


def write(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A line about the time; or a press of one of the quick buttons, as the coordinator's own."""
    row = access.loan_for(request.viewer, request.programme, pk)
    here, today = f"{url_of(slug, row.pk)}#hours", clock.local_day(request.at)
    if request.method == "POST" and "minutes" in request.POST:
        what = "follow_up" if row.carried_out_on else "preparation"
        return http.press(
            request,
            lambda: hours.write_hours(
                loan=row, party=TimeSpent.Party.COORDINATOR, what=what, minutes=_quick(request),
                day=today, by=request.viewer, at=request.at,
            ),
            to=here, back=here, done=_("The time is noted."),
        )  # fmt: skip
    form = HoursForm(request.POST or None, today=today, initial={"on": today})
    if answer := http.save(
        request, form,
        lambda: hours.write_hours(
            loan=row, party=form.cleaned_data["party"], what=form.cleaned_data["what"],
            minutes=form.minutes, day=form.cleaned_data["on"], by=request.viewer, at=request.at,
        ),
        to=here, done=_("The time is noted."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "hours_write", form, heading=say(_("How long did it take?")),
        button=say(_("Note the time")), back=here, back_label=say(BACK),
    )  # fmt: skip


def correct(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Set a line right, or take it away."""
    row = access.hours_for(request.viewer, request.programme, pk)
    here = f"{url_of(slug, row.loan_id)}#hours"
    form = CorrectForm(request.POST or None, initial={"spent": round(row.minutes / 60, 2)})
    if answer := http.save(
        request, form,
        lambda: hours.correct_hours(
            row=row, minutes=round(form.cleaned_data["spent"] * 60), by=request.viewer,
            at=request.at,
        ),
        to=here, done=_("The time is set right."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "hours_correct", form, row=row, heading=say(_("How long did it take?")),
        title=say(_("Set the time right")), button=say(_("Save")), back=here, back_label=say(BACK),
    )  # fmt: skip
