"""Messages to those who apply and to those who interview. None of them says what it is about."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.calendars import CalendarFile, Time, calendar_file
from erfara.foundation.models import OutboxMessage
from erfara.foundation.outbox import Letter
from erfara.foundation.states import on_notice
from erfara.peersupport.recruitment.models import (
    ApplicationDraft,
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.people.letters import LINK_LIVES, register_draft, with_link

LINK = "candidacy"
# To those who hold an interview: rendered where the addresses of their pages are known.
TO_WRITER = "interview_yours"
ANSWER = "application_answer"
# kind → the states in which it still holds
WHILE: dict[str, tuple[str, ...]] = {
    "application_received": ("applied", "to_interview", "interviewed", "proposed"),
    "application_known": (
        "applied", "to_interview", "interviewed", "proposed", "offered_training", "waiting",
        "in_training", "declined",
    ),
    ANSWER: ("offered_training", "waiting", "in_training", "declined"),
}  # fmt: skip


def reached(candidate: PeerCandidate) -> bool:
    """Whether she hears by mail: she gave the address to be answered. One whose details are
    protected is reached by the leads themselves."""
    person_id = candidate.person_id
    if person_id in vault.shielded(candidate.programme_id):
        return False
    return bool(vault.index_holders([person_id], "email"))


def tell(candidate: PeerCandidate, kind: str, at: datetime) -> None:
    """Put a message to her in the outbox, when she is reached by mail."""
    if not reached(candidate):
        return
    # Anybody can write anybody's address in a form: that brings her one letter a day at most.
    occasion = clock.local_day(at) if kind == "application_known" else at
    outbox.put(
        kind, tenant_id=candidate.programme_id, about_kind=audit.kind_of(candidate),
        about_id=candidate.pk, to_kind="person", to_id=candidate.person_id, at=at,
        occasion=occasion.isoformat(),
    )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    row = PeerCandidate.objects.filter(pk=message.about_id).select_related("programme").first()
    if row is None or row.state not in WHILE[message.kind] or not reached(row):
        return None
    return with_link(message, row.programme, LINK, row.person_id)


# Interviews


def tell_interview(interview: CandidateInterview, kind: str, at: datetime) -> None:
    """Put a message about a time in the outbox, when she is reached by mail."""
    candidate = interview.candidate
    if kind == "peer_interview_off" and interview.called_off_by_her:
        return
    if reached(candidate):
        outbox.put(
            kind, tenant_id=interview.programme_id, about_kind=audit.kind_of(interview),
            about_id=interview.pk, to_kind="person", to_id=candidate.person_id, at=at,
            occasion=str(interview.sequence),
        )  # fmt: skip


def _render_interview(message: OutboxMessage, at: datetime) -> Letter | None:
    """Rendered just before it leaves. A time that has been changed has a newer message."""
    rows = CandidateInterview.objects.filter(pk=message.about_id)
    interview = rows.select_related("candidate", "programme").first()
    wanted = ("booked",) if message.kind == "peer_interview_booked" else ("called_off", "stopped")
    if interview is None or interview.state not in wanted or not reached(interview.candidate):
        return None
    if str(interview.sequence) != message.occasion or interview.candidate.state == "withdrew":
        return None
    ahead = max(timedelta(0), interview.ends_at - message.created_at)
    # Without the link in the calendar: calendars are shared, and the link opens her page.
    return with_link(
        message, interview.programme, LINK, interview.candidate.person_id,
        about_id=interview.candidate_id, lives=ahead + LINK_LIVES,
        calendar=calendar(interview, message.created_at),
    )  # fmt: skip


def calendar(interview: CandidateInterview, at: datetime, page: str = "") -> CalendarFile:
    """The time as a calendar file. `page` only for those who work here."""
    time = Time(
        interview.pk, interview.sequence, interview.starts_at, interview.ends_at,
        cancelled=interview.state in {"called_off", "stopped"}, page=page,
    )  # fmt: skip
    return calendar_file(time, at=at)


def tell_writers(interview: CandidateInterview, at: datetime, occasion: str = "") -> None:
    """Tell those who hold it that there is something to see: booked, changed, called off."""
    occasion = occasion or f"{interview.sequence}:{interview.state}"
    for note in InterviewNote.objects.filter(interview=interview).exclude(state="sent"):
        outbox.put(
            TO_WRITER, tenant_id=interview.programme_id, about_kind=audit.kind_of(note),
            about_id=note.pk, to_kind="staff", to_id=note.writer, at=at, occasion=occasion,
        )  # fmt: skip


def register() -> None:
    """Tell outbox and state tables who sends what."""
    register_draft(ApplicationDraft)
    for kind in WHILE:
        outbox.register_kind(kind, _render)
    on_notice(ANSWER, tell)
    for kind in ("peer_interview_booked", "peer_interview_off"):
        outbox.register_kind(kind, _render_interview)
    on_notice("peer_interview_off", tell_interview)
