"""One party's answer, as a lead notes it, answers it, or lets somebody else speak for the party."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import vault
from erfara.organisations.words import say
from erfara.peersupport.duties import access, actions
from erfara.peersupport.duties.models import DutyAnswer
from erfara.web import http
from erfara.web.coordinator.agreement_forms import ReplyForm
from erfara.web.peer.duties import forms
from erfara.web.peer.duties.views import here
from erfara.web.peer.workplaces.forms import PersonForm
from erfara.workflows import workplaces as flow


def _one(request: Any, pk: UUID) -> tuple[DutyAnswer, str]:
    row = access.answer_for(request.viewer, request.programme, pk)
    return row, here(request.programme.slug, row.matrix.workplace_id)


def _page(request: Any, row: DutyAnswer, form: Any, back: str, **context: Any) -> HttpResponse:
    context |= {"form": form, "back": back, "back_label": say(_("Who does what")),
                "kind": "primary"}  # fmt: skip
    return render(request, "peer/workplaces/form.html", context, status=form.status)


def note(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A yes that came by phone, on paper or face to face."""
    row, back = _one(request, pk)
    if request.method != "POST" and row.state not in {"asked", "wants_change"}:
        return HttpResponseRedirect(back)
    form = forms.NoteForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: actions.accept(
            answer=row, version=row.matrix.version, how=form.cleaned_data["how"],
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("The yes is noted."),
    ):  # fmt: skip
        return done
    return _page(
        request, row, form, back, heading=say(_("{party} says yes"), party=row.organisation),
        lead=say(_("Read it aloud, or see that it has been read.")),
        button=say(_("Note the yes")),
    )  # fmt: skip


def reply(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer one who wants something changed, when it stays as it is."""
    row, back = _one(request, pk)
    if request.method != "POST" and row.state != "wants_change":
        return HttpResponseRedirect(back)
    form = ReplyForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: actions.answer_wish(
            answer=row, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Sent. It waits for a yes again."),
    ):  # fmt: skip
        return done
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=row.blob,
        fields=(actions.WISH,), purpose="duties", case=str(row.matrix.workplace_id),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    return _page(
        request, row, form, back,
        heading=say(_("{party} wants something changed"), party=row.organisation),
        letter=opened.get(row.person_id, {}).get(actions.WISH, ""),
        lead=say(_("Do you change it? Then write a new version. Else answer here.")),
        press_url=reverse("duties:new_version", args=[slug, row.matrix.workplace_id]),
        press_label=say(_("Write a new version")), button=say(_("Send the answer")),
    )  # fmt: skip


def hand_over(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody else speaks for a party. For the workplace it is its manager: change her there."""
    row, back = _one(request, pk)
    if row.side == DutyAnswer.Side.WORKPLACE:
        return HttpResponseRedirect(
            reverse("workplaces:manager", args=[slug, row.matrix.workplace_id])
        )
    if request.method != "POST" and row.state == "over":
        return HttpResponseRedirect(back)
    form = PersonForm(http.posted(request))
    if done := http.save(
        request, form,
        lambda: flow.hand_over(
            answer=row, identity=form.identity(), by=request.viewer, at=request.at
        ),
        to=back, done=_("Written down. They are asked for a yes of their own."),
    ):  # fmt: skip
        return done
    return _page(
        request, row, form, back,
        heading=say(_("Who speaks for {party} now?"), party=row.organisation),
        lead=say(_("Whoever comes new reads it, and is asked for a yes.")),
        button=say(_("Save and ask")),
    )  # fmt: skip
