"""A time as a calendar file: what it says, what it doesn't, and how it is taken out again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from tests.unit.foundation import ical

AT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
ONE = UUID(int=7)


def time(sequence: int = 0, **more: object) -> Time:
    starts = datetime(2026, 6, 1, 7, tzinfo=UTC)
    return Time(ONE, sequence, starts, starts + timedelta(hours=1), **more)  # type: ignore[arg-type]


def event(file: CalendarFile) -> dict[str, str]:
    (found,) = ical.events(file.content)
    lines = (line.split(":", 1) for line in found.content_lines()[1:-2])
    return {name.split(";")[0]: value for name, value in lines}


def test_it_says_when_and_nothing_else() -> None:
    file = calendar_file(time(), at=AT)
    said = event(file)
    assert said["SUMMARY"] == "Möte"
    assert (said["UID"], said["SEQUENCE"]) == (f"{ONE}@erfara", "0")
    assert set(said) == {
        "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "STATUS", "CLASS",
    }  # fmt: skip
    assert b"DTSTART;TZID=Europe/Stockholm:20260601T090000" in file.content


@pytest.mark.parametrize(
    ("moment", "hour"), [(datetime(2026, 3, 29, 1, tzinfo=UTC), 3), (AT, 9), (time().starts_at, 9)]
)
def test_the_rule_in_the_file_is_the_one_that_holds_here(moment: datetime, hour: int) -> None:
    at = moment.replace(minute=0)
    file = calendar_file(Time(ONE, 0, at, at + timedelta(hours=1)), at=AT)
    (zone,) = ical.calendar(file.content).timezones
    (one,) = ical.events(file.content)
    local = ical.begins(one).replace(tzinfo=None)
    assert local.hour == hour
    assert local.replace(tzinfo=zone.to_tz()).astimezone(UTC) == at


def test_what_is_called_off_is_taken_out_and_says_so_in_the_mail_too() -> None:
    file = calendar_file(time(3, cancelled=True), at=AT)
    assert event(file)["STATUS"] == "CANCELLED"
    mail = EmailMessage("s", "b", "a@exempel.invalid", ["b@exempel.invalid"])
    mail.attach("tid.ics", file.content.decode(), file.mimetype)
    part = list(message_from_bytes(mail.message().as_bytes()).walk())[-1]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "CANCEL")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert b"METHOD:CANCEL" in content


def test_several_times_are_taken_out_only_when_all_are_called_off() -> None:
    other = Time(UUID(int=8), 1, AT, AT + timedelta(hours=1), cancelled=True)
    assert calendar_file(time(), other, at=AT).method == "PUBLISH"
    assert calendar_file(other, at=AT).method == "CANCEL"
