"""A participant's own pages: the place that is offered, the times, the rules, how it ended.

The same views stand behind a message's link and on her own page. How it ended is read signed in:
a link may be read by somebody else.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock, forms, vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.peersupport.training import access, catalogue, letters, policies, queries
from erfara.peersupport.training.actions import assessing, places
from erfara.peersupport.training.models import Enrolment, ForWhom
from erfara.people.models import Person
from erfara.web import http
from erfara.web.peer.own.pieces import Piece
from erfara.web.peer.training.forms import LeaveForm
from erfara.web.peer.training.shared import tone

HEADINGS = {
    "asked": _("Do you want a place on a course?"),
    "waiting": _("You stand in line for a course"),
    "accepted": _("You have a place on a course"),
    "taking_part": _("Your course"),
    "assessing": _("Your course is over and will soon be assessed"),
    "completed": _("You have completed the course"),
    "not_completed": _("Your course is over"),
    "left": _("You have left the course"),
    "declined": _("You have said no, thank you"),
    "lapsed": _("The place has gone to somebody else"),
    "no_place": _("There was no place this time"),
    "called_off": _("The course is cancelled"),
}


class SignForm(forms.Form):
    """Reading the rules and keeping to them."""

    version = forms.Hidden(coerce=int, max_length=9)
    agree = forms.Check(
        _("I have read the rules, and I keep to them"), required=True,
        missing=_("Tick that you have read the rules."),
    )  # fmt: skip


class Way:
    """The addresses of one place: on her own page, or behind the link she came by."""

    def __init__(self, request: Any, slug: str, row: Enrolment, token: str) -> None:
        self.space = "course_link" if token else "course"
        self.kwargs: dict[str, Any] = {"slug": slug}
        self.kwargs |= {"token": token} if token else {"pk": row.pk}

    def to(self, name: str) -> str:
        """One of its pages."""
        return reverse(f"{self.space}:{name}", kwargs=self.kwargs)

    @property
    def pages(self) -> dict[str, str]:
        """All of them."""
        return {f"{name}_url": self.to(name) for name in ("place", "answer", "times", "ethics",
                                                          "leave")}  # fmt: skip


def _mine(request: Any, slug: str, pk: UUID | None, token: str) -> tuple[Enrolment, Way]:
    about = request.link.about_id if request.link is not None else pk
    if about is None:
        raise Http404
    row = access.own_enrolment(request.viewer, request.programme, about)
    return row, Way(request, slug, row, token)


def _rules(row: Enrolment) -> dict[str, Any]:
    """The rules in force, and whether she has signed them."""
    text = queries.ethics_in_force(row.programme_id)
    signed = queries.who_signed(row.programme_id, [row.person_id]).get(row.person_id)
    wanted = row.cohort.for_whom == ForWhom.PEERS and row.state in policies.COMES
    return {
        "rules": text.text if text else catalogue.first_ethics(),
        "version": text.version if text else 1,
        "signed": signed,
        "to_sign": wanted and signed is None,
        "signs": wanted,
    }


def _assessment(request: Any, row: Enrolment) -> dict[str, Any]:
    """How it ended, in the words that were written: for her, signed in."""
    found = queries.assessment_of(row)
    if found is None:
        return {}
    if request.link is not None:
        return {"assessment": found, "sign_in": True}
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=assessing.BLOB,
        fields=(str(found.pk), f"{found.pk}:way"), purpose="own_course", case=str(row.pk),
        actor=request.viewer, at=request.at,
    ).get(row.person_id, {})  # fmt: skip
    return {
        "assessment": found, "words": opened.get(str(found.pk)),
        "way_words": opened.get(f"{found.pk}:way"),
    }  # fmt: skip


def place(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Her place, wherever it is: asked, in line, going on, over."""
    row, way = _mine(request, slug, pk, token)
    sessions = queries.own_sessions(row)
    came = queries.noted_of(row)
    times = [{"row": one, "came": came.get(one.pk)} for one in sessions]
    context = {
        "enrolment": row, "cohort": row.cohort, "heading": HEADINGS[row.state], "times": times,
        "ahead": any(one.state == "planned" and one.ends_at > request.at for one in sessions),
        "may": {t.name for t in row.table.available(row.state, request.viewer.role)},
        "shows_times": row.state in ("asked", "waiting", *policies.COMES),
        "answer_late": row.state == "asked" and row.answer_by is not None
        and row.answer_by < clock.local_day(request.at),
        **_rules(row), **_assessment(request, row), **way.pages,
    }  # fmt: skip
    return render(request, "peer/own_course/place.html", context)


