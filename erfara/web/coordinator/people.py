"""The register: who is in it, who wants to be, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation import audit, clock
from erfara.lending.queries import came_of, inquiries_of, times_asked
from erfara.organisations.words import say
from erfara.people import access, actions
from erfara.people.duplicates import entries_before, kept_instead, people_before
from erfara.people.interview_queries import interview_ids
from erfara.people.models import Consent, Contributor, Person, Purpose
from erfara.people.own_queries import openings_of
from erfara.people.policies import is_spared
from erfara.people.queries import (
    IN_REGISTER,
    RegisterRow,
    applicants,
    consents_of,
    count_by_state,
    count_protected,
    in_language,
    register_rows,
    roles_told,
    texts_in_force,
)
from erfara.people.silence_queries import open_silence
from erfara.vocabulary.choices import ExperienceRole
from erfara.vocabulary.experience_map import title_of
from erfara.web import http, openings, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator import interviews, presentations, protection, recent, told_parts
from erfara.web.coordinator.names import Names, identities, interest_of, names
from erfara.web.coordinator.pages import PER_PAGE, can, form_page
from erfara.web.coordinator.people_changes import (
    consents,
    decline,
    edit_experiences,
    edit_person,
    leave_person,
    pause_person,
    resume_person,
    stay_person,
    told_by,
    url_of,
    wants_another_row,
    welcome,
)
from erfara.web.coordinator.people_forms import IdentityForm, InterestForm, NewPersonForm, capital
from erfara.web.history import sentences

__all__ = [
    "consents", "decline", "edit_experiences", "edit_person", "leave_person", "new_interest",
    "new_person", "pause_person", "people", "person", "resume_person", "stay_person", "welcome",
]  # fmt: skip

# So long what somebody told when she was asked stands as new on her page.
NEW_FOR = timedelta(days=30)
KNOWN = _("Known here before. The name and addresses are as they were: change them if needed.")


def people(request: Any, slug: str) -> HttpResponse:
    """Those who wait for an answer first, then everybody in the register."""
    counts = count_by_state(request.programme)
    only = request.GET.get("state")
    states = (only,) if only in IN_REGISTER else IN_REGISTER
    paginator = Paginator(register_rows(request.programme, states), PER_PAGE)
    paginator.count = sum(counts.get(state, 0) for state in states)  # counted above
    page = paginator.get_page(request.GET.get("page"))
    first = page.number == 1 and only not in IN_REGISTER
    wanting = counts.get("interested", 0)
    waiting = list(applicants(request.programme)[:PER_PAGE]) if first and wanting else []
    rows = [RegisterRow(*values) for values in page.object_list]
    ids = [*(c.person_id for c in waiting), *(row.person_id for row in rows)]
    who = names(request, ids, purpose="register", case="register")
    return render(
        request,
        "coordinator/people_list.html",
        {
            "page": page,
            "rows": list(_rows(rows, who, slug, request.at)),
            "waiting": [{"row": c, "name": who.of(c.person_id)} for c in waiting],
            "waiting_count": wanting,
            "protected_count": count_protected(request.programme) if first else 0,
            "total": sum(counts.get(state, 0) for state in IN_REGISTER),
            "filters": _filters(slug, counts, only),
            "only": only if only in IN_REGISTER else "",
        },
    )


def _rows(
    rows: list[RegisterRow], who: Names, slug: str, now: datetime
) -> Iterator[tuple[object, ...]]:
    """Name, as what she has told, how often asked, how often she took part, how it is."""
    ids = [row.id for row in rows]
    asked, told = times_asked(ids), roles_told(ids)
    urls = of_each("coordinator:person", slug, ids)
    roles = [(role, say(label)) for role, label in ExperienceRole.choices]
    until = say(_("until"))
    states = {
        name: pieces.state(
            say(Contributor.table.state(name).label), "good" if name == "active" else "neutral"
        )
        for name in IN_REGISTER
    }
    for row in rows:
        times, taken, last = asked.get(row.id, (0, 0, None))
        paused = row.paused_until if row.state == "paused" else None
        yield (
            pieces.link(who.of(row.person_id), urls[row.id], kind="person"),
            # In the order of the choices: none comes before another.
            ", ".join(label for role, label in roles if role in told[row.id]) or "–",
            pieces.lines(str(times), last and pieces.quiet(pieces.day(last, now=now))),
            taken,
            pieces.lines(
                states[row.state],
                paused and pieces.quiet(pieces.joined(until, " ", pieces.day(paused, now=now))),
            ),
        )


def _filters(slug: str, counts: dict[str, int], only: str | None) -> list[dict[str, Any]]:
    """Ways to see only some of the register. Those that would show nothing are left out."""
    url = reverse("coordinator:people", args=[slug])
    total = sum(counts.get(state, 0) for state in IN_REGISTER)
    found = [{"text": say(_("Everybody")), "count": total, "url": url, "here": only is None}]
    for state in IN_REGISTER:
        if count := counts.get(state, 0):
            label = capital(Contributor.table.state(state).label)
            found.append(
                {"text": label, "count": count, "url": f"{url}?state={state}",
                 "here": only == state}
            )  # fmt: skip
    return found if len(found) > 2 else []


def _known(request: Any, form: IdentityForm) -> bool:
    """Whether the one who was written down is known here before."""
    return (
        http.filled(request, form)
        and actions.find_person(request.programme, form.identity()) is not None
    )


def new_person(request: Any, slug: str) -> HttpResponse:
    """Somebody is written down after a talk: who, what, and what she agrees to."""
    texts = texts_in_force(request.programme)
    if wants_another_row(request):
        form = NewPersonForm.one_more(request.POST, texts=texts)
    else:
        form = NewPersonForm(request.POST or None, texts=texts)
        known = _known(request, form)
        if answer := http.save(
            request,
            form,
            lambda: actions.register(
                programme=request.programme,
                identity=form.identity(),
                channel=form.cleaned_data["channel"],
                told=form.told(),
                forms=form.cleaned_data["takes_part"],
                consents=form.consents(),
                how=form.cleaned_data["how"],
                protected=form.cleaned_data["protected"],
                by=request.viewer,
                at=request.at,
            ),
            to=lambda row: url_of(slug, row.pk),
            done=KNOWN if known else _("Welcomed. From now on this person can be asked."),
        ):
            return answer
    return form_page(
        request, "people_welcome", form, identity=True,
        open_now=request.programme.recruits_on(clock.local_day(request.at)),
        heading=say(_("Write down somebody new")), button=say(_("Take in")),
        back=reverse("coordinator:people", args=[slug]),
        back_label=say(_("{contributor:pl.cap}")),
    )  # fmt: skip


def new_interest(request: Any, slug: str) -> HttpResponse:
    """Somebody wants to join; the talk comes later."""
    form = InterestForm(request.POST or None)
    known = _known(request, form)
    if answer := http.save(
        request,
        form,
        lambda: actions.note_interest(
            programme=request.programme,
            identity=form.identity(),
            channel=form.cleaned_data["channel"],
            protected=form.cleaned_data["protected"],
            by=request.viewer,
            at=request.at,
        ),
        to=lambda row: url_of(slug, row.pk),
        done=KNOWN if known else _("Noted. Next comes a talk, or a kind no."),
    ):
        return answer
    return form_page(
        request, "people_interest", form, heading=say(_("Somebody wants to join")),
        button=say(_("Note the interest")), back=reverse("coordinator:people", args=[slug]),
        back_label=say(_("{contributor:pl.cap}")),
    )  # fmt: skip


def person(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Everything about one person: who, what she has told, agreed to and been part of."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    if row.state == "merged" and (kept := kept_instead(row)) is not None:
        return HttpResponseRedirect(url_of(slug, kept))
    opened = identities(
        request, [row.person_id], purpose="person_page", case=row.pk,
        fields=" ".join(actions.IDENTITY),
    )  # fmt: skip
    told, protected = told_by(request, row), protection.box(row)
    if not protected["on"]:
        recent.note(request, "person", row.pk)
    asked = Paginator(inquiries_of(row), PER_PAGE).get_page(request.GET.get("asked"))
    seen = Paginator(openings_of(row.person), PER_PAGE).get_page(request.GET.get("seen"))
    return render(
        request,
        "coordinator/people_person.html",
        {
            "contributor": row,
            "name": Names(opened).of(row.person_id),
            "interest": interest_of(request, row),
            "identity": opened.get(row.person_id, {}),
            "told": [
                {
                    "role": ExperienceRole(t.role).label,
                    "text": t.text,
                    "area": title_of(t.area or ""),
                    "kept": t.matchable is False,
                    "new": t.came_with is not None
                    and t.noted_at is not None
                    and t.noted_at > request.at - NEW_FOR,
                }
                for t in told
            ],
            "talks": interviews.box(row, request.viewer, request.at),
            "parts": told_parts.overview(request, row),
            "protection": protected,
            "silence": open_silence(row),
            "consents": _consents(request, row.person),
            "asked": asked,
            "asked_rows": _asked(row, asked.object_list),
            "seen": seen,
            "seen_rows": openings.in_words(seen, protected=protected["on"]),
            **presentations.on_persons_page(row),
            "can": can(row, request.viewer),
            "history": sentences(_history(row)[:50], request.programme),
            "open_now": request.programme.recruits_on(clock.local_day(request.at)),
            "spared": is_spared(row, clock.local_day(request.at)),
            "changeable": row.state in {"active", "paused", "resting"},
        },
    )


def _history(row: Contributor) -> Any:
    """What has happened, also to entries that were put together with this one."""
    before = [*entries_before(row), *people_before(row.person)]
    return audit.history(row.pk, row.person_id, *interview_ids(row), *before)


def _consents(request: Any, person: Person) -> list[dict[str, Any]]:
    """Each consent with its words, when, how and through whom; those taken back last."""
    rows = list(consents_of(person))
    rows.sort(key=lambda c: (c.withdrawn_at is not None, Purpose.values.index(c.purpose)))
    shown = request.programme.shows_staff_names
    others = {c.given_by for c in rows if c.given_by and c.given_by != person.pk}
    staff = names_of(others) if shown else {}
    return [
        {"row": c, "summary": _summary(c), "text": in_language(c.text),
         "by": staff.get(c.given_by or person.pk, "")}
        for c in rows
    ]  # fmt: skip


def _summary(row: Consent) -> str:
    """What it is about, and that it has been taken back."""
    label = capital(row.get_purpose_display())
    return label if row.withdrawn_at is None else say(_("{what} (taken back)"), what=label)


def _asked(row: Contributor, page: Any) -> list[dict[str, Any]]:
    """What she has been asked, and what became of it."""
    taken = came_of(row)
    return [
        {"row": inquiry, "state": (taken.get(inquiry.pk) or inquiry).state_label,
         "title": inquiry.request.assignment.title or say(_("Request {no}"), no=inquiry.request.no)}
        for inquiry in page
    ]  # fmt: skip
