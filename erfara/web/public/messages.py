"""Writing to a library without an account: a question, or what is hard to use on these pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.people import access, actions
from erfara.people.actions.messages import BLOB
from erfara.people.models import PublicMessage
from erfara.web import http
from erfara.web.public import strangers
from erfara.web.signin.views import no_trace

TOO_MANY_WRITE = _(
    "Many have written from where you are within an hour. What you have written still "
    "stands here: send it again in an hour."
)


class MessageForm(forms.Form):
    """What somebody wants to say, and where an answer goes."""

    text = forms.LongText(
        _("What do you want to say?"), max_length=3000, rows=7,
        missing=_("Write what you want to say."),
    )  # fmt: skip
    name = forms.Text(_("Your name"), required=False, max_length=120, autocomplete="name")
    email = forms.Email(
        _("E-mail"), required=False, hint=_("If you want an answer. It is used for nothing else.")
    )


def contact(request: Any, slug: str) -> HttpResponse:
    """How to reach the library, and a form for those who would rather write."""
    return _form(request, slug, PublicMessage.About.CONTACT, "contact")


def accessibility(request: Any, slug: str) -> HttpResponse:
    """How usable these pages are, and a form for what is not."""
    return _form(request, slug, PublicMessage.About.ACCESSIBILITY, "accessibility")


def _form(request: Any, slug: str, about: str, page: str) -> HttpResponse:
    form = MessageForm(http.posted(request))
    answer, context = strangers.send(
        request,
        form,
        lambda: actions.receive_message(
            programme=request.programme, about=about, values=form.cleaned_data,
            by=request.viewer, at=request.at,
        ),
        deed="message", to=reverse("public:message_done", args=[slug]), too_many=TOO_MANY_WRITE,
    )  # fmt: skip
    return answer or render(request, f"public/{page}.html", context, status=form.status)


def done(request: Any, slug: str) -> HttpResponse:
    """It has come in. Holds nothing of what was written."""
    return render(request, "public/message_done.html")


def answer(request: Any, slug: str, token: str) -> HttpResponse:
    """What somebody wrote, and the answer."""
    message = access.own_message(request.viewer, request.programme)
    opened = vault.open(
        tenant_id=message.programme_id, person_ids=[message.pk], blob=BLOB,
        fields=("text", "answer"), purpose="message", case=str(message.pk), actor=request.viewer,
        at=request.at,
    )  # fmt: skip
    context = {"message": message, "words": opened.get(message.pk, {})}
    return no_trace(render(request, "public/message_answer.html", context))
