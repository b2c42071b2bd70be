"""One who has applied, for the lead pair: read, decided about, told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.accounts.queries import names_of
from erfara.foundation import audit, clock, vault
from erfara.organisations.words import say
from erfara.peersupport.recruitment import access, queries
from erfara.peersupport.recruitment.actions import deciding
from erfara.peersupport.recruitment.letters import reached
from erfara.peersupport.recruitment.models import PeerCandidate
from erfara.peersupport.recruitment.questions import LABELS, value_of
from erfara.peersupport.training.queries import place_of
from erfara.web import http
from erfara.web.coordinator.names import ERASED, VEILED_NUMBER
from erfara.web.coordinator.pages import can
from erfara.web.history import sentences
from erfara.web.peer import protected
from erfara.web.peer.recruiting import forms, turns
from erfara.web.peer.recruiting.notes import box as interviews_box
from erfara.web.peer.recruiting.rounds import form_page
from erfara.web.peer.recruiting.shown import WORDS, Outcome, round_url, url_of
from erfara.workflows import recruiting

DECIDED = ("offered_training", "waiting", "declined")


def _the_one(request: Any, pk: UUID) -> PeerCandidate:
    row = access.candidate_for(request.viewer, request.programme, pk)
    if row.state == "erased":
        raise Http404
    return row


def _opened(request: Any, row: PeerCandidate, *more: str) -> dict[str, dict[str, Any]]:
    """Her name and what she wrote, and `more` of what her page shows, in one opening."""
    return vault.open_blobs(
        tenant_id=row.programme_id, person_id=row.person_id, blobs=("identity", row.blob, *more),
        purpose="candidate", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip


def name_of(request: Any, row: PeerCandidate) -> str:
    """What to call her on a page that is about her alone."""
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob="identity", fields=("name",),
        purpose="candidate", case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(row.person_id, {}).get("name") or say(ERASED)


def _answers(written: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Her application: question, answer."""
    return [(label, value_of(name, written.get(name))) for name, label in LABELS.items()]


