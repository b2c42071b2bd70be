"""Every time that is booked, month by month, and the feed for a coordinator's own calendar.

The month stands as a table, and beneath it as a list with the same in it: on a narrow screen the
list alone. The feed says what a time is called, who borrows and where; it names nobody.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, links
from erfara.foundation.calendars import Time, calendar_file
from erfara.lending.calendar_queries import Booked, booked, next_after
from erfara.organisations import actions
from erfara.organisations.feeds import feed_of, member_behind
from erfara.organisations.queries import as_coordinator
from erfara.organisations.words import say
from erfara.web import http

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 1)
# What a feed holds: what has just been, and a year ahead.
BEHIND, AHEAD = timedelta(days=31), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Entry:
    """One time on the page."""

    url: str
    title: str
    what: str
    starts_at: datetime
    ends_at: datetime
    place: str
    held: bool
    number: str


@dataclass(slots=True)
class Day:
    """One day of the month's table."""

    day: date
    inside: bool
    today: bool
    entries: list[Entry] = field(default_factory=list)


def _first(text: str, today: date) -> date:
    """The first of the month that an address names; this month for anything else."""
    try:
        found = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month, not a moment
    except ValueError:
        return today.replace(day=1)
    return found if EARLIEST <= found <= LATEST else today.replace(day=1)


def _months(first: date, by: int) -> date:
    """The first of the month so many months on."""
    number = first.year * 12 + first.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def _url(slug: str, one: Booked) -> str:
    if one.loan_id is None:
        return reverse("coordinator:request", args=[slug, one.request_id])
    return reverse("coordinator:loan", args=[slug, one.loan_id])


def _entry(slug: str, one: Booked) -> Entry:
    what = say(_("First meeting")) if one.meeting else say(_("The loan is held"))
    return Entry(
        _url(slug, one), _title(one), what, one.starts_at, one.ends_at,
        _place(one), one.held, say(_("Request {no}"), no=one.no),
    )  # fmt: skip


def _title(one: Booked) -> str:
    """What it is called, and who borrows."""
    return f"{one.title}, {one.asked_by}" if one.title else one.asked_by


def _place(one: Booked) -> str:
    return one.place or (say(_("on screen")) if one.digital else "")


def _weeks(first: date, today: date, entries: Iterable[Entry]) -> list[tuple[int, list[Day]]]:
    """Number of the week → its seven days, Monday first."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(clock.local_day(entry.starts_at), []).append(entry)
    return [
        (
            week[0].isocalendar().week,
            [Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week],
        )
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]


def month(request: Any, slug: str) -> HttpResponse:
    """A month: what is booked in it, the one before and the one after."""
    today = clock.local_day(request.at)
    first = _first(request.GET.get("manad", "")[:7], today)
    starts, ends = clock.day_span(first)[0], clock.day_span(_months(first, 1))[0]
    entries = [_entry(slug, one) for one in booked(request.programme, starts, ends)]
    later = None if entries else next_after(request.programme, max(ends, request.at))
    member = as_coordinator(request.programme, request.viewer.id)
    link = feed_of(member) if member is not None else None
    return render(
        request,
        "coordinator/calendar.html",
        {
            "first": first, "name": date_format(first, "F Y"), "today": today,
            "weeks": _weeks(first, today, entries),
            "days": [(day, list(some)) for day, some in
                     groupby(entries, key=lambda one: clock.local_day(one.starts_at))],
            "total": len(entries),
            "before": f"{_months(first, -1):%Y-%m}" if first > EARLIEST else "",
            "after": f"{_months(first, 1):%Y-%m}" if first < LATEST else "",
            "this": first == today.replace(day=1),
            "later": clock.local_day(later) if later else None,
            "member": member,
            "address": links.url(link) if link else "",
            "close": {"do": "close"},
        },
    )  # fmt: skip


def open_feed(request: Any, slug: str) -> HttpResponse:
    """A new secret address, or none any more."""
    here = reverse("coordinator:calendar", args=[slug])
    member = as_coordinator(request.programme, request.viewer.id)
    if member is None:
        return http.go(request, here)
    closes = request.POST.get("do") == "close"
    run = actions.close_feed if closes else actions.open_feed
    done = _("The address leads nowhere any more.") if closes else _(
        "There is a new address. Put it into your calendar; an old one leads nowhere any more."
    )  # fmt: skip
    return http.press(
        request, lambda: run(membership=member, by=request.viewer, at=request.at),
        to=here, back=here, done=done,
    )  # fmt: skip


def feed(request: Any, slug: str, token: str) -> HttpResponse:
    """What is booked, for the calendar of the one whose address it is."""
    member = member_behind(request.link, request.at)
    if member is None:
        return render(request, "errors/link.html", {"status": "revoked"}, status=404)
    times = [
        Time(
            one.id, one.sequence, one.starts_at, one.ends_at,
            page=settings.BASE_URL + _url(slug, one),
            title=_title(one) if not one.meeting else f"{say(_('First meeting'))}: {_title(one)}",
            place=_place(one),
        )
        for one in booked(request.programme, request.at - BEHIND, request.at + AHEAD)
    ]  # fmt: skip
    return http.calendar(calendar_file(*times, at=request.at, called=request.programme.name))
