"""All courses, and one course from its plan to its end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say, say_plural
from erfara.peersupport.training import access, letters, policies, queries
from erfara.peersupport.training.actions import planning
from erfara.peersupport.training.models import (
    Cohort,
    CourseSession,
    Enrolment,
    ForWhom,
    SessionKind,
)
from erfara.peersupport.training.states import HOLDS, LIVE
from erfara.web import http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import Names
from erfara.web.listed import paged
from erfara.web.peer.training import hearers
from erfara.web.peer.training.forms import CohortForm, ReasonForm
from erfara.web.peer.training.shared import (
    is_lead,
    page,
    teachers_of,
    teaching,
    tone,
    url_of,
    who_of,
)

PER_PAGE = 25
# So many times of a course that are over are folded away.
FOLDED = 5
# Who has a place stands first, then the line, then those for whom it is over.
_ORDER = [*reversed(HOLDS), "waiting", *(
    state for state in Enrolment.table.states if state not in LIVE
)]  # fmt: skip


def _cell(*parts: Any) -> SafeString:
    """Parts under each other as one thing: on a phone a cell stands beside its name."""
    inner = pieces.lines(*parts)
    return SafeString(f"<div>{inner}</div>") if inner else inner


def _next_of(request: Any, slug: str, row: Any, times: dict[UUID, CourseSession]) -> Any:
    """What is to be done with a course next, from the list. `row`: a course with its counts."""
    session = times.get(row.pk)
    if session is not None and session.ends_at <= request.at and row.state == "running":
        href = reverse("training:presence", args=[slug, session.pk])
        label = pieces.joined(say(_("Note who came")), pieces.hidden(f": {row.name}"))
        return _cell(pieces.button(label, kind="secondary", href=href))
    if session is not None and row.state in ("open", "running"):
        return pieces.when(session.starts_at, session.ends_at, now=request.at)
    waiting: int = row.to_assess
    if waiting:
        return say_plural("One to assess", "{count} to assess", waiting)
    if row.state == "planned" and is_lead(request):
        return say(_("Look through the dates"))
    return ""


def _places(row: Any) -> str:
    if row.by_group:
        return ""
    if row.is_over:
        return say_plural("one completed", "{count} completed", row.completed)
    text = say(_("{held} of {places}"), held=row.held, places=row.places)
    return (
        f"{text}, {say_plural('one in line', '{count} in line', row.waiting)}"
        if row.waiting
        else text
    )


def home(request: Any, slug: str) -> HttpResponse:
    """All courses for a lead; for a trainer those she teaches."""
    of, wanted = request.programme, request.GET.get("page")
    all_of_them: Any = queries.cohorts(of, request.viewer)
    if is_lead(request):
        rows = paged(
            all_of_them, queries.number_of_cohorts(of),
            lambda: queries.first_cohorts(of, PER_PAGE), wanted,
        )  # fmt: skip
    else:
        rows = Paginator(all_of_them, PER_PAGE).get_page(wanted)
    counted: list[Any] = queries.counted(rows)
    times = queries.next_times([row.pk for row in rows], request.at)
    urls = of_each("training:cohort", slug, [row.pk for row in counted])
    listed = [
        [
            pieces.link(row.name, urls[row.pk]),
            _cell(pieces.state(say(row.state_label), tone(row.state))),
            pieces.when(row.begins_at, now=request.at) if row.begins_at else "",
            _places(row),
            _next_of(request, slug, row, times),
        ]
        for row in counted
    ]
    return page(request, "home", rows=rows, listed=listed)


def numbers(request: Any, slug: str) -> HttpResponse:
    """Courses as numbers, for who steers: nobody is named, and nothing about anybody opens."""
    rows = queries.numbers(request.programme)
    states = Cohort.table
    listed = [
        [
            row["name"], say(states.state(row["state"]).label),
            pieces.day(clock.local_day(row["begins_at"]), now=request.at)
            if row["begins_at"] else "",
            str(row["places"]), str(row["coming"] + row["ended"]), str(row["waiting"]),
            str(row["completed"]),
        ]
        for row in rows[: 4 * PER_PAGE]
    ]  # fmt: skip
    return page(request, "numbers", listed=listed)


def new(request: Any, slug: str) -> HttpResponse:
    """Plan a course from a template; the dates follow of the first day."""
    found = queries.template_data(request.programme, request.GET.get("mall", "")[:40])
    if found is None:
        return HttpResponseRedirect(reverse("training:templates", args=[slug]))
    form = CohortForm(
        http.posted(request), today=clock.local_day(request.at),
        users=teaching(request.programme, request.at), certifies=found["for_whom"] == ForWhom.PEERS,
        initial={name: found[name] for name in ("name", "places", "gives_certificate")},
    )  # fmt: skip
    who: Any = {"by": request.viewer, "at": request.at}

    def plan() -> Cohort:
        template = planning.take_template(programme=request.programme, key=found["key"], **who)
        return planning.plan_cohort(template=template, **form.values(), **who)

    if answer := http.save(
        request, form, plan, to=lambda row: url_of(slug, row.pk),
        done=_("The course is planned. Look through the dates, and then give the places."),
    ):  # fmt: skip
        return answer
    return page(
        request, "form", form, heading=say(_("Plan a course")), button=say(_("Propose the dates")),
        back=reverse("training:templates", args=[slug]), back_label=say(_("Course templates")),
        about=found["name"],
    )  # fmt: skip


def cohort(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One course: its times, and those on it."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    sessions, people = queries.sessions_of(row), queries.enrolments_of(row)
    groups = queries.groups_of(row) if row.by_group else []
    who = who_of(request, row, people)
    shares, signed = queries.shares_of(row, people), queries.who_signed(
        row.programme_id, [one.person_id for one in people]
    )  # fmt: skip
    unnoted = [s for s in sessions if s.state == "planned" and s.ends_at <= request.at]
    # What is over is folded when there is much of it: what comes is what one looks for.
    over = [one for one in sessions if one.state != "planned"]
    over = over if len(over) >= FOLDED and len(over) < len(sessions) else []
    teachers = teachers_of(row)
    alone = teachers[0][0] if len(teachers) == 1 else None
    times = [_time(request, slug, row, one, alone) for one in sessions if one not in over]
    gone = [_time(request, slug, row, one, alone) for one in over]
    # Nothing is said of where and who when it is the same each time: it stands above.
    columns = _("What|When|Where and who|What can be done")
    if not any(line[2] for line in [*times, *gone]):
        columns = _("What|When|What can be done")
        times, gone = ([[*line[:2], line[3]] for line in lines] for lines in (times, gone))
    held = sum(1 for one in people if one.seat and one.state in LIVE)
    free = max(0, row.places - held)
    waiting = [one for one in people if one.state == "waiting"]
    to_assess = [one.pk for one in people if one.state == "assessing"]
    return page(
        request, "cohort", cohort=row, tone=tone(row.state), teachers=teachers,
        times=times, over=gone, columns=say(columns),
        people=[
            _person(request, slug, row, one, who, shares, signed)
            for one in sorted(people, key=lambda one: (_ORDER.index(one.state), one.number))
        ],
        groups=_group_rows(slug, row, groups, sessions, lead=is_lead(request)),
        unnoted=[{"row": one, "url": reverse("training:presence", args=[slug, one.pk])}
                 for one in unnoted[:1]],
        free=free, waiting=len(waiting), held=held,
        too_late=bool(free and waiting and row.state in ("open", "running")),
        to_phone=[who.of(one.person_id) for one in people if one.state == "asked" and one.by_phone],
        off_by_phone=_off_by_phone(request, row, sessions, people, who),
        times_by_phone=[] if row.is_over or row.state == "planned" else
        hearers.cancelled_to_phone(row, sessions, people, who, request.at),
        may={t.name for t in row.table.available(row.state, request.viewer.role)},
        begins=policies.begins_at(row), now=request.at, to_assess=len(to_assess),
        assess_url=reverse("training:assess", args=[slug, to_assess[0]]) if to_assess else "",
        calendar_url=reverse("training:calendar", args=[slug, pk]),
    )  # fmt: skip


def _off_by_phone(
    request: Any, row: Cohort, sessions: list[CourseSession], people: list[Enrolment], who: Names
) -> list[str]:
    """Whom a lead phones because the course is cancelled, while one of its times lies ahead."""
    if row.state != "cancelled" or not is_lead(request):
        return []
    if all(one.ends_at <= request.at for one in sessions):
        return []
    return hearers.left_to_phone(row, people, who)


def _time(
    request: Any, slug: str, row: Cohort, one: CourseSession, alone: UUID | None
) -> list[Any]:
    """A time of a course. `alone`: who teaches all of it, and so isn't named at each time."""
    kind = "" if one.kind == SessionKind.CLASS else say(one.get_kind_display())
    state: Any = ""
    if one.state != "planned":
        state = _cell(
            pieces.state(say(one.state_label), tone(one.state)),
            pieces.quiet(one.why_cancelled) if one.why_cancelled else "",
        )
    hidden = pieces.hidden(f": {one.module}, {clock.local_day(one.starts_at)}")
    links = []
    if one.state != "cancelled" and one.starts_at <= request.at and row.state != "cancelled":
        label = say(_("Note who came")) if one.state == "planned" else say(_("See who came"))
        href = reverse("training:presence", args=[slug, one.pk])
        links.append(pieces.link(pieces.joined(label, hidden), href))
    if one.state == "planned" and not row.is_over:
        href = reverse("training:change_session", args=[slug, one.pk])
        links.append(pieces.link(pieces.joined(say(_("Change or cancel")), hidden), href))
    return [
        _cell(one.module, pieces.quiet(kind) if kind else ""),
        pieces.when(one.starts_at, one.ends_at, now=request.at),
        _cell(
            one.place if one.place != row.place else "",
            pieces.quiet(one.teacher.name or str(one.teacher))
            if one.teacher and one.teacher_id != alone
            else "",
        ),
        _cell(state, *links),
    ]