def candidate(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What she wrote, where it stands, and what comes next."""
    row = _the_one(request, pk)
    opened = _opened(request, row, row.place_blob, row.decision_blob)
    interviews = interviews_box(request, row, opened.get(row.place_blob, {}))
    identity, written = opened.get("identity", {}), opened.get(row.blob, {})
    decided = opened.get(row.decision_blob, {})
    events = audit.history(row.pk, *(one["row"].pk for one in interviews))[:50]
    mine = row.proposed_by == request.viewer.id
    alone = mine and row.state == "proposed" and deciding.is_alone(row, request.viewer, request.at)
    by = names_of([row.proposed_by]) if row.proposed_by else {}
    return render(
        request, "peer/recruiting/candidate.html",
        {
            "candidate": row, "name": identity.get("name") or say(ERASED), "identity": identity,
            "answers": _answers(written),
            "decided": decided, "interviews": interviews, "can": can(row, request.viewer),
            "agreed_by_other": row.state == "proposed" and (not mine or alone),
            "proposed_by": by.get(row.proposed_by, "") if row.proposed_by else "",
            "outcomes": Outcome.choices, "is_decided": row.state in DECIDED,
            "bookable": row.state == "to_interview"
            and not any(one["open"] for one in interviews),
            "reached": reached(row), "history": sentences(events, request.programme),
            "round_url": round_url(slug, row.round), "place_url": _place_url(slug, row),
            "protection": protected.box(slug, "recruiting", row),
        },
    )  # fmt: skip


def _place_url(slug: str, row: PeerCandidate) -> str:
    """Her place on a course, once she has been offered training."""
    place = place_of(row) if row.offered_on else None
    return reverse("training:place", args=[slug, place]) if place else ""


def screen(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """After reading: an interview, or a kind no."""
    row = _the_one(request, pk)
    back = url_of(slug, row)
    form = forms.ScreenForm(http.posted(request), initial={"words": say(WORDS["say_no"])})
    if answer := http.save(
        request, form, lambda: _screen(request, row, form.cleaned_data),
        to=turns.following(request, row, "applied"), done=_("Noted."),
    ):  # fmt: skip
        return answer
    if row.state != "applied":
        return http.go(request, back, _("It is decided already how this goes on."))
    opened = _opened(request, row)
    name = opened.get("identity", {}).get("name") or say(ERASED)
    context = {
        "heading": say(_("{name}: interview or not?"), name=name), "form": form,
        "back": round_url(slug, row.round), "back_label": row.round.title, "candidate": row,
        "answers": _answers(opened.get(row.blob, {})), "left": turns.left(row, "applied"),
    }  # fmt: skip
    return render(request, "peer/recruiting/read.html", context, status=form.status)


def _screen(request: Any, row: PeerCandidate, values: dict[str, Any]) -> PeerCandidate:
    who: dict[str, Any] = {"candidate": row, "by": request.viewer, "at": request.at}
    if values["decision"] == forms.INVITE:
        return deciding.invite(reason=values["reason"], **who)
    return deciding.say_no(reason=values["reason"], words=values["words"], **who)


def propose(request: Any, slug: str, pk: UUID, outcome: str) -> HttpResponse:
    """One of the pair proposes: what, why, and what is answered."""
    if outcome not in Outcome.values:
        raise Http404
    row = _the_one(request, pk)
    back = url_of(slug, row)
    half_a_year = clock.local_day(request.at) + deciding.WAITS
    form = forms.ProposeForm(
        http.posted(request), outcome=outcome,
        initial={"words": say(WORDS[Outcome(outcome)]), "look_again_on": half_a_year},
    )  # fmt: skip
    alone = deciding.is_alone(row, request.viewer, request.at)
    if answer := http.save(
        request, form,
        lambda: deciding.propose(
            candidate=row, outcome=outcome, by=request.viewer, at=request.at,
            **form.cleaned_data,
        ),
        to=turns.following(request, row, "interviewed") if row.state == "interviewed" else back,
        done=_("Decided. The answer is on its way.") if alone
        else _("Proposed. The other of you decides."),
    ):  # fmt: skip
        return answer
    if row.state not in {"interviewed", "waiting"}:
        return http.go(request, back, _("There is nothing to decide here just now."))
    name = name_of(request, row)
    return form_page(
        request, form,
        heading=say(
            _("{outcome}: {name}"), outcome=say(dict(Outcome.choices)[outcome]), name=name
        ),
        button=_("Decide and answer") if alone else _("Propose it to the other of you"),
        back=back, back_label=name,
        then=_("Save it, and go to the next")
        if row.state == "interviewed" and turns.left(row, "interviewed") else "",
        lead_said="" if alone else say(_("You decide together. Nothing is answered before the "
                                         "other of you has agreed.")),
    )  # fmt: skip


def agree(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The other agrees: it is decided. On to the next proposal of the round."""
    row = _the_one(request, pk)

    def following(_decided: Any) -> str:
        waiting = queries.next_proposal(row.round, request.viewer.id, besides=row.pk)
        return reverse("recruiting:candidate", args=[slug, waiting or row.pk])

    return http.press(
        request,
        lambda: deciding.agree(candidate=row, by=request.viewer, at=request.at),
        to=following, back=url_of(slug, row), done=_("Decided. The answer is on its way."),
    )  # fmt: skip


def take_back(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Think again."""
    row = _the_one(request, pk)
    here = url_of(slug, row)
    return http.press(
        request, lambda: deciding.take_back(candidate=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Taken back. Nobody outside has heard of it."),
    )  # fmt: skip


def told(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has phoned, or sent a letter."""
    row = _the_one(request, pk)
    here = url_of(slug, row)
    return http.press(
        request, lambda: deciding.note_told(candidate=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Noted. The answer is given."),
    )  # fmt: skip


def withdraw(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """She has phoned and doesn't want to any more."""
    row = _the_one(request, pk)
    back = url_of(slug, row)
    if not can(row, request.viewer)["withdraw"]:
        return HttpResponseRedirect(back)
    if request.method == "POST":
        return http.press(
            request,
            lambda: recruiting.withdraw(candidate=row, by=request.viewer, at=request.at),
            to=back, back=back, done=_("Withdrawn. What was written is erased within two days."),
        )  # fmt: skip
    context = {
        "name": name_of(request, row), "back": back, "here": request.path, "candidate": row,
    }  # fmt: skip
    return render(request, "peer/recruiting/withdraw.html", context)


def open_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The step before the page of somebody with protected details: what it means to open it."""
    row = access.veiled_candidate_for(request.viewer, request.programme, pk)
    return protected.step(
        request, slug, row.person, to=url_of(slug, row), title=say(VEILED_NUMBER, no=row.number),
        back=round_url(slug, row.round), back_label=row.round.title,
    )  # fmt: skip


def protect(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """An applicant's details are protected from now on."""
    row = access.veiled_candidate_for(request.viewer, request.programme, pk)
    return protected.begin(
        request, row.person, name=lambda: name_of(request, row), here=url_of(slug, row),
        back=round_url(slug, row.round),
    )  # fmt: skip


def end_protection(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """They are protected no longer."""
    row = _the_one(request, pk)
    return protected.end(request, row.person, here=url_of(slug, row))
