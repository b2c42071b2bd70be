"""The times of a course: one more, changed, cancelled, one for making up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.training import access, queries
from erfara.peersupport.training.actions import sessions
from erfara.web import http
from erfara.web.peer.training import hearers
from erfara.web.peer.training.forms import MakeUpForm, ReasonForm, SessionForm
from erfara.web.peer.training.shared import Watched, page, teachers_of, url_of, who_of


def add(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One more time."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    form = SessionForm(
        http.posted(request), teachers=teachers_of(row), initial={"place": row.place}
    )
    run = Watched(
        form,
        lambda: sessions.add_session(
            cohort=row, kind=form.cleaned_data["kind"], span=form.cleaned_data["span"],
            overlap_ok=bool(form.cleaned_data["overlap_ok"]), **form.around(), by=request.viewer,
            at=request.at,
        ),
    )  # fmt: skip
    if answer := http.save(
        request, form, run, to=url_of(slug, pk),
        done=_("One more time is added. Those a message reaches are told."),
    ):  # fmt: skip
        return answer
    return page(
        request, "session", form, heading=say(_("Add a time")), button=say(_("Add it")),
        back=url_of(slug, pk), back_label=row.name, cohort=row,
    )  # fmt: skip


def change(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Another time, another place: exactly those concerned hear of it."""
    row = access.session_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.cohort_id)
    if row.state != "planned" and request.method != "POST":
        return http.go(request, here, _("This time is over or cancelled, and stays as it is."))
    form = SessionForm(
        http.posted(request), teachers=teachers_of(row.cohort), session=row,
        initial=SessionForm.written(row),
    )  # fmt: skip
    run = Watched(
        form,
        lambda: sessions.change_session(
            session=row, seen=form.cleaned_data["seen"] or "", span=form.cleaned_data["span"],
            overlap_ok=bool(form.cleaned_data["overlap_ok"]), **form.around(), by=request.viewer,
            at=request.at,
        ),
    )  # fmt: skip
    if answer := http.save(request, form, run, to=here, done=_("The time is changed.")):
        return answer
    return page(
        request, "session", form, heading=say(_("Change a time")), button=say(_("Save the change")),
        back=here, back_label=row.cohort.name, cohort=row.cohort, session=row,
        hearers=hearers.of_session(request, row),
        cancel_url=reverse("training:cancel_session", args=[slug, pk]),
    )  # fmt: skip


def cancel(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One time is cancelled; the course goes on."""
    row = access.session_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.cohort_id)
    if row.state != "planned" and request.method != "POST":
        return http.go(request, here, _("This time is over or cancelled, and stays as it is."))
    form = ReasonForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: sessions.cancel_session(
            session=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=here, done=_("The time is cancelled. Those a message reaches are told."),
    ):  # fmt: skip
        return answer
    return page(
        request, "cancel_session", form, heading=say(_("Cancel a time")), kind="danger",
        button=say(_("Cancel this time and tell them")), back=here, back_label=row.cohort.name,
        session=row, hearers=hearers.of_session(request, row), cancels=True,
    )  # fmt: skip


def make_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A time at which those who were not there make it up. Only they come, and only they hear."""
    row = access.session_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.cohort_id)
    people = queries.absent_from(row)
    if not people:
        return http.go(request, here, _("Nobody has anything to make up from that time."))
    form = MakeUpForm(
        http.posted(request), teachers=teachers_of(row.cohort),
        people=[one.pk for one in people],
        initial={"place": row.place, "module": row.module, "who": [str(one.pk) for one in people]},
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: sessions.add_session(
            cohort=row.cohort, kind="make_up", span=form.cleaned_data["span"], makes_up=row,
            who=form.cleaned_data["who"], **form.around(), by=request.viewer, at=request.at,
        ),
        to=here, done=_("One more time is added. Those a message reaches are told."),
    ):  # fmt: skip
        return answer
    who = who_of(request, row.cohort, people)
    form.call((one.pk, who.of(one.person_id)) for one in people)
    return page(
        request, "session", form, heading=say(_("A time to make it up")),
        button=say(_("Add it and tell them")), back=here, back_label=row.cohort.name,
        cohort=row.cohort, missed=row,
    )  # fmt: skip