def _person(
    request: Any, slug: str, row: Cohort, one: Enrolment, who: Any, shares: Any, signed: Any
) -> list[Any]:  # fmt: skip
    there, of = shares.of(one)
    facts: list[Any] = []
    if one.state == "asked" and one.answer_by:
        last = pieces.day(one.answer_by, now=request.at)
        facts.append(pieces.joined(say(_("answers by")), " ", last))
        if one.by_phone:
            facts.append(say(_("is phoned")))
    if of and one.state in ("taking_part", "assessing"):
        facts.append(say(_("there {there} of {of} times"), there=there, of=of))
        if one.person_id not in signed and row.for_whom == "peers":
            facts.append(say(_("has not signed the rules")))
    if one.state == "waiting":
        facts.append(say(_("number {number} in line"), number=one.number))
    return [
        pieces.link(who.of(one.person_id), reverse("training:place", args=[slug, one.pk])),
        _cell(pieces.state(say(one.state_label), tone(one.state))),
        _cell(*[pieces.quiet(fact) for fact in facts]),
    ]


def _group_rows(
    slug: str, row: Cohort, groups: list[Any], sessions: list[CourseSession], *, lead: bool
) -> list[dict[str, Any]]:
    """Each group: its name, how many were at each time, and whether it can be taken away."""
    counted = queries.group_numbers(row) if groups else {}
    held = [one for one in sessions if one.state == "held"]
    found = []
    for group in groups:
        came = [counted.get((one.pk, group.pk)) for one in held]
        found.append({
            "name": str(group.workplace.unit) if group.workplace else str(group.organisation),
            "expected": group.expected,
            "came": [number for number in came if number is not None],
            "drop": reverse("training:drop_group", args=[slug, group.pk])
            if lead and not any(came) and not row.is_over else "",
        })  # fmt: skip
    return found


