"""Interviews: booked by a lead; prepared, held and written about by the two who hold them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.peersupport.recruitment import access, guide, letters, queries
from erfara.peersupport.recruitment.actions import interviewing
from erfara.peersupport.recruitment.models import (
    CandidateInterview,
    InterviewNote,
    PeerCandidate,
)
from erfara.peersupport.recruitment.openings import WHILE_INTERVIEWED
from erfara.peersupport.recruitment.questions import LABELS, value_of
from erfara.peersupport.setup.queries import interviewing as interviewing_here
from erfara.vocabulary.choices import TalkWay
from erfara.web import http
from erfara.web.coordinator.interviews import MINUTES
from erfara.web.coordinator.names import VEILED_NUMBER
from erfara.web.peer.recruiting import forms, turns
from erfara.web.peer.recruiting.candidates import name_of
from erfara.web.peer.recruiting.notes import both
from erfara.web.peer.recruiting.rounds import form_page
from erfara.web.peer.recruiting.shown import PER_PAGE, names, staff_of, url_of

# What one who interviews reads of an application: what it takes to talk, and nothing to reach by.
TO_PREPARE = ("why", "own", "half_time", "begins", "where", "practical")


# The leads book


def book(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Book an interview."""
    row = access.candidate_for(request.viewer, request.programme, pk)
    back = url_of(slug, row)
    staff = staff_of(request, interviewing_here(request.programme))
    form = forms.BookForm(
        http.posted(request),
        staff=staff,
        initial={"minutes": "60", **_as_last(request, row, staff)},
    )
    if answer := http.save(
        request, form,
        lambda: interviewing.book(
            candidate=row, **form.values(), by=request.viewer, at=request.at
        ),
        to=turns.following(request, row, "to_interview"),
        done=_("Booked. The two who interview are told."),
    ):  # fmt: skip
        return answer
    if row.state != "to_interview" or queries.open_interview(row) is not None:
        return http.go(request, back, _("There is no interview to book just now."))
    name = name_of(request, row)
    return form_page(
        request, form, heading=say(_("Book an interview with {name}"), name=name),
        button=_("Book it"), back=back, back_label=name, lead_said=_told(letters.reached(row)),
        then=_("Book it, and go to the next") if turns.left(row, "to_interview") else "",
    )  # fmt: skip


