"""Information days: planned, who is invited, how many came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.organisations.queries import units
from erfara.peersupport.setup import access, actions, queries
from erfara.peersupport.setup.models import InformationDay
from erfara.peersupport.workplaces.queries import at_units
from erfara.web import http
from erfara.web.coordinator.occasion_forms import span_of
from erfara.web.peer.setup import forms
from erfara.web.peer.setup.show import form_page
from erfara.workflows import parties as workflow

TO_DAYS = _("Information days")
PER_PAGE = 25


def _day(slug: str, pk: UUID) -> str:
    return reverse("setup:day", args=[slug, pk])


def days(request: Any, slug: str) -> HttpResponse:
    """All of them, the newest first."""
    rows = Paginator(queries.information_days(request.programme), PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    return render(request, "peer/setup/days.html", {"page": page})


def _when(form: forms.DayForm) -> dict[str, Any]:
    data = form.cleaned_data
    span = span_of(data["day"], data["starts"], data["ends"])
    return {"starts_at": span[0], "ends_at": span[1], "place": data["place"]}


def new_day(request: Any, slug: str) -> HttpResponse:
    """Plan one."""
    back = reverse("setup:days", args=[slug])
    form = forms.DayForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.plan_day(
            programme=request.programme, **_when(form), by=request.viewer, at=request.at
        ),
        to=lambda row: _day(slug, row.pk), done=_("It is planned. Now write who is invited."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("Plan an information day"), back=back, to=TO_DAYS,
        lead=_("Workplaces hear what peer support is and what it asks of them. After that, go to "
               "those who raise their hands."),
        button=_("Plan it"),
    )  # fmt: skip


def day(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One day: when, who is invited, and one more."""
    row = access.day_for(request.viewer, request.programme, pk)
    here = _day(slug, pk)
    form = forms.InviteForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: workflow.invite(day=row, **form.cleaned_data, by=request.viewer, at=request.at),
        to=here, done=_("{unit} is on the list."), unit=lambda: form.cleaned_data["unit"],
    ):  # fmt: skip
        return answer
    known = list(units(request.programme)) if row.state == "planned" else []
    invited = list(queries.invited(row))
    # After the day the next thing is to ask those who came: which of them are workplaces already?
    there = at_units(request.programme, [one.unit_id for one in invited])
    context = {
        "form": form, "row": row, "invited": [(one, there.get(one.unit_id)) for one in invited],
        "over": row.starts_at <= request.at,
        "lists": {
            "organisations": list(dict.fromkeys(one.organisation.name for one in known)),
            "units": list(dict.fromkeys(one.name for one in known if one.name)),
        },
    }  # fmt: skip
    return render(request, "peer/setup/day.html", context, status=form.status)


def change_day(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another time or place."""
    row = access.day_for(request.viewer, request.programme, pk)
    back = _day(slug, pk)
    starts, ends = (timezone.localtime(at) for at in (row.starts_at, row.ends_at))
    form = forms.DayForm(
        http.posted(request),
        initial={
            "day": starts.date(), "starts": starts.time(), "ends": ends.time(),
            "place": row.place,
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: actions.change_day(day=row, **_when(form), by=request.viewer, at=request.at),
        to=back, done=_("Saved. Tell those who are invited."),
    ):  # fmt: skip
        return answer
    return form_page(request, form, _("Another time or place"), back=back, to=_called(row))


def _called(row: InformationDay) -> str:
    return row.place


def uninvite(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take a workplace off the list."""
    row = access.day_for(request.viewer, request.programme, pk)
    back = _day(slug, pk)
    invited = http.posted_id(request, "invited")
    return http.press(
        request,
        lambda: actions.uninvite(day=row, invited=invited, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Taken off the list."),
    )  # fmt: skip


def hold_day(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """How many of each came."""
    row = access.day_for(request.viewer, request.programme, pk)
    back = _day(slug, pk)
    if row.state != "planned" and request.method != "POST":
        return HttpResponseRedirect(back)
    form = forms.CameForm(http.posted(request), invited=queries.invited(row))
    if answer := http.save(
        request, form,
        lambda: actions.hold_day(day=row, came=form.came, by=request.viewer, at=request.at),
        to=back, done=_("Written down. Now ask those who came whether they want to take part."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("How many came?"), back=back, to=_called(row),
        lead=_("Numbers are enough. Nobody’s name is written."),
    )  # fmt: skip


def call_off(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It comes to nothing."""
    row = access.day_for(request.viewer, request.programme, pk)
    back = _day(slug, pk)
    if row.state != "planned" and request.method != "POST":
        return HttpResponseRedirect(back)
    form = forms.ReasonForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.call_off_day(
            day=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=back, done=_("It is called off. Tell those who are invited."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, _("Call the information day off"), back=back, to=_called(row),
        button=_("Call the day off"),
    )  # fmt: skip
