"""Rounds: planned, announced, looked at with everybody in them; and those who apply otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.organisations.words import say
from erfara.peersupport.recruitment import access, queries
from erfara.peersupport.recruitment.actions import applying
from erfara.peersupport.recruitment.actions import rounds as acts
from erfara.peersupport.recruitment.models import PeerCandidate, Round
from erfara.peersupport.setup.queries import setup_of
from erfara.web import http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import Names
from erfara.web.coordinator.pages import can
from erfara.web.listed import paged
from erfara.web.peer.apply.views import text_of
from erfara.web.peer.recruiting import forms, turns
from erfara.web.peer.recruiting.shown import (
    PER_PAGE,
    funnel_rows,
    names,
    round_url,
    url_of,
)

# How many are interviewed, trained and employed where nothing else is decided.
USUAL = {"interviewed": 25, "trained": 12, "employed": 8}
# In these states somebody waits for a lead; those who wait for nothing are quiet in the list.
WARM = frozenset({"applied", "to_interview", "interviewed", "proposed"})


def form_page(request: Any, form: Any, **context: Any) -> HttpResponse:
    """A page that is one form. Give `heading`, `button`, `back` and `back_label`."""
    context.setdefault("kind", "primary")
    return render(request, "peer/one_form.html", {"form": form, **context}, status=form.status)


def rounds(request: Any, slug: str) -> HttpResponse:
    """All rounds, the newest first, each with how far it has come."""
    page = Paginator(queries.rounds(request.programme), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    counted = queries.funnels(rows)
    shown = [{"row": row, "funnel": counted[row.pk], "url": round_url(slug, row)} for row in rows]
    return render(request, "peer/recruiting/rounds.html", {"rounds": shown, "page": page})


def _initial(request: Any) -> dict[str, Any]:
    """A round as the last one was, a month from now; or the usual one."""
    day = clock.local_day(request.at)
    last = queries.rounds(request.programme).first()
    days = {
        "opens_on": day, "closes_on": day + timedelta(days=28),
        "answer_by": day + timedelta(days=84),
    }  # fmt: skip
    if last is None:
        setup = setup_of(request.programme)
        plan = {name: getattr(setup, name) if setup else usual for name, usual in USUAL.items()}
        keeps = setup.keep_applicants_months if setup else 6
        return {**days, **plan, "keep_months": min(max(keeps, 1), 24)}
    kept = ("title", "text_sv", "text_en", "interviewed", "trained", "employed", "keep_months")
    return days | {name: getattr(last, name) for name in kept}


def new_round(request: Any, slug: str) -> HttpResponse:
    """Plan a round."""
    form = forms.RoundForm(http.posted(request), initial=_initial(request))
    if answer := http.save(
        request, form,
        lambda: acts.plan_round(
            programme=request.programme, values=form.cleaned_data, by=request.viewer,
            at=request.at,
        ),
        to=lambda row: round_url(slug, row), done=_("Saved. Read it through, then announce it."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Plan a round"), button=_("Save the round"),
        back=reverse("recruiting:rounds", args=[slug]), back_label=_("Recruitment"),
    )  # fmt: skip


def change_round(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Change what it says. When it is announced, what was promised stays."""
    row = access.round_for(request.viewer, request.programme, pk)
    back = round_url(slug, row)
    if row.is_over:
        return http.go(request, back, _("The round is over, so nothing in it can be changed."))
    form = forms.RoundForm(
        http.posted(request), initial={name: getattr(row, name) for name in acts.FIELDS}
    )
    if row.state != "draft":
        for name in set(acts.FIELDS) - set(acts.WHILE_OPEN):
            del form.fields[name]
    if row.state in {"closed", "deciding"}:
        del form.fields["closes_on"]
    if answer := http.save(
        request, form,
        lambda: acts.change_round(
            row=row, values=form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=back, done=_("Changed."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, form, heading=_("Change the round"), button=_("Save the round"), back=back,
        back_label=row.title,
    )  # fmt: skip


def _press(request: Any, slug: str, pk: UUID, act: Any, done: Any, to: str = "") -> HttpResponse:
    row = access.round_for(request.viewer, request.programme, pk)
    back = round_url(slug, row)
    return http.press(
        request, lambda: act(row=row, by=request.viewer, at=request.at), to=to or back, back=back,
        done=done,
    )  # fmt: skip


def announce(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Everybody may read it."""
    return _press(request, slug, pk, acts.announce, _("Announced. It stands on your public page."))


def close_round(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """No more applications, before the last day."""
    return _press(request, slug, pk, acts.close, _("No more applications are taken."))


def drop_round(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A round that was never announced."""
    return _press(
        request, slug, pk, acts.drop, _("Thrown away."),
        to=reverse("recruiting:rounds", args=[slug]),
    )  # fmt: skip


def show(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A round: what comes next, how far it has come against the plan, and everybody in it."""
    row = access.round_for(request.viewer, request.programme, pk)
    counted = queries.funnels([row])[row.pk]
    page = paged(
        queries.candidates(row), counted.applied,
        lambda: queries.first_candidates(row, PER_PAGE), request.GET.get("page"),
    )  # fmt: skip
    rows: list[PeerCandidate] = list(page.object_list)
    here = [one.person_id for one in rows if one.state != "erased"]
    who = names(request, here, purpose="round", case=row.pk, listed=True)
    proposed = queries.next_proposal(row, request.viewer.id)
    return render(
        request, "peer/recruiting/round.html",
        {
            "row": row, "text": text_of(row), "can": can(row, request.viewer),
            "funnel": funnel_rows(row, counted), "counted": counted, "page": page,
            "candidates": list(_listed(rows, who, slug, request)),
            "public_url": reverse("apply:round", args=[slug, row.pk]),
            "paper_url": reverse("apply:paper", args=[slug, row.pk]),
            "next_proposal": reverse("recruiting:candidate", args=[slug, proposed])
            if proposed else "",
            "passed": row.closes_on < clock.local_day(request.at),
            "turns": turns.offered(slug, row),
        },
    )  # fmt: skip


def _listed(
    rows: list[PeerCandidate], who: Names, slug: str, request: Any
) -> Iterator[tuple[object, ...]]:
    """Name, how it stands, when and how she applied."""
    urls = of_each("recruiting:candidate", slug, [row.pk for row in rows])
    late = say(_("after the last day"))
    booked = queries.booked_with(rows)
    for row in rows:
        number = say(_("Applicant {no}"), no=row.number)
        erased = row.state == "erased"
        name = number if erased else who.of(row.person_id)
        state = pieces.state(say(row.state_label), "action" if row.state in WARM else "neutral")
        note: object = say(_("to be told")) if row.to_tell else ""
        if row.pk in booked:
            note = pieces.joined(
                say(_("interview")), " ", pieces.when(booked[row.pk][0], now=request.at)
            )
        yield (
            name if erased else pieces.lines(
                pieces.link(name, urls[row.pk]), pieces.quiet(number)
            ),
            pieces.lines(state, pieces.quiet(note) if note else ""),
            pieces.lines(
                pieces.day(row.applied_on, now=request.at),
                pieces.quiet(late) if row.late else "",
            ),
            say(row.get_way_display()),
        )  # fmt: skip


def take_down(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Enter an application that came by phone or on paper."""
    row = access.round_for(request.viewer, request.programme, pk)
    back = round_url(slug, row)
    if row.state not in {"open", "closed", "deciding"}:
        return http.go(request, back, _("Nobody can apply in this round now."))
    form = forms.TakeDownForm(http.posted(request), initial={"way": "phone"})
    if answer := http.save(
        request, form, lambda: _take_down(request, row, form.cleaned_data),
        to=lambda made: url_of(slug, made), done=_("Written down."),
    ):  # fmt: skip
        return answer
    late = row.state != "open" or row.closes_on < clock.local_day(request.at)
    return form_page(
        request, form, heading=_("Enter an application"), button=_("Save the application"),
        back=back, back_label=row.title,
        lead_said=say(_("The last day has passed. It is marked as late, and goes on like the "
                        "others if you want to read it.")) if late else "",
    )  # fmt: skip


def _take_down(request: Any, row: Round, values: dict[str, Any]) -> PeerCandidate:
    answers = {name: values[name] for name in applying.IN_DRAFT}
    return applying.take_down(
        row=row, answers=answers, way=values["way"], protected=values["protected"],
        by=request.viewer, at=request.at,
    )  # fmt: skip
