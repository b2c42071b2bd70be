"""The first meeting with a borrower: booking it, the talk with its agenda, and what it leads to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, vault
from erfara.lending import access, meeting_access
from erfara.lending.actions import meetings
from erfara.lending.actions.meetings import AGREED, BLOB
from erfara.lending.agenda import points
from erfara.lending.meeting_letters import calendar
from erfara.lending.meeting_queries import meeting_of
from erfara.lending.models import LoanRequest, Meeting
from erfara.lending.policies import assignment_version, meeting_version
from erfara.organisations.words import say
from erfara.web import http
from erfara.web.borrower.first_meeting import answer_meeting as carry_out_answer
from erfara.web.borrower.first_meeting import meeting_form
from erfara.web.coordinator.first_pay import for_assignment
from erfara.web.coordinator.meeting_forms import HeldForm, MeetingForm
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.request_page import missing
from erfara.workflows import first_meetings as workflow


def _to_request(slug: str, pk: UUID) -> str:
    return reverse("coordinator:request", args=[slug, pk])


def words_of(request: Any, row: LoanRequest, *names: object) -> dict[str, str]:
    """What is written down around the meeting, opened for a page that shows it."""
    fields = [str(name) for name in names]
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[row.contact_id], blob=BLOB, fields=fields,
        purpose="request", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    found = opened.get(row.contact_id) or {}
    return {name: found.get(name) or "" for name in fields}


def book_meeting(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Book the first meeting, offer times for it, or change it."""
    row = access.request_for(request.viewer, request.programme, pk)
    known = meeting_of(row)
    if known is not None and known.is_over:
        known = None
    form = MeetingForm(
        http.posted(request), today=clock.local_day(request.at),
        initial={"minutes": "60", "how": "video", **MeetingForm.written(known),
                 "as_of": meeting_version(row)},
    )  # fmt: skip
    back = _to_request(slug, pk)
    if answer := http.save(
        request, form,
        lambda: meetings.offer(
            request=row, times=form.times, ways=form.ways,
            answer_by=form.cleaned_data["answer_by"], seen=form.cleaned_data["as_of"] or "",
            by=request.viewer, at=request.at,
        ),
        to=back, done="{said}",
        said=lambda: say(_("The times are offered. {borrower:sg.def.cap} gets a message."))
        if len(form.times) > 1
        else say(_("The meeting is booked. {borrower:sg.def.cap} gets a message.")),
    ):  # fmt: skip
        return answer
    if form.refused:
        # The one who is told of another's change and saves again means it.
        form.send_next("as_of", meeting_version(row))
    words = ""
    if known is not None and known.state == "declined":
        words = words_of(request, row, known.pk)[str(known.pk)]
    return form_page(
        request, "book_meeting", form, request_=row, back=back, known=known, their_words=words
    )


def answer_meeting(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Note which time the borrower takes, as they have said it on the telephone."""
    row = meeting_access.meeting_for(request.viewer, request.programme, pk)
    back = _to_request(slug, row.request_id)
    if row.is_over:
        return http.go(request, back, _("The meeting is over or called off."))
    form = meeting_form(row, http.posted(request), request.at)
    if answer := http.save(
        request, form, lambda: carry_out_answer(row, form, request.viewer, request.at),
        to=back, done=_("Noted."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "answer_meeting", form, request_=row.request, meeting=row, back=back
    )  # fmt: skip


def call_off_meeting(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It doesn't take place."""
    row = meeting_access.meeting_for(request.viewer, request.programme, pk)
    back = _to_request(slug, row.request_id)
    return http.press(
        request, lambda: meetings.call_off(meeting=row, by=request.viewer, at=request.at),
        to=back, back=back,
        done=_("The meeting is called off. {borrower:sg.def.cap} gets a message."),
    )  # fmt: skip


def meeting_calendar(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The time as a calendar file. Its address leads to the meeting's page."""
    row = meeting_access.meeting_for(request.viewer, request.programme, pk)
    if row.starts_at is None:
        return http.go(request, _to_request(slug, row.request_id), _("No time is booked."))
    page = request.build_absolute_uri(reverse("coordinator:specify", args=[slug, row.request_id]))
    return http.calendar(calendar(row, request.at, page))


def specify(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The meeting: what to talk through, what is said, and what both sides agree on."""
    row = access.request_for(request.viewer, request.programme, pk)
    row.assignment.request = row
    today = clock.local_day(request.at)
    booked = clock.local_day(row.meeting_at) if row.meeting_at else today
    meeting = meeting_of(row)
    back = _to_request(slug, pk)
    notes = words_of(request, row, row.pk)[str(row.pk)]
    form = HeldForm(
        http.posted(request), today=today, **for_assignment(request, row.assignment),
        initial={
            **{name: getattr(row, name) for name in AGREED},
            # What they wish for is where the talk begins.
            "level": row.level or row.level_wished, "ladder": row.ladder or row.ladder_wished,
            **HeldForm.written(row.assignment), "held_on": min(booked, today), "notes": notes,
            "payer": row.assignment.payer or request.programme.payer,
            "terms_accepted": row.terms_accepted_at is not None, "seen_notes": row.notes_number,
        },
    )  # fmt: skip
    if answer := http.save(
        request, form, lambda: _save(request, row, form),
        to=lambda _row: reverse("coordinator:specify", args=[slug, pk]) if form.keeps
        else reverse("coordinator:assignment", args=[slug, pk]),
        done="{said}",
        said=lambda: say(_("The draft is kept. Nothing is decided yet."))
        if form.keeps
        else say(_("Noted. Now the assignment can be written."))
        if missing(row)
        else say(_("Noted. The assignment is complete.")),
    ):  # fmt: skip
        return answer
    if form.refused:
        _as_it_is_now(form, access.request_for(request.viewer, request.programme, pk))
    return form_page(
        request, "specify", form, request_=row, back=back, meeting=meeting, notes=notes,
        assignment_fields=form.fields_of(form.written_in),
        agenda=points(row, meeting.agenda if meeting else ""),
        writes=row.state in {"received", "pre_meeting"},
    )  # fmt: skip


def _save(request: Any, row: LoanRequest, form: HeldForm) -> LoanRequest:
    data = form.cleaned_data
    return workflow.write_meeting(
        request=row, notes=data["notes"], agreed=form.agreed, assignment=form.assignment,
        held_on=None if form.keeps else data["held_on"],
        terms_accepted=bool(data["terms_accepted"]),
        seen=(data["seen_notes"], data["as_of"] or None), by=request.viewer, at=request.at,
    )  # fmt: skip


def _as_it_is_now(form: HeldForm, row: LoanRequest) -> None:
    """She who is told of another's change and saves again means it."""
    form.send_next("seen_notes", row.notes_number)
    form.send_next("as_of", assignment_version(row.assignment))


def box(row: LoanRequest) -> Meeting | None:
    """The meeting for the page of the request, while it is to come."""
    meeting = meeting_of(row)
    return meeting if meeting is not None and not meeting.is_over else None