def change(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Its name, place, places and teachers."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    form = CohortForm(
        http.posted(request), today=clock.local_day(request.at), planned=True,
        users=teaching(request.programme, request.at),
        certifies=row.state == "planned" and row.for_whom == ForWhom.PEERS,
        initial={
            "name": row.name, "gives_certificate": row.gives_certificate,
            "place": row.place, "places": row.places,
            "answer_days": row.answer_days, "teachers": [str(pk) for pk, _name in teachers_of(row)],
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: planning.change_cohort(
            cohort=row, **form.values(), by=request.viewer, at=request.at
        ),
        to=url_of(slug, pk), done=_("Saved."),
    ):  # fmt: skip
        return answer
    return page(
        request, "form", form, heading=say(_("Change the course")), button=say(_("Save")),
        back=url_of(slug, pk), back_label=row.name,
    )  # fmt: skip


def open_cohort(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The dates are right: give the places."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    return http.press(
        request, lambda: planning.open_cohort(cohort=row, by=request.viewer, at=request.at),
        to=url_of(slug, pk), back=url_of(slug, pk),
        done=_("The dates are settled. Now places can be offered."),
    )  # fmt: skip


def start(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Begin the course before its first time has come, or now that it has."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    return http.press(
        request, lambda: planning.start_cohort(cohort=row, by=request.viewer, at=request.at),
        to=url_of(slug, pk), back=url_of(slug, pk), done=_("The course has begun."),
    )  # fmt: skip


def cancel(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Cancel the whole course."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    form = ReasonForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: planning.cancel_cohort(
            cohort=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=url_of(slug, pk), done=_("The course is cancelled. Those a message reaches are told."),
    ):  # fmt: skip
        return answer
    if "cancel" not in {t.name for t in row.table.available(row.state, request.viewer.role)}:
        return http.go(request, url_of(slug, pk), _("The course can’t be cancelled now."))
    live = [one for one in queries.enrolments_of(row) if one.state in LIVE]
    return page(
        request, "cancel", form, heading=say(_("Cancel the whole course")), kind="danger",
        button=say(_("Cancel the course and tell them")), back=url_of(slug, pk),
        back_label=row.name, cohort=row, number=len(live), hearers=hearers.of_course(request, row),
        cancels=True,
    )  # fmt: skip


def calendar(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """All its times for the calendar of one who works here."""
    row = access.cohort_for(request.viewer, request.programme, pk)
    sessions = [one for one in queries.sessions_of(row) if one.state != "cancelled"]
    return http.calendar(letters.own_calendar(sessions, request.at))