def _as_last(
    request: Any, row: PeerCandidate, staff: dict[str, list[tuple[str, str]]]
) -> dict[str, Any]:
    """As the last one booked in the round, and after it: interviews are often held in a row. Of
    who interviews: those who did then and still may, or the only one there is. Where: only a place
    that somebody said is for all, since the last one's may be her home."""
    found: dict[str, Any] = {
        name: rows[0][0] for name, rows in staff.items() if len(rows) == 1
    }  # fmt: skip
    last = queries.last_booked(row.round)
    if last is None:
        return found
    if last.how == TalkWay.IN_PERSON and row.round.interview_place:
        found |= {"where": row.round.interview_place, "where_for_all": True}
    for note in queries.notes_of(last):
        if str(note.writer) in dict(staff.get(note.function, ())):
            found[note.function] = str(note.writer)
    minutes = str(int((last.ends_at - last.starts_at).total_seconds() // 60))
    after = {"starts_at": last.ends_at} if last.ends_at > request.at else {}
    return {
        **found,
        "how": last.how,
        **after,
        **({"minutes": minutes} if minutes in MINUTES else {}),
    }


def _told(reached: bool) -> str:
    if reached:
        return say(
            _("The person gets a message that there is a message from you, with the time in a "
              "calendar file. What it is about stands on a page of their own.")
        )  # fmt: skip
    return say(_("The person is not reached by mail. Agree on the time by phone."))


def change(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another time, place or way, or somebody else who holds it."""
    interview = access.interview_for(request.viewer, request.programme, pk)
    row = interview.candidate
    back = url_of(slug, row)
    if interview.state != "booked":
        return http.go(request, back, _("The interview is over or called off."))
    place = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.place_blob,
        fields=(str(interview.pk),), purpose="candidate", case=str(row.pk), actor=request.viewer,
        at=request.at,
    ).get(row.person_id, {})  # fmt: skip
    minutes = str(int((interview.ends_at - interview.starts_at).total_seconds() // 60))
    form = forms.BookForm(
        http.posted(request), staff=staff_of(request, queries.functions_of(interview)),
        initial={
            "starts_at": interview.starts_at, "how": interview.how,
            "minutes": minutes if minutes in MINUTES else "60",
            "where": (where := place.get(str(interview.pk)) or ""),
            "where_for_all": bool(where) and where == row.round.interview_place,
            **{note.function: str(note.writer) for note in queries.notes_of(interview)},
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: interviewing.change(
            interview=interview, **form.values(), by=request.viewer, at=request.at
        ),
        to=back, done=_("Changed. Those concerned are told."),
    ):  # fmt: skip
        return answer
    name = name_of(request, row)
    return form_page(
        request, form, heading=say(_("Change the interview with {name}"), name=name),
        button=_("Save the change"), back=back, back_label=name,
        lead_said=_told(letters.reached(row)),
    )  # fmt: skip


def _press(request: Any, slug: str, pk: UUID, act: Any, done: Any) -> HttpResponse:
    interview = access.interview_for(request.viewer, request.programme, pk)
    back = url_of(slug, interview.candidate)
    return http.press(
        request, lambda: act(interview=interview, by=request.viewer, at=request.at), to=back,
        back=back, done=done,
    )  # fmt: skip


def call_off(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It doesn't take place."""
    return _press(request, slug, pk, interviewing.call_off, _("Called off. You can book another."))


def miss(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It never took place."""
    return _press(request, slug, pk, interviewing.miss, _("Noted. You can book another."))


def hold(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It took place."""
    return _press(request, slug, pk, interviewing.hold, _("Noted. Now the notes are waited for."))


def go_without(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Go on with one note, and why."""
    interview = access.interview_for(request.viewer, request.programme, pk)
    row = interview.candidate
    back = url_of(slug, row)
    form = forms.WithoutForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: interviewing.go_without(
            interview=interview, reason=form.cleaned_data["reason"], by=request.viewer,
            at=request.at,
        ),
        to=back, done=_("Noted. Now you can decide."),
    ):  # fmt: skip
        return answer
    if interview.state != "held":
        return http.go(request, back, _("No note is waited for."))
    name = name_of(request, row)
    return form_page(
        request, form, heading=_("Go on without the missing note"), button=_("Go on without it"),
        back=back, back_label=name,
    )  # fmt: skip


def hand_over(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody else who was there writes instead."""
    note = access.missing_note_for(request.viewer, request.programme, pk)
    row = note.interview.candidate
    back = url_of(slug, row)
    staff = staff_of(request, [note.function])[note.function]
    form = forms.HandOverForm(http.posted(request), staff=staff)
    if answer := http.save(
        request, form,
        lambda: interviewing.hand_over(
            note=note, writer=form.cleaned_data["writer"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Done. They are told."),
    ):  # fmt: skip
        return answer
    name = name_of(request, row)
    return form_page(
        request, form,
        heading=say(_("Who writes for {function}?"), function=note.get_function_display()),
        button=_("Let them write"), back=back, back_label=name,
        lead_said=say(
            _("What is begun and not sent is erased: nobody takes over another’s words.")
        ),
    )  # fmt: skip


def calendar(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The time as a calendar file, for a lead. Its address leads to the candidate's page."""
    interview = access.interview_for(request.viewer, request.programme, pk)
    page = request.build_absolute_uri(url_of(slug, interview.candidate))
    return http.calendar(letters.calendar(interview, request.at, page))


# The two who interview


def mine(request: Any, slug: str) -> HttpResponse:
    """One's own interviews: those to hold and to write about first."""
    rows = queries.interviews_with(request.viewer.own_id, request.programme)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    notes: list[InterviewNote] = list(page.object_list)
    here = [
        one.interview.candidate.person_id
        for one in notes
        if one.interview.candidate.state in WHILE_INTERVIEWED
    ]
    who = names(request, here, purpose="interviews", case="interviews", listed=True)
    shown = [
        {
            "note": one,
            "interview": one.interview,
            "name": who.of(one.interview.candidate.person_id)
            if one.interview.candidate.person_id in who.opened
            else say(_("Applicant {no}"), no=one.interview.candidate.number),
            "passed": one.interview.starts_at <= request.at,
            "wanted": one.state == "wanted",
        }
        for one in notes
    ]
    context = {
        "page": page,
        "ahead": [one for one in shown if one["wanted"]],
        "done": [one for one in shown if not one["wanted"]],
    }
    return render(request, "peer/recruiting/mine.html", context)


def _name(request: Any, note: InterviewNote) -> str:
    """What to call the one she meets. Of protected details nothing but the number."""
    row = note.interview.candidate
    if row.state not in WHILE_INTERVIEWED:
        return say(_("Applicant {no}"), no=row.number)
    if row.person_id in vault.shielded(row.programme_id):
        return say(VEILED_NUMBER, no=row.number)
    who = names(request, [row.person_id], purpose="interview", case=note.pk, listed=True)
    return who.of(row.person_id)


def _prepared(request: Any, note: InterviewNote) -> dict[str, dict[str, Any]]:
    row = note.interview.candidate
    if row.state not in WHILE_INTERVIEWED or row.person_id in vault.shielded(row.programme_id):
        return {}
    return vault.open_blobs(
        tenant_id=row.programme_id, person_id=row.person_id, blobs=(row.blob, row.place_blob),
        purpose="interview", case=str(note.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip


def interview(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One interview of one's own: when, where, what she wrote, the guide, and the note."""
    note = access.note_for(request.viewer, request.programme, pk)
    row: CandidateInterview = note.interview
    candidate = row.candidate
    opened = _prepared(request, note)
    written = opened.get(candidate.blob, {})
    live = candidate.state in WHILE_INTERVIEWED
    return render(
        request, "peer/recruiting/interview.html",
        {
            "note": note, "interview": row, "candidate": candidate, "name": _name(request, note),
            "place": opened.get(candidate.place_blob, {}).get(str(row.pk)) or "",
            "answers": [
                (LABELS[name], value_of(name, written.get(name)))
                for name in TO_PREPARE
                if written.get(name)
            ],
            "guide": guide.GUIDE, "not_asked": guide.NOT_ASKED,
            "begun": row.starts_at <= request.at,
            "written": both(request, row, candidate.person_id)
            if live and note.state == "sent" else [],
            "protected": candidate.person_id in vault.shielded(candidate.programme_id),
            "live": live,
        },
    )  # fmt: skip


def write(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One's own note along the guide: kept as often as one likes, sent once."""
    note = access.note_for(request.viewer, request.programme, pk)
    here = reverse("recruiting:interview", args=[slug, pk])
    row = note.interview.candidate
    if note.state != "wanted" or row.state not in WHILE_INTERVIEWED:
        return HttpResponseRedirect(here)
    if note.interview.starts_at > request.at:
        return http.go(request, here, _("The interview hasn't begun. Write when you have met."))
    kept = vault.open(
        tenant_id=note.programme_id, person_ids=[row.person_id], blob=note.blob,
        fields=guide.fields(), purpose="own_note", case=str(note.pk), actor=request.viewer,
        at=request.at,
    ).get(row.person_id, {})  # fmt: skip
    form = forms.NoteForm(http.posted(request), initial=kept)

    def save() -> InterviewNote:
        act = interviewing.send_note if form.sends else interviewing.keep_note
        return act(note=note, values=form.cleaned_data, by=request.viewer, at=request.at)

    done = _("Sent. It can’t be changed any more.") if form.is_bound and form.sends else _(
        "Kept. Only you can read it until you send it."
    )  # fmt: skip
    if answer := http.save(request, form, save, to=here, done=done):
        return answer
    return render(
        request, "peer/recruiting/note.html",
        {"form": form, "name": _name(request, note), "back": here, "not_asked": guide.NOT_ASKED,
         "function": note.get_function_display()},
        status=form.status,
    )  # fmt: skip


def own_calendar(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The time as a calendar file. Its address leads to one's own page about it."""
    note = access.note_for(request.viewer, request.programme, pk)
    page = request.build_absolute_uri(reverse("recruiting:interview", args=[slug, pk]))
    return http.calendar(letters.calendar(note.interview, request.at, page))
