"""Times as calendar files: neutral, and changed or taken out again by the same name.

Calendars are shared and lie open on screens. A file says that there is a meeting and when: no
names, no place, no topic. Whoever has a file made keeps the id and counts the changes. Only in the
feed of one who works here does a time say what it is called and where: it names no person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vRecur,
    vText,
)

HERE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Time:
    """One time. `about_id` is its name in all calendars, `sequence` how often it has changed.

    A calendar takes a file in only when its number is higher than the one it has: count it up at
    each change, and when the time is called off. `page`: where more about it stands, for those who
    sign in there; a link that opens a page by itself does not belong in a calendar that is shared.
    `title` and `place`: for those who work here alone.
    """

    about_id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False
    page: str = ""
    title: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file for a mail or a page. The method stands in the file and beside it (RFC 6047)."""

    content: bytes
    method: str

    @property
    def mimetype(self) -> str:
        """What kind of file it is, with its method: calendars look there first."""
        return f"text/calendar; method={self.method}"


def _event(time: Time, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{time.about_id}@erfara")
    event.add("sequence", time.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", time.starts_at.astimezone(HERE))
    event.add("dtend", time.ends_at.astimezone(HERE))
    event["summary"] = vText(time.title or _("A meeting"))
    event["organizer"] = vCalAddress(f"mailto:{parseaddr(settings.ENV.mail_from)[1]}")
    event.add("status", "CANCELLED" if time.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if time.place:
        event["location"] = vText(time.place)
    if time.page:
        event["description"] = vText(time.page)
        event.add("url", time.page)
    return event


def _stockholm() -> Timezone:
    """Summer time by the rule that has held since 1996; programs ask for it in the file."""
    zone = Timezone()
    zone.add("tzid", HERE.key)
    for part, begins, before, after, name in (
        (TimezoneDaylight(), "1996-03-31T02:00", "+0100", "+0200", "CEST"),
        (TimezoneStandard(), "1996-10-27T03:00", "+0200", "+0100", "CET"),
    ):
        first = datetime.fromisoformat(begins)  # local, as the format wants it here
        part.add("dtstart", first)
        part.add("rrule", vRecur({"FREQ": "YEARLY", "BYDAY": "-1SU", "BYMONTH": first.month}))
        part.add("tzname", name)
        part["tzoffsetfrom"], part["tzoffsetto"] = before, after
        zone.add_component(part)
    return zone


def calendar_file(*times: Time, at: datetime, called: str = "") -> CalendarFile:
    """One file with these times, as they are now; taken out of calendars when all are called off.
    `called`: what a calendar that follows the file calls it.

    PUBLISH and not REQUEST: nobody is to answer through the calendar, what is answered is
    answered on the page. Language: the one in force.
    """
    method = "CANCEL" if times and all(time.cancelled for time in times) else "PUBLISH"
    found = Calendar()
    found.add("prodid", "-//Erfara//SV")
    found.add("version", "2.0")
    found.add("method", method)
    if called:
        found.add("x-wr-calname", called)
        found.add("x-published-ttl", "PT1H")
    found.add_component(_stockholm())
    for time in times:
        found.add_component(_event(time, at))
    return CalendarFile(bytes(found.to_ical()), method)
