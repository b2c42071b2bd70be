"""The first meeting as the borrower sees it, and the ends that they may answer: by link, without
an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.foundation.errors import NotAllowed, Stale
from erfara.lending import access, meeting_access, meeting_queries, passing_queries
from erfara.lending.actions import ends, meetings, passing
from erfara.lending.agenda import points
from erfara.lending.meeting_letters import calendar
from erfara.lending.models import LoanRequest, Meeting, MeetingTime, PassedOn
from erfara.organisations.words import say
from erfara.web import http, people_say, ways
from erfara.workflows import passing as between_libraries

NONE_SUITS = "none"


class ChooseForm(forms.Form):
    """One of the times, or that none suits."""

    time = forms.Radios(_("Which time suits you?"), missing=_("Choose a time, or that none suits"))
    words = forms.LongText(
        _("If none suits: when would?"), required=False, max_length=500, rows=3,
        hint=_("A few words are enough, for example: Tuesdays, or after the holidays."),
    )  # fmt: skip

    def __init__(self, *args: Any, times: list[MeetingTime], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["time"]
        field.choices = [
            *((str(one.pk), people_say.when(one.starts_at, now=now)) for one in times),
            (NONE_SUITS, _("None of them suits us")),
        ]


class CannotForm(forms.Form):
    """That the booked time no longer suits."""

    words = forms.LongText(
        _("When would suit you better?"), required=False, max_length=500, rows=3,
        hint=_("You need not say why."),
    )  # fmt: skip


def meeting_form(meeting: Meeting, data: Any, at: Any) -> ChooseForm | CannotForm:
    """What can be answered about a meeting now; the same for whoever notes it down."""
    # A page that was opened before the time was booked sends a time, and means what it says.
    if meeting.state == "booked" and "time" not in (data or {}):
        return CannotForm(data)
    return ChooseForm(data, times=meeting_queries.times_of(meeting, at), now=at)


def answer_meeting(meeting: Meeting, form: Any, by: Any, at: Any) -> Meeting:
    """Carry out what was answered."""
    chosen = form.cleaned_data.get("time", NONE_SUITS)
    if chosen == NONE_SUITS and meeting.state == "booked" and "time" in form.cleaned_data:
        raise Stale(_("The times have changed meanwhile. Look at the page as it is now."))
    if chosen != NONE_SUITS:
        return meetings.choose_time(meeting=meeting, time_id=UUID(chosen), by=by, at=at)
    return meetings.decline_times(
        meeting=meeting, words=form.cleaned_data["words"], by=by, at=at
    )  # fmt: skip


def on_page(request: Any, asked: LoanRequest) -> dict[str, Any]:
    """What the page of a request says about its meeting and about other libraries."""
    meeting = None if asked.is_over else meeting_queries.meeting_of(asked)
    if meeting is not None and meeting.is_over:
        meeting = None
    passed = list(passing_queries.passed_on(asked))
    asks = next((row for row in passed if row.state == "asked"), None)
    ends_on = asked.ends_on or (meeting.ends_on if meeting else None)
    wanted = _wanted(meeting, asks)
    return {
        **({"next_step": wanted} if wanted else {}),
        "answer_first": bool(wanted),
        "meeting": meeting,
        "choose_by": people_say.day(meeting.answer_by, now=request.at)
        if meeting and meeting.answer_by and not meeting.ends_on
        else "",
        "ends_on": people_say.day(ends_on, now=request.at) if ends_on else "",
        "agenda": points(asked, meeting.agenda) if meeting else [],
        "asks_to_pass": asks,
        "pass_by": people_say.day(asks.answer_by, now=request.at)
        if asks and asks.answer_by
        else "",
        "may_pass": asks is not None and request.viewer.id == asked.contact_id,
        "gone_to": next((row.to_programme for row in passed if row.state == "over"), None),
        "came_from": passing_queries.came_from(asked),
        "may_come_back": ends.may_come_back(asked, request.at),
        "meeting_url": ways.url(request, "meeting"),
        "calendar_url": ways.url(request, "meeting_calendar"),
        "say_yes": {"answer": "yes"},
        "say_no": {"answer": "no"},
        "again_url": ways.url(request, "again"),
        "pass_url": ways.url(request, "pass_on"),
    }


def _wanted(meeting: Meeting | None, asks: PassedOn | None) -> Any:
    """What the borrower is to answer now, before all else; empty when nothing is."""
    if asks is not None:
        return _("We have a question to you.")
    if meeting is not None and meeting.state == "offered":
        return _("Choose a time for our first meeting.")
    return ""


def _own(request: Any, pk: UUID | None) -> LoanRequest:
    return access.request_for(request.viewer, request.programme, ways.about(request, pk))


def meeting(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Choose a time, or say that none suits."""
    asked = _own(request, pk)
    back = ways.url(request, "request")
    row = meeting_queries.meeting_of(asked)
    if row is None or row.state not in {"offered", "booked"}:
        if row is not None and request.method == "POST" and row.state == "declined":
            return http.go(request, back, _("We have heard from you. We get in touch."))
        return HttpResponseRedirect(back)
    form = meeting_form(row, http.posted(request), request.at)
    if answer := http.save(
        request, form,
        lambda: answer_meeting(row, form, request.viewer, request.at),
        to=back, done=_("Thank you. We have got your answer."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "asked": asked, "meeting": row, "back": back,
        "choose_by": people_say.day(row.answer_by, now=request.at) if row.answer_by else "",
    }  # fmt: skip
    return render(request, "borrower/meeting.html", context, status=form.status)


def meeting_calendar(
    request: Any, slug: str, pk: UUID | None = None, token: str = ""
) -> HttpResponse:  # fmt: skip
    """The time as a calendar file."""
    row = meeting_queries.meeting_of(_own(request, pk))
    if row is None or row.starts_at is None:
        return HttpResponseRedirect(ways.url(request, "request"))
    return http.calendar(calendar(row, request.at))


def again(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Take up what ended because nobody answered."""
    asked = _own(request, pk)
    back = ways.url(request, "request")
    return http.press(
        request,
        lambda: ends.take_up_again(request=asked, by=request.viewer, at=request.at),
        to=back, back=back,
        done=_("Good to hear from you. What you wrote has come in again, and you get a message "
               "with a link to it."),
    )  # fmt: skip


def pass_on(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Yes or no to being passed on to another library."""
    asked = _own(request, pk)
    back = ways.url(request, "request")
    if asked.is_over:
        return http.go(request, back, _("We have got your answer already. Thank you."))
    passed = meeting_access.asked_to_pass_on(asked)
    return answer_passing(request, passed, back=back)


def answer_passing(request: Any, passed: PassedOn, *, back: str) -> HttpResponse:
    """Carry out the yes or no, by whoever says it or has been told it."""
    if request.POST.get("answer") != "yes":
        return http.press(
            request,
            lambda: passing.refuse(passed=passed, by=request.viewer, at=request.at),
            to=back, back=back, done=_("Noted. The request stays here."),
        )  # fmt: skip
    try:
        # Opened first, outside what is written: the log keeps it, whatever comes of it.
        contact = between_libraries.contact_to_pass_on(passed, request.viewer, request.at)
        notes = between_libraries.notes_to_pass_on(passed, request.viewer, request.at)
    except NotAllowed:
        return http.go(
            request, back, say(_("Only the contact person can say yes to this, for themself."))
        )
    return http.press(
        request,
        lambda: between_libraries.agree(
            passed=passed, contact=contact, notes=notes, by=request.viewer, at=request.at
        ),
        to=back, back=back, done=_("Thank you. What has come of it stands here."),
    )  # fmt: skip
