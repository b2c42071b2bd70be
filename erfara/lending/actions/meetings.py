"""Writes about the first meeting: times offered, one booked, what is said at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.states import lock, move
from erfara.lending import policies
from erfara.lending.letters import tell_borrower
from erfara.lending.models import LoanRequest, Meeting, MeetingTime
from erfara.people.policies import check_still_here

OPEN = ("offered", "declined", "booked")
BEFORE = ("received", "unclear", "pre_meeting")
AGREED = ("expertise", "speaks_for", "level", "ladder")
# What is said at a meeting and about its times: words, under the key of the contact.
BLOB = "first_meeting"
MOST_TIMES = 3
# So long the request goes on after the last reminder; then it ends.
LAST_DAYS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Ways:
    """How a meeting is held. `how` is one of `TalkWay`; `minutes`: its length."""

    how: str = "video"
    minutes: int = 60
    place: str = ""
    video_link: str = ""
    agenda: str = ""


def open_meeting(request: LoanRequest) -> Meeting | None:
    """The meeting that is booked, offered or has to be offered anew."""
    return Meeting.objects.filter(request=request, state__in=OPEN).first()


def _check_link(link: str) -> None:
    if not link:
        return
    try:
        parts = urlsplit(link)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or parts.username or " " in link:
        raise Refused(_("Write the link as it stands in the invitation. It begins with https://."))


def _check_may_book(request: LoanRequest, seen: str | None) -> Meeting | None:
    lock(request)
    request.refresh_from_db(fields=["meeting_at"])
    if seen is not None:
        policies.check_meeting_as_seen(request, seen)
    if request.state not in BEFORE:
        raise Stale()
    return open_meeting(request)


def _write(meeting: Meeting, ways: Ways, **more: Any) -> None:
    """The details; each writing counts, so that calendars take the change in."""
    values: dict[str, Any] = {
        "how": ways.how, "minutes": ways.minutes, "place": ways.place.strip(),
        "video_link": ways.video_link.strip(), "agenda": ways.agenda.strip(),
        "sequence": meeting.sequence + 1, "ends_on": None, "reminded_at": None, **more,
    }  # fmt: skip
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(values))


def _stop_waiting(request: LoanRequest) -> None:
    """A clearer assignment is no longer waited for: it is talked through instead."""
    request.clarify_by = request.ends_on = None
    request.save(update_fields=["clarify_by", "ends_on"])


def _to_booked(request: LoanRequest, starts_at: datetime, by: Actor, at: datetime) -> None:
    _stop_waiting(request)
    move(request, "book_meeting", by=by, at=at, fields={"meeting_at": starts_at})


def _to_received(request: LoanRequest, by: Actor, at: datetime) -> None:
    """No time is booked any more."""
    lock(request)
    if request.state == "pre_meeting":
        move(request, "meeting_off", by=by, at=at, fields={"meeting_at": None})


@action
def offer(
    *,
    request: LoanRequest,
    times: Sequence[datetime],
    ways: Ways,
    answer_by: date | None = None,
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Book the first meeting, or let the borrower choose among times until a day.

    Again: other times, or the same time in another place. `seen` is the `meeting_version` that
    the page showed; refused when somebody else has booked meanwhile.
    """
    wanted = sorted(set(times))
    if not 1 <= len(wanted) <= MOST_TIMES:
        raise Refused(_("Write one time, or two or three to choose among."))
    if wanted[0] <= at:
        raise Refused(_("That time has passed. Choose a time that lies ahead."))
    _check_link(ways.video_link.strip())
    if len(wanted) == 1:
        return _book(request, wanted[0], ways, seen, by, at)
    today = clock.local_day(at)
    last = answer_by or min(today + timedelta(days=7), clock.local_day(wanted[0]))
    if not today <= last <= clock.local_day(wanted[-1]):
        raise Refused(_("The last day to choose has to come before the last of the times."))
    meeting = _check_may_book(request, seen)
    if meeting is None:
        meeting = Meeting.objects.create(
            programme_id=request.programme_id, request=request, state=Meeting.table.initial,
            sequence=0, answer_by=last, created_at=at, how=ways.how,
        )  # fmt: skip
    meeting.times.all().delete()
    for moment in wanted:
        MeetingTime.objects.create(
            programme_id=request.programme_id, meeting=meeting, starts_at=moment, created_at=at
        )
    _write(meeting, ways, answer_by=last, offered_on=today)
    _stop_waiting(request)
    _to_received(request, by, at)
    return move(meeting, "offer", by=by, at=at)


def _book(
    request: LoanRequest,
    starts_at: datetime,
    ways: Ways,
    seen: str | None,
    by: Actor,
    at: datetime,
) -> Meeting:
    meeting = _check_may_book(request, seen)
    if meeting is None:
        meeting = Meeting.objects.create(
            programme_id=request.programme_id, request=request, state=Meeting.table.initial,
            how=ways.how, answer_by=clock.local_day(at), created_at=at,
        )  # fmt: skip
    meeting.times.all().delete()
    _write(meeting, ways)
    _to_booked(request, starts_at, by, at)
    return move(
        meeting, "book", by=by, at=at, fields={"starts_at": starts_at, "answer_by": None}
    )  # fmt: skip


