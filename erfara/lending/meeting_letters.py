"""Messages about the first meeting, with its time as a calendar file. None says what it is about.

Each is about a request and carries the number of the meeting as it was: a meeting that has been
changed since has a newer message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import outbox
from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.lending.letters import render_to_borrower, tell_borrower
from erfara.lending.models import Meeting

# kind of message → the states in which it still holds
WHILE: dict[str, tuple[str, ...]] = {
    "meeting_booked": ("booked",),
    "meeting_reminder": ("booked",),
    "meeting_offered": ("offered",),
    "meeting_choose_reminder": ("offered",),
    "meeting_called_off": ("declined", "called_off"),
}


def calendar(meeting: Meeting, at: datetime, page: str = "") -> CalendarFile:
    """The time as a calendar file. `page` only for a calendar of the coordinators."""
    if meeting.starts_at is None:
        raise ValueError("no time was booked")
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return calendar_file(
        Time(
            meeting.pk, meeting.sequence, meeting.starts_at, ends_at,
            cancelled=meeting.state not in {"booked", "held"}, page=page,
        ),
        at=at,
    )  # fmt: skip


def _tell(meeting: Meeting, kind: str, at: datetime) -> None:
    if kind == "meeting_called_off" and meeting.starts_at is None:
        return  # it stood in nobody's calendar
    tell_borrower(meeting.request, kind, at, occasion=f"{meeting.pk} {meeting.sequence}")


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    pk, sequence, *_rest = message.occasion.split()
    meeting = Meeting.objects.filter(
        pk=pk, sequence=int(sequence), state__in=WHILE[message.kind]
    ).first()
    if meeting is None:
        return None
    # What was booked before is taken out of the calendar when other times are offered.
    timed = meeting.starts_at is not None and message.kind != "meeting_reminder"
    file = calendar(meeting, message.created_at) if timed else None
    last = None
    if meeting.state == "offered":
        last = meeting.ends_on or meeting.answer_by
    return render_to_borrower(message, deadline=last, calendar=file)


def register() -> None:
    """Tell outbox and state tables who sends what about meetings."""
    for kind in WHILE:
        outbox.register_kind(kind, _render)
    for kind in ("meeting_booked", "meeting_offered", "meeting_called_off"):
        on_notice(kind, _tell)
