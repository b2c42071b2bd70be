"""Writing what a loan led to, asking everybody, and taking it down."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.lending import access
from erfara.lending.actions import stories as actions
from erfara.lending.models import Story
from erfara.lending.story_letters import reached
from erfara.lending.story_queries import ended_before, permissions_of, story_of
from erfara.web import http
from erfara.web.coordinator.names import names
from erfara.web.coordinator.pages import can


class StoryForm(forms.Form):
    """A heading and a short text, without anybody's name."""

    title = forms.Text(
        _("Heading"), max_length=120, missing=_("Write a heading."),
        hint=_("What changed, in a few words. For example: The letters became possible to read."),
    )  # fmt: skip
    text = forms.LongText(
        _("What did it lead to?"), max_length=2000, rows=8, missing=_("Write what it led to."),
        hint=_("What was asked, what was said, what is different now. No names."),
    )  # fmt: skip


def _words(request: Any, story: Story | None) -> dict[str, str]:
    if story is None:
        return {}
    opened = vault.open(
        tenant_id=story.programme_id, person_ids=[story.pk], blob=actions.BLOB,
        fields=(actions.FIELD,), purpose="story", case=str(story.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    return (opened.get(story.pk) or {}).get(actions.FIELD) or {}


def story(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The story about one loan: written, asked about, told."""
    loan = access.loan_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:story", args=[slug, pk])
    row = story_of(loan)
    if request.method == "POST" and row is not None and row.state != "draft":
        raise Http404
    words = _words(request, row)
    form = StoryForm(http.posted(request), initial=words)
    if answer := http.save(
        request,
        form,
        lambda: actions.write_story(
            loan=loan, **form.cleaned_data, by=request.viewer, at=request.at
        ),
        to=here, done=_("Kept. Nobody has been asked yet."),
    ):  # fmt: skip
        return answer
    asked = permissions_of(row) if row is not None else []
    going = [(p.person_id, p.borrower) for p in asked] or [
        (person.pk, borrower) for person, borrower in actions.people_of(loan)
    ]
    who = names(request, [pk for pk, _b in going], purpose="request", case=loan.request_id)
    by_mail = reached(asked) if asked else set()
    context = {
        "before": ended_before(loan) if row is None or row.state == "draft" else None,
        "loan": loan, "story": row, "words": words, "form": form,
        "can": can(row, request.viewer) if row is not None else {},
        "asked": [
            {"row": p, "name": who.of(p.person_id), "phone": p.person_id not in by_mail}
            for p in asked
        ],
        "going": [{"name": who.of(pk), "borrower": borrower} for pk, borrower in going],
        "back": reverse("coordinator:loan", args=[slug, pk]),
    }  # fmt: skip
    return render(request, "coordinator/story.html", context, status=form.status)


def ask(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Send it to everybody who was part of the loan."""
    row = access.story_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:story", args=[slug, row.loan_id])
    return http.press(
        request,
        lambda: actions.ask_for_story(story=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Asked. It is told when everybody has said yes."),
    )  # fmt: skip


def end(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take it down, or don't tell it after all."""
    row = access.story_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:loan", args=[slug, row.loan_id])
    return http.press(
        request,
        lambda: actions.end_story(story=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("It is not told any more."),
    )  # fmt: skip


def note(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has said yes or no by phone."""
    row = access.story_permission_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:story", args=[slug, row.story.loan_id])
    yes = request.POST.get("answer") == "yes"
    if not yes and request.POST.get("answer") != "no":
        return http.go(request, here)
    return http.press(
        request,
        lambda: actions.answer_story(permission=row, yes=yes, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Noted."),
    )  # fmt: skip