def answer(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Yes or no to the place."""
    row, way = _mine(request, slug, pk, token)
    said = request.POST.get("answer", "")[:10]

    def act() -> Any:
        if said not in ("yes", "no"):
            raise Refused(_("Choose an answer."))
        run = places.accept if said == "yes" else places.decline
        return run(enrolment=row, by=request.viewer, at=request.at)

    done = (
        _("The place is yours. The times stand here, and you get a message if one changes.")
        if said == "yes"
        else _("Thank you for telling us. You don’t have to do anything more.")
    )
    return http.press(request, act, to=way.to("place"), back=way.to("place"), done=done)


def times(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """All her times as a calendar file, with a title that says nothing."""
    row, way = _mine(request, slug, pk, token)
    if row.state not in policies.COMES:
        return http.go(request, way.to("place"), _("You have no times to put in a calendar."))
    sessions = [one for one in queries.own_sessions(row) if one.state != "cancelled"]
    return http.calendar(letters.own_calendar(sessions, request.at))


def read(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She has read how it ended."""
    row, way = _mine(request, slug, pk, "")
    found = queries.assessment_of(row)
    if found is None:
        raise Http404
    return http.press(
        request, lambda: assessing.note_read(assessment=found, by=request.viewer, at=request.at),
        to=way.to("place"), back=way.to("place"), done=_("Noted."),
    )  # fmt: skip


def ethics(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Read the rules and sign them."""
    row, way = _mine(request, slug, pk, token)
    found = _rules(row)
    if not found["signs"] and found["signed"] is None:
        return http.go(request, way.to("place"), _("There is nothing to sign now."))
    form = SignForm(http.posted(request), initial={"version": found["version"]})
    if done := http.save(
        request, form,
        lambda: assessing.sign_ethics(
            person=row.person, version=form.cleaned_data["version"] or 0, by=request.viewer,
            at=request.at,
        ),
        to=way.to("place"), done=_("Signed. You can read the rules here whenever you want."),
    ):  # fmt: skip
        return done
    if form.refused:
        form.send_next("version", found["version"])
    context = {"form": form, "back": way.to("place"), **found}
    return render(request, "peer/own_course/ethics.html", context, status=form.status)


def leave(request: Any, slug: str, pk: UUID | None = None, token: str = "") -> HttpResponse:
    """Leave the course, without a reason."""
    row, way = _mine(request, slug, pk, token)
    form = LeaveForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: places.leave(
            enrolment=row, again=bool(form.cleaned_data["again"]), by=request.viewer,
            at=request.at,
        ),
        to=way.to("place"), done=_("You have left the course. Thank you for the time you gave."),
    ):  # fmt: skip
        return done
    if row.state not in policies.LEAVABLE:
        return http.go(request, way.to("place"), _("Your place is over already."))
    context = {"form": form, "back": way.to("place")}
    return render(request, "peer/own_course/leave.html", context, status=form.status)


def on_own_page(request: Any, person: Person) -> list[Piece]:
    """Her places on courses, for the page of her own: what is over comes last."""
    rows = queries.own_enrolments(person)
    if not rows:
        return []
    signed = bool(queries.who_signed(person.programme_id, [person.pk]))
    found = []
    for row in rows:
        to_sign = (
            row.cohort.for_whom == ForWhom.PEERS and row.state in policies.COMES and not signed
        )
        hint = say(_("Read the ethical rules, and sign them")) if to_sign else ""
        if row.state == "asked":
            hint = say(_("Do you want a place on a course?"))
        url = reverse("course:place", kwargs={"slug": request.programme.slug, "pk": row.pk})
        waits = row.state == "asked" or to_sign
        found.append(Piece(row.cohort.name, url, row.state_label, waits, tone(row.state), hint))
    return found
