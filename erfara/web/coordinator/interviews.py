"""Talks: booking them, the guide through one, and how it goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation import clock, vault
from erfara.foundation.actors import Actor
from erfara.organisations.queries import coordinators
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.actions import interviews
from erfara.people.actions.interviews import BLOB
from erfara.people.actions.parts import BACKGROUND
from erfara.people.interview_letters import calendar, reached
from erfara.people.interview_queries import areas_told, numbers_of, open_interview
from erfara.people.models import Contributor, Interview, Part, Purpose
from erfara.people.queries import live_purposes
from erfara.web import http
from erfara.web.coordinator.interview_forms import DECLINE, TAKE_IN, BookForm, FinishForm
from erfara.web.coordinator.names import interest_of, names
from erfara.web.coordinator.pages import can, form_page
from erfara.web.coordinator.told_parts import CONSENTS, SPECS

MINUTES = ("30", "45", "60", "90", "120")


def _person(slug: str, row: Contributor) -> str:
    return reverse("coordinator:person", args=[slug, row.pk])


def _name(request: Any, row: Contributor) -> str:
    return names(request, [row.person_id], purpose="talk", case=row.pk).of(row.person_id)


def _staff(request: Any) -> list[tuple[str, str]]:
    rows = coordinators(request.programme, clock.local_day(request.at))
    return [(str(one.user_id), one.user.name) for one in rows]


def place_of(request: Any, talk: Interview, purpose: str, case: object) -> str:
    """Where it is held, or its link; opened for a page that shows it."""
    person_id = talk.contributor.person_id
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[person_id], blob=BLOB, fields=[str(talk.pk)],
        purpose=purpose, case=str(case), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return (opened.get(person_id) or {}).get(str(talk.pk)) or ""


def book_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Book a talk with somebody who wants to join, or a new one with somebody who is here."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = _person(slug, row)
    if open_interview(row) is not None:
        return http.go(request, back, _("There is a talk already. Change its time instead."))
    initial = {"interviewer": str(request.viewer.id), "minutes": "60"}
    form = BookForm(request.POST or None, staff=_staff(request), initial=initial)
    if answer := http.save(
        request, form,
        lambda: interviews.book(
            contributor=row, **form.values(), by=request.viewer, at=request.at
        ),
        to=back, done=_("Booked."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "talk_book", form, heading=say(_("Book a talk")), button=say(_("Book it")),
        back=back, back_label=say(_("The person's page")),
        mailed=reached(Interview(contributor=row)),
    )  # fmt: skip


def change_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another time, place or way."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    row, back = talk.contributor, _person(slug, talk.contributor)
    if talk.state != "booked":
        return http.go(request, back, _("The talk has begun or is over."))
    if request.method == "POST":
        form = BookForm(request.POST, staff=_staff(request))
        if answer := http.save(
            request, form,
            lambda: interviews.change(
                interview=talk, **form.values(), by=request.viewer, at=request.at
            ),
            to=back, done=_("Changed."),
        ):  # fmt: skip
            return answer
    else:
        minutes = str(int((talk.ends_at - talk.starts_at).total_seconds() // 60))
        form = BookForm(
            staff=_staff(request),
            initial={
                "starts_at": talk.starts_at, "minutes": minutes if minutes in MINUTES else "60",
                "how": talk.how, "where": place_of(request, talk, "talk", row.pk),
                "interviewer": str(talk.interviewer or ""),
                "second_interviewer": str(talk.second_interviewer or ""),
            },
        )  # fmt: skip
    return form_page(
        request, "talk_book", form, heading=say(_("Change the time or the place")),
        button=say(_("Save the change")), back=back, back_label=say(_("The person's page")),
        mailed=reached(talk),
    )  # fmt: skip


def call_off_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It doesn't take place."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    back = _person(slug, talk.contributor)
    return http.press(
        request,
        lambda: interviews.call_off(interview=talk, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Called off."),
    )  # fmt: skip


def begin_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A booked talk begins, or one that was thought over goes on."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    return http.press(
        request,
        lambda: interviews.begin(interview=talk, by=request.viewer, at=request.at),
        to=reverse("coordinator:talk", args=[slug, pk]), back=_person(slug, talk.contributor),
    )  # fmt: skip


def talk_now(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A talk that nobody had booked: somebody has called."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    return http.press(
        request,
        lambda: interviews.begin_now(
            contributor=row, how="phone", by=request.viewer, at=request.at
        ),
        to=lambda talk: reverse("coordinator:talk", args=[slug, talk.pk]),
        back=_person(slug, row),
    )  # fmt: skip


def end_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It never took place, or ends without a decision."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    back = _person(slug, talk.contributor)
    return http.press(
        request, lambda: interviews.end(interview=talk, by=request.viewer, at=request.at),
        to=back, back=back, done=_("Noted. What was written is kept."),
    )  # fmt: skip


def talk_calendar(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The time as a calendar file. Its address leads to the guide."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    url = request.build_absolute_uri(reverse("coordinator:talk", args=[slug, pk]))
    return http.calendar(calendar(talk, request.at, url))


def _state(part: Part | None, talk: Interview) -> tuple[str, str]:
    """Whether a part has been written, and in this talk."""
    if part is None:
        return say(_("nothing yet")), "neutral"
    if talk.begun_at is not None and part.changed_at >= talk.begun_at:
        return say(_("written")), "good"
    return say(_("from before")), "people"


def _tasks(slug: str, talk: Interview) -> list[dict[str, Any]]:
    row = talk.contributor
    written = numbers_of(row)
    live = live_purposes([row.person_id])[row.person_id]
    told = sum(areas_told(row).values())
    areas = [p for name, p in written.items() if name.startswith("area_")]
    newest = max(areas, key=lambda p: p.changed_at, default=None)
    state, tone = _state(newest, talk) if told else (say(_("nothing yet")), "neutral")
    found = [
        {"name": say(_("What they have lived through")), "state": state, "tone": tone,
         "url": reverse("coordinator:map", args=[slug, row.pk]),
         "hint": say(_("Through the map: small and old things too"))},
    ]  # fmt: skip
    for name, spec in SPECS.items():
        state, tone = _state(written.get(name), talk)
        hint, url = "", reverse("coordinator:part", args=[slug, row.pk, name])
        if name == CONSENTS and Purpose.REGISTER not in live:
            hint = say(_("A yes to being in the register is needed before anybody is taken in"))
        if name == BACKGROUND and Purpose.STATISTICS not in live:
            hint, url = say(_("Only with a yes to being counted in the statistics")), ""
        found.append(
            {"name": say(spec.title), "state": state, "tone": tone, "url": url, "hint": hint}
        )
    return found


def talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The guide: what there is to talk about, in any order, and where it has come."""
    row = access.interview_for(request.viewer, request.programme, pk)
    contributor = row.contributor
    if contributor.person.erased_at is not None:
        return http.go(request, _person(slug, contributor), _("The details are erased."))
    called = names(request, [contributor.person_id], purpose="talk", case=contributor.pk)
    place = place_of(request, row, "talk", contributor.pk)
    both = [pk for pk in (row.interviewer, row.second_interviewer) if pk]
    staff = names_of(both) if both else {}
    return render(
        request, "coordinator/talk.html",
        {
            "talk": row, "contributor": contributor, "name": called.of(contributor.person_id),
            "place": place, "staff": ", ".join(staff[pk] for pk in both if pk in staff),
            "tasks": _tasks(slug, row), "can": can(row, request.viewer),
            "passed": row.ends_at < request.at,
            "interest": interest_of(request, contributor, "talk"),
        },
    )  # fmt: skip


