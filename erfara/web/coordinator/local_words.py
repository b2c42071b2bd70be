"""The library's own words for things, what is sought, and what people's words are about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.lending import proposal_queries
from erfara.lending.actions import proposals
from erfara.lending.models import Difference, Sought
from erfara.people import access
from erfara.web import http
from erfara.web.coordinator import choosing_forms as forms
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_forms import capital
from erfara.web.coordinator.told_parts import way_back
from erfara.web.words_about import about_form, save_about
from erfara.workflows.finding.suggesting import concepts, name_of


def local_words(request: Any, slug: str) -> HttpResponse:
    """Words that people here use, and what they stand for; one more."""
    here = reverse("coordinator:local_words", args=[slug])
    form = forms.LocalWordForm(http.posted(request), concepts=concepts())
    if answer := http.save(
        request, form,
        lambda: proposals.add_local_word(
            programme=request.programme, word=form.cleaned_data["word"],
            concept=form.cleaned_data["concept"], by=request.viewer, at=request.at,
        ),
        to=here, done=_("The search knows the word from now on."),
    ):  # fmt: skip
        return answer
    learned = proposal_queries.learned(request.programme)
    known = proposal_queries.local_words(request.programme)
    away = {row.pk: reverse("coordinator:drop_local_word", args=[slug, row.pk]) for row in known}
    return form_page(
        request, "local_words", form,
        rows=[(row, name_of(row.concept), away[row.pk]) for row in known],
        learned=learned,
        why=[(capital(Difference(one).label), number) for one, number in learned.why.items()],
        back=reverse("coordinator:home", args=[slug]),
    )  # fmt: skip


def drop_local_word(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Take a word away again."""
    row = proposal_queries.local_word_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:local_words", args=[slug])
    return http.press(
        request, lambda: proposals.drop_local_word(word=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Taken away."),
    )  # fmt: skip


def sought(request: Any, slug: str) -> HttpResponse:
    """What requests have asked for and nobody has told of yet."""
    return render(
        request, "coordinator/sought.html",
        {
            "rows": [
                {
                    "sought": row,
                    "request_url": reverse("coordinator:request", args=[slug, row.request_id])
                    if row.request_id else "",
                    "end_url": reverse("coordinator:end_sought", args=[slug, row.pk]),
                }
                for row in proposal_queries.sought(request.programme)
            ],
            "before": proposal_queries.sought_before(request.programme)[:25],
            "slug": slug, "back": reverse("coordinator:requests", args=[slug]),
        },
    )  # fmt: skip


def end_sought(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Somebody has told of it now, or it is not sought any more."""
    row = proposal_queries.sought_one(request.viewer, request.programme, pk)
    here = reverse("coordinator:sought", args=[slug])
    end = request.POST.get("end", "")
    end = end if end in Sought.End.values else Sought.End.DROPPED
    return http.press(
        request,
        lambda: proposals.end_sought(sought=row, end=end, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Noted."),
    )  # fmt: skip


def told_about(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """What the search understands of somebody's words, to be set right together with her."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    form = about_form(request, row, purpose="talk", case=str(row.pk))
    back, back_label = way_back(row, slug)
    if answer := save_about(request, row, form, to=back):
        return answer
    return form_page(
        request, "told_about", form, contributor=row, back=back, back_label=back_label,
        words_url=reverse("coordinator:local_words", args=[slug]),
    )  # fmt: skip
