"""What stands in a calendar file, as typed things."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event


def calendar(content: bytes | str) -> Calendar:
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    return found


def events(content: bytes | str) -> list[Event]:
    return calendar(content).events


def begins(event: Event) -> datetime:
    start = event.DTSTART
    assert isinstance(start, datetime)
    return start
