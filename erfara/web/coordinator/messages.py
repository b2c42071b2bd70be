"""What anybody has written to the library: read, answered, or noted as seen to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.people import access, actions
from erfara.people.actions.messages import BLOB
from erfara.people.queries import messages_to
from erfara.web import http
from erfara.web.coordinator.pages import PER_PAGE, can


class AnswerForm(forms.Form):
    """The answer to a message."""

    answer = forms.LongText(
        _("Your answer"), max_length=3000, rows=7, missing=_("Write an answer."),
        hint=_("It is read behind a link. The mail says only that there is an answer."),
    )  # fmt: skip


def messages(request: Any, slug: str) -> HttpResponse:
    """All messages of the last months, the newest first. Nothing is opened here."""
    page = Paginator(messages_to(request.programme), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "coordinator/messages_list.html", {"page": page})


def message(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One message, and the answer."""
    row = access.message_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:message", args=[slug, pk])
    form = AnswerForm(http.posted(request))
    if answer := http.save(
        request,
        form,
        lambda: actions.answer_message(
            message=row, answer=form.cleaned_data["answer"], by=request.viewer, at=request.at
        ),
        to=here, done=_("Answered. The one who wrote gets a mail with a link."),
    ):  # fmt: skip
        return answer
    opened = vault.open(
        tenant_id=row.programme_id, person_ids=[row.pk], blob=BLOB,
        fields=("text", "name", "email", "answer"), purpose="message", case=str(row.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    context = {
        "message": row, "words": opened.get(row.pk, {}), "form": form,
        "can": can(row, request.viewer), "back": reverse("coordinator:messages", args=[slug]),
    }  # fmt: skip
    return render(request, "coordinator/messages_one.html", context, status=form.status)


def note(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It is seen to without an answer."""
    row = access.message_for(request.viewer, request.programme, pk)
    here = reverse("coordinator:message", args=[slug, pk])
    return http.press(
        request,
        lambda: actions.note_message(message=row, by=request.viewer, at=request.at),
        to=here, back=here, done=_("Noted as seen to."),
    )  # fmt: skip