@action
def book_meeting(
    *,
    request: LoanRequest,
    meeting_at: datetime,
    seen: str | None = None,
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """Book the first meeting at a time that is agreed on, or has already been."""
    _book(request, meeting_at, Ways(), seen, by, at)
    return request


@action
def choose_time(*, meeting: Meeting, time_id: UUID, by: Actor, at: datetime) -> Meeting:
    """The borrower takes one of the times; a second press on the same one changes nothing."""
    lock(meeting)
    meeting.refresh_from_db()
    time = meeting.times.filter(pk=time_id).first()
    if meeting.state == "booked" and time is not None and time.starts_at == meeting.starts_at:
        unchanged()
        return meeting
    if meeting.state not in {"offered", "declined"} or time is None:
        raise Stale(_("The times have changed meanwhile. Look at the page as it is now."))
    if time.starts_at <= at:
        raise Refused(_("That time has passed. Choose a time that lies ahead."))
    request = meeting.request
    lock(request)
    if request.state not in BEFORE:
        raise Stale()
    fields = {
        "starts_at": time.starts_at, "sequence": meeting.sequence + 1, "answer_by": None,
        "ends_on": None, "reminded_at": None,
    }  # fmt: skip
    _to_booked(request, time.starts_at, by, at)
    return move(meeting, "choose", by=by, at=at, fields=fields)


@action
def decline_times(*, meeting: Meeting, words: str, by: Actor, at: datetime) -> Meeting:
    """No time suits, or the one that was booked no longer does. It goes back to the coordinator."""
    lock(meeting)
    meeting.refresh_from_db()
    if meeting.state == "declined":
        unchanged()
        return meeting
    request = meeting.request
    check_still_here(request.contact)
    keep_words(request, {str(meeting.pk): words}, at)
    _to_received(request, by, at)
    return move(
        meeting, "decline", by=by, at=at,
        fields={"sequence": meeting.sequence + 1, "answer_by": None, "ends_on": None},
    )  # fmt: skip


@action
def call_off(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """It doesn't take place, and no other time is offered now."""
    _to_received(meeting.request, by, at)
    return _called_off(meeting, by, at)


def _called_off(meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    return move(
        meeting, "call_off", by=by, at=at,
        fields={"sequence": meeting.sequence + 1, "answer_by": None, "ends_on": None},
    )  # fmt: skip


def stop_meeting(request: LoanRequest, by: Actor, at: datetime) -> None:
    """Within another action: the request goes another way, so no meeting is waited for."""
    meeting = open_meeting(request)
    if meeting is not None:
        role = by if by.role in {Role.COORDINATOR, Role.BORROWER} else Actor.system(by.tenant_id)
        _called_off(meeting, role, at)
        request.meeting_at = None
        request.save(update_fields=["meeting_at"])


def hold_meeting(request: LoanRequest, by: Actor, at: datetime) -> None:
    """Within another action: what was agreed is written down, so the meeting has been held."""
    meeting = open_meeting(request)
    if meeting is not None:
        move(meeting, "hold", by=by, at=at, fields={"answer_by": None, "ends_on": None})


def keep_words(request: LoanRequest, values: Mapping[str, str], at: datetime) -> None:
    """Words around a first meeting, into the vault under the contact's key."""
    vault.amend(
        tenant_id=request.programme_id, person_id=request.contact_id, blob=BLOB,
        values={name: text.strip() or None for name, text in values.items()}, at=at,
    )  # fmt: skip


@action
def keep_notes(
    *,
    request: LoanRequest,
    notes: str,
    agreed: Mapping[str, str],
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> LoanRequest:
    """What is said at the meeting, as far as it has come. Nothing is decided by it.

    `seen`: the `notes_number` that the page showed; refused when somebody else has written since.
    """
    lock(request)
    request.refresh_from_db(fields=["notes_number"])
    if request.is_over:
        raise Stale()
    if notes.strip():
        check_still_here(request.contact)
    if seen is not None and seen != request.notes_number:
        raise Stale(
            _("Somebody else has written down things from the meeting meanwhile. Look at them in "
              "another window, and save again if yours are to stand.")
        )  # fmt: skip
    written = notes.strip() or any(getattr(request, name) != agreed[name] for name in agreed)
    if not written and not request.notes_number:
        unchanged()
        return request
    if request.contact.erased_at is None:
        keep_words(request, {str(request.pk): notes}, at)
    for name in AGREED:
        if name in agreed:
            setattr(request, name, agreed[name])
    request.notes_number += 1
    request.save(update_fields=[*AGREED, "notes_number"])
    audit.record("loan_request.notes_kept", about=request, by=by, at=at)
    return request


def _occasion(meeting: Meeting) -> str:
    """What tells a message about this meeting, as it now is, from others."""
    return f"{meeting.pk} {meeting.sequence}"


@action
def remind_day_before(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """The one reminder before a meeting that is booked."""
    lock(meeting)
    meeting.refresh_from_db()
    if meeting.state != "booked" or meeting.reminded_at is not None:
        raise Stale()
    meeting.reminded_at = at
    meeting.save(update_fields=["reminded_at"])
    audit.record("meeting.reminded", about=meeting, by=by, at=at)
    tell_borrower(meeting.request, "meeting_reminder", at, occasion=_occasion(meeting))
    return meeting


@action
def remind_of_offer(*, meeting: Meeting, by: Actor, at: datetime) -> Meeting:
    """Halfway to the last day to choose: once. After it: until when the request goes on."""
    lock(meeting)
    meeting.refresh_from_db()
    day = clock.local_day(at)
    late = meeting.answer_by is not None and meeting.answer_by < day
    done = meeting.ends_on is not None if late else meeting.reminded_at is not None
    if meeting.state != "offered" or done:
        raise Stale()
    meeting.reminded_at = at
    if late:
        meeting.ends_on = day + LAST_DAYS
    meeting.save(update_fields=["reminded_at", "ends_on"])
    audit.record("meeting.offer_reminded", about=meeting, by=by, at=at, facts={"last": late})
    kind = "meeting_choose_reminder"
    tell_borrower(meeting.request, kind, at, occasion=f"{_occasion(meeting)} {int(late)}")
    return meeting
