"""A talk as she sees it: when, how and where, a file for her calendar, and "I can't come"."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.people import access
from erfara.people.actions import interviews
from erfara.people.interview_letters import calendar
from erfara.people.interview_queries import open_interview
from erfara.people.models import Contributor
from erfara.web import http, ways
from erfara.web.coordinator.interviews import place_of


def talk(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """When and where, and what it is about."""
    row = access.own_interview(request.viewer, request.programme, ways.about(request, pk))
    context = {
        "talk": row,
        "place": place_of(request, row, "own_page", "own_page") if row.state == "booked" else "",
        "calendar_url": ways.url(request, "calendar"), "off_url": ways.url(request, "call_off"),
        "coming": row.state == "booked" and row.ends_at > request.at,
    }  # fmt: skip
    return render(request, "person/talk.html", context)


def talk_calendar(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """The time as a calendar file."""
    row = access.own_interview(request.viewer, request.programme, ways.about(request, pk))
    return http.calendar(calendar(row, request.at))


def call_off(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """She can't come, or doesn't want to. No reason needed."""
    row = access.own_interview(request.viewer, request.programme, ways.about(request, pk))
    here = ways.url(request, "talk")
    return http.press(
        request,
        lambda: interviews.call_off(interview=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Done. The time is called off. We get in touch."),
    )  # fmt: skip


def booked(contributor: Contributor | None) -> Any:
    """The talk that is booked with her, for her own page."""
    row = open_interview(contributor) if contributor else None
    return row if row is not None and row.state == "booked" else None
