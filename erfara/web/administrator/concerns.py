"""What felt wrong, where it is for whoever administers: words, and nobody's name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.lending import after_access as doors
from erfara.lending import after_queries as queries
from erfara.lending.actions import concerns as actions
from erfara.organisations.words import say
from erfara.web import concerns as concern_pages
from erfara.web import http
from erfara.web.coordinator.after import AnswerForm, end_page
from erfara.web.coordinator.pages import form_page


def concerns(request: Any, slug: str) -> HttpResponse:
    """Those that wait for an answer, the longest first."""
    rows = list(queries.concerns_for_administrator(request.programme)[:50])
    context = {"rows": rows, "today": request.at.date()}
    return render(request, "administrator/concerns.html", context)


def concern(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer what felt wrong. Who wrote it is not shown."""
    row = doors.concern_for(request.viewer, request.programme, pk)
    back = reverse("administrator:concerns", args=[slug])
    form = AnswerForm(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: actions.answer_concern(
            concern=row, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=back, done=_("Answered. The answer stands on their page."),
    ):  # fmt: skip
        return answer
    return form_page(
        request, "concern", form, row=row, reached=True, person={}, contributor=None,
        said=concern_pages.said(request.viewer, row, "concern", request.at),
        open=row.state in actions.OPEN, late=row.answer_by < request.at.date(),
        end_url=reverse("administrator:end_concern", args=[slug, row.pk]),
        heading=say(_("Somebody says that something felt wrong")),
        button=say(_("Send the answer")), back=back, back_label=say(_("What felt wrong")),
    )  # fmt: skip


def end_concern(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """End it, with a reason that the one whose it is reads."""
    row = doors.concern_for(request.viewer, request.programme, pk)
    return end_page(request, row, route="administrator:concern",
                    home=reverse("administrator:concerns", args=[slug]),
                    title=say(_("End what was written to you")))  # fmt: skip
