"""Who was there, on a phone in a minute; what was made up; and how it ends for somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say
from erfara.peersupport.training import access, policies, queries
from erfara.peersupport.training.actions import assessing, sessions
from erfara.peersupport.training.models import (
    CourseSession,
    Enrolment,
    SessionKind,
    SessionPresence,
)
from erfara.web import http
from erfara.web.peer.training.forms import AssessForm, NumbersForm, PresenceForm
from erfara.web.peer.training.shared import her_details, page, url_of, who_of

DONE = _("Noted.")


def presence(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Who was there. All boxes are ticked from the start: empty those of who wasn't."""
    row = access.session_for(request.viewer, request.programme, pk)
    here = url_of(slug, row.cohort_id)
    if row.state == "cancelled":
        return http.go(request, here, _("This time was cancelled."))
    if row.starts_at > request.at:
        return http.go(request, here, _("It has not begun yet. Note who came when it has."))
    if row.cohort.by_group:
        return _numbers(request, slug, row)
    noted = queries.noted_at(row)
    people = {one.pk: one for one in queries.coming(row)}
    for one in noted.values():
        people.setdefault(one.enrolment_id, one.enrolment)
    home = row.kind == SessionKind.HOME
    before = [
        str(pk) for pk in people
        if (noted[pk].came in queries.THERE if pk in noted and row.state == "held" else not home)
    ]  # fmt: skip
    who = who_of(request, row.cohort, people.values())
    listed = sorted(people.values(), key=lambda one: who.of(one.person_id).casefold())
    form = PresenceForm(
        http.posted(request), home=home, initial={"present": before},
        people=[(one.pk, who.of(one.person_id)) for one in listed],
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: sessions.note_presence(
            session=row, present=set(form.cleaned_data["present"]), by=request.viewer,
            at=request.at,
        ),
        to=here, done=DONE,
    ):  # fmt: skip
        return answer
    missing = [
        {"name": who.of(noted[one.pk].enrolment.person_id), "pk": noted[one.pk].pk,
         "url": reverse("training:made_up", args=[slug, noted[one.pk].pk])}
        for one in listed
        if one.pk in noted and noted[one.pk].came == SessionPresence.Came.ABSENT
        and one.state in policies.COMES
    ]  # fmt: skip
    return page(
        request, "presence", form, session=row, home=home, missing=missing,
        heading=say(form["present"].label), button=say(_("Save")), back=here,
        back_label=row.cohort.name,
        make_up_url=reverse("training:make_up_session", args=[slug, pk]),
    )  # fmt: skip


def _numbers(request: Any, slug: str, row: CourseSession) -> HttpResponse:
    here = url_of(slug, row.cohort_id)
    groups = queries.groups_of(row.cohort)
    if not groups:
        return http.go(request, here, _("Say first whose people come to the course."))
    before = queries.numbers_at(row)
    form = NumbersForm(
        http.posted(request),
        groups=[
            (one.pk, str(one.workplace.unit) if one.workplace else str(one.organisation),
             before.get(one.pk))
            for one in groups
        ],
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: sessions.note_numbers(
            session=row, numbers=form.numbers(), by=request.viewer, at=request.at
        ),
        to=here, done=DONE,
    ):  # fmt: skip
        return answer
    return page(
        request, "presence", form, session=row, home=False, missing=[],
        heading=say(_("How many were there?")), button=say(_("Save")), back=here,
        back_label=row.cohort.name, make_up_url="",
    )  # fmt: skip


def made_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has made up what she missed, or handed in late."""
    row = access.presence_for(request.viewer, request.programme, pk)
    here = reverse("training:presence", args=[slug, row.session_id])
    return http.press(
        request, lambda: sessions.make_up(presence=row, by=request.viewer, at=request.at),
        to=here, back=here, done=DONE,
    )  # fmt: skip


def assess(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """How the course ends for somebody."""
    row = access.enrolment_for(request.viewer, request.programme, pk)
    back = reverse("training:place", args=[slug, pk])
    form = AssessForm(http.posted(request), criteria=row.cohort.criteria)
    if answer := http.save(
        request, form,
        lambda: assessing.assess(
            enrolment=row, **form.values(), by=request.viewer, at=request.at
        ),
        to=_following(request, row), done=_("Noted, and there is a message about it."),
    ):  # fmt: skip
        return answer
    if row.state not in ("taking_part", "assessing"):
        return http.go(request, back, _("There is nothing to assess now."))
    name = her_details(request, row)["name"]
    asked, came = queries.asked_times(row.cohort), queries.came_to(row)
    times, held = [one.pk for one in asked], any(one.state == "held" for one in asked)
    signed = row.person_id in queries.who_signed(row.programme_id, [row.person_id])
    attended = policies.share(times, came)
    hinders = policies.why_not_completed(
        row, held=held, attended=attended, met=[True] * len(row.cohort.criteria), signed=signed
    )
    return page(
        request, "assess", form, heading=say(_("How does it end for {name}?"),
                                             name=name),
        title=say(_("Assess")), button=say(_("Save the assessment")), back=back,
        back_label=name, enrolment=row, there=len(came & set(times)), of=len(times) if held else 0,
        attended=attended,
        hinders=[say(sentence, **values) for sentence, values in hinders],
        still=row.cohort.state == "running", left=len(_to_assess(row)),
    )  # fmt: skip


def _to_assess(row: Enrolment) -> list[UUID]:
    """The others on the course who wait to be assessed, in the order of their numbers."""
    rows = queries.enrolments_of(row.cohort)
    return [one.pk for one in rows if one.state == "assessing" and one.pk != row.pk]


def _following(request: Any, row: Enrolment) -> str | Callable[[object], str]:
    """After the assessment: the people of the course, or the next of them to assess."""
    here = url_of(request.programme.slug, row.cohort_id, "people")
    if request.POST.get("then") != "next":
        return here

    def to(_made: object) -> str:
        left = _to_assess(row)
        return reverse("training:assess", args=[request.programme.slug, left[0]]) if left else here

    return to