def finish_talk(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """How it goes on: in, thought over, or a kind no. Somebody who is here already just goes on."""
    talk = access.interview_for(request.viewer, request.programme, pk)
    row, back = talk.contributor, reverse("coordinator:talk", args=[slug, pk])
    if talk.is_over:
        return http.go(request, _person(slug, row), _("This talk is over."))
    if row.state != "interested":
        return _finish(request, talk, row, slug, back)
    form = FinishForm(request.POST or None)
    if http.filled(request, form):
        chosen = form.cleaned_data["go_on"]
        if chosen == DECLINE:
            return HttpResponseRedirect(reverse("coordinator:decline", args=[slug, row.pk]))
        if answer := _go_on(request, form, talk, slug):
            return answer
    name = _name(request, row)
    live = live_purposes([row.person_id])[row.person_id]
    return form_page(
        request, "talk_finish", form, heading=say(_("How does it go on with {name}?"), name=name),
        button=say(_("Go on")), back=back, back_label=say(_("The talk")),
        agreed=Purpose.REGISTER in live, contributor=row,
        open_now=request.programme.recruits_on(clock.local_day(request.at)),
        told=sum(areas_told(row).values()),
    )  # fmt: skip


def _go_on(request: Any, form: FinishForm, talk: Interview, slug: str) -> HttpResponse | None:
    if form.cleaned_data["go_on"] == TAKE_IN:
        return http.save(
            request, form,
            lambda: actions.take_in(
                contributor=talk.contributor, by=request.viewer, at=request.at
            ),
            to=_person(slug, talk.contributor),
            done=_("Welcomed. From now on this person can be asked."),
        )  # fmt: skip
    return http.save(
        request, form,
        lambda: _think(talk, form.cleaned_data["look_again_on"], request),
        to=_person(slug, talk.contributor),
        done=_("Noted. It comes back on your page that day."),
    )  # fmt: skip


def _think(talk: Interview, day: Any, request: Any) -> Interview:
    who: dict[str, Any] = {"interview": talk, "by": request.viewer, "at": request.at}
    if talk.state != "under_way":
        interviews.begin(**who)
    return interviews.think(look_again_on=day, **who)


def _finish(request: Any, talk: Interview, row: Contributor, slug: str, back: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseRedirect(back)
    return http.press(
        request,
        lambda: interviews.finish(interview=talk, by=request.viewer, at=request.at),
        to=_person(slug, row), back=back, done=_("The talk is finished. Everything is saved."),
    )  # fmt: skip


def box(row: Contributor, viewer: Actor, at: datetime) -> dict[str, Any]:
    """What the person's page says about talks: the open one, or that one can be booked."""
    talk = open_interview(row)
    writable = row.state in {"interested", "active", "paused", "resting"}
    return {
        "talk": talk, "can": can(talk, viewer) if talk else {},
        "passed": bool(talk and talk.ends_at < at), "bookable": writable and not talk,
    }  # fmt: skip
