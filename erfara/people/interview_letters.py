"""Messages about talks, and the time as a calendar file. Neither says what it is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.people.letters import LINK_LIVES, with_link
from erfara.people.models import Interview
from erfara.people.queries import reached_by_message

TO_PERSON = ("talk_booked", "talk_called_off")


def reached(interview: Interview) -> bool:
    """Whether she hears by mail. One who wants to join gave her address to be answered."""
    person_id = interview.contributor.person_id
    if interview.contributor.joined_on is None:
        return bool(vault.index_holders([person_id], "email"))
    return person_id in reached_by_message([person_id])


def tell(interview: Interview, kind: str, at: datetime) -> None:
    """Put a message to her in the outbox, when she is reached by mail."""
    if interview.contributor.state in {"leaving", "left", "declined", "forgotten"}:
        return
    if kind == "talk_called_off" and interview.called_off_by_her:
        return
    if reached(interview):
        outbox.put(
            kind, tenant_id=interview.programme_id, about_kind=audit.kind_of(interview),
            about_id=interview.pk, to_kind="person", to_id=interview.contributor.person_id, at=at,
            occasion=str(interview.sequence),
        )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    """Rendered just before it leaves. A time that has been changed has a newer message."""
    interview = (
        Interview.objects.filter(pk=message.about_id)
        .select_related("contributor", "programme")
        .first()
    )
    wanted = "booked" if message.kind == "talk_booked" else "cancelled"
    if interview is None or interview.state != wanted:
        return None
    if str(interview.sequence) != message.occasion or not reached(interview):
        return None
    ahead = max(timedelta(0), interview.ends_at - message.created_at)
    # Without the link in the calendar: calendars are shared, and the link opens her page.
    return with_link(
        message, interview.programme, "talk", interview.contributor.person_id,
        lives=ahead + LINK_LIVES, calendar=calendar(interview, message.created_at),
    )  # fmt: skip


def calendar(interview: Interview, at: datetime, page: str = "") -> CalendarFile:
    """The time as a calendar file. `page` only for a calendar of the coordinators."""
    time = Time(
        interview.pk, interview.sequence, interview.starts_at, interview.ends_at,
        cancelled=interview.state == "cancelled", page=page,
    )  # fmt: skip
    return calendar_file(time, at=at)


def is_over(interview: Interview, at: datetime) -> bool:
    """Whether its day has passed."""
    return clock.local_day(interview.ends_at) < clock.local_day(at)


def register() -> None:
    """Tell outbox and state tables who sends what about talks."""
    for kind in TO_PERSON:
        outbox.register_kind(kind, _render)
    on_notice("talk_called_off", tell)
