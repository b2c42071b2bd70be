"""Those of whom nothing has been heard: who is phoned, and who goes after a year of rest."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.people import access
from erfara.people.actions import signs
from erfara.people.queries import reached_by_message
from erfara.people.silence_queries import GOES_AFTER, RESTS_FOR, open_silence
from erfara.web import http
from erfara.web.coordinator.names import Names, identities
from erfara.web.coordinator.people_changes import url_of
from erfara.workflows import staying_true


def still(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Call and ask whether somebody still wants to be asked, and note the answer."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    page = url_of(slug, row.pk)
    silence = open_silence(row)
    if silence is None:
        return HttpResponseRedirect(page)
    if request.method == "POST":
        return http.press(
            request, lambda: signs.note_seen(contributor=row, by=request.viewer, at=request.at),
            to=reverse("coordinator:home", args=[slug]), back=page,
            done=_("Noted. This person can be asked as before."),
        )  # fmt: skip
    opened = identities(
        request, [row.person_id], purpose="person_page", case=row.pk, fields="name phone address"
    )
    return render(
        request, "coordinator/still.html",
        {
            "contributor": row, "silence": silence, "page": page,
            "name": Names(opened).of(row.person_id), "person": opened.get(row.person_id, {}),
            "mailed": bool(reached_by_message([row.person_id])),
            "pause": reverse("coordinator:pause_person", args=[slug, row.pk]),
            "leave": reverse("coordinator:leave_person", args=[slug, row.pk]),
        },
    )  # fmt: skip


def let_go(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """After a year of rest: to be erased on a day unless something is heard, or to rest on."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    page = url_of(slug, row.pk)
    silence = open_silence(row)
    rested = silence.rested_on if silence is not None else None
    due = rested is not None and rested + RESTS_FOR <= clock.local_day(request.at)
    if silence is None or silence.told_on is not None or not due:
        return HttpResponseRedirect(page)
    mailed = bool(reached_by_message([row.person_id]))
    if request.method == "POST":
        home, going = reverse("coordinator:home", args=[slug]), request.POST.get("do") == "tell"
        run = staying_true.tell_of_going if going else signs.rest_on
        told = _("Written to. Any answer undoes it.") if mailed else _("Noted. Call, or write.")
        return http.press(
            request, lambda: run(silence=silence, by=request.viewer, at=request.at),
            to=home, back=page, done=told if going else _("Noted. It comes back in a year."),
        )  # fmt: skip
    opened = identities(request, [row.person_id], purpose="person_page", case=row.pk)
    return render(
        request, "coordinator/let_go.html",
        {
            "silence": silence, "page": page, "name": Names(opened).of(row.person_id),
            "mailed": mailed, "day": clock.local_day(request.at) + GOES_AFTER,
        },
    )  # fmt: skip
