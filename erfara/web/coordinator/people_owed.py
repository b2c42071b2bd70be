"""What people wait for: an answer about their log, a call about a consent, something to take
down elsewhere; and the page of consents by letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.foundation.errors import Refused
from erfara.organisations.words import say
from erfara.people import access
from erfara.people.actions.consents import note_consents_sent
from erfara.people.actions.errands import finish_errand
from erfara.people.actions.log_questions import answer_about_log
from erfara.people.consent_queries import asked_again
from erfara.people.models import Purpose
from erfara.people.queries import may_be_written_to, reached_by_message
from erfara.web import http, openings
from erfara.web.coordinator.names import names
from erfara.web.coordinator.pages import form_page
from erfara.web.coordinator.people_changes import url_of


class AnswerForm(forms.Form):
    """What is answered about the log."""

    words = forms.LongText(
        _("Your answer"), max_length=3000, rows=6, missing=_("Write an answer first."),
        hint=_("Say what you did and why, so that it can be judged. It is read by this person "
               "only, and can't be changed afterwards."),
    )  # fmt: skip


def log_question(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Answer what somebody asks about who has opened her details."""
    question = access.log_question_for(request.viewer, request.programme, pk)
    home = reverse("coordinator:home", args=[slug])
    if question.state != "asked":
        messages.info(request, say(_("That question is answered already.")))
        return HttpResponseRedirect(home)
    form = AnswerForm(http.posted(request))
    reached = may_be_written_to(question.person)
    if answer := http.save(
        request, form,
        lambda: answer_about_log(
            question=question, words=form.cleaned_data["words"], by=request.viewer, at=request.at
        ),
        to=home,
        done=_("Answered. A message says that there is an answer.") if reached
        else _("Answered. Call and say that the answer stands on their page."),
    ):  # fmt: skip
        return answer
    who = names(request, [question.person_id], purpose="log_question", case=question.pk)
    opened = vault.open(
        tenant_id=question.programme_id, person_ids=[question.person_id], blob=question.blob,
        fields=("question",), purpose="log_question", case=str(question.pk),
        actor=request.viewer, at=request.at,
    )  # fmt: skip
    line = openings.one_in_words(question.actor_role, question.actor_label, question.purpose)
    return form_page(
        request, "people_log_question", form, question=question, line=line, reached=reached,
        words=(opened.get(question.person_id) or {}).get("question") or "",
        own=bool(question.actor_label) and question.actor_label == request.viewer.label,
        heading=say(_("{name} asks about their log"), name=who.of(question.person_id)),
        button=say(_("Send the answer")), back=home, back_label=say(_("Today")),
    )  # fmt: skip


def errand(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Something to take down or take back elsewhere, and that it is done."""
    row = access.errand_for(request.viewer, request.programme, pk)
    home = reverse("coordinator:home", args=[slug])
    if row.is_over:
        return HttpResponseRedirect(home)
    if request.method == "POST":
        return http.press(
            request, lambda: finish_errand(errand=row, by=request.viewer, at=request.at),
            to=home, back=home, done=_("Noted. It is done."),
        )  # fmt: skip
    context = {"errand": row, "back": home, "person": url_of(slug, row.contributor_id)}
    return render(request, "coordinator/people_errand.html", context)


def consents_asked(request: Any, slug: str) -> HttpResponse:
    """Who is asked whether consents go on: those to call first."""
    rows = list(asked_again(request.programme)[:200])
    mailed = reached_by_message([row.person_id for row in rows])
    who = names(request, {row.person_id for row in rows}, purpose="register", case="consents")
    found: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        one = found.setdefault(
            row.person_id,
            {"name": who.of(row.person_id), "answer_by": row.answer_by, "purposes": [],
             "ends": False, "call": row.person_id not in mailed,
             "url": reverse("coordinator:consents", args=[slug, row.person.contributor.pk])},
        )  # fmt: skip
        one["purposes"].append(say(Purpose(row.purpose).label))
        one["ends"] = one["ends"] or row.ends_unanswered
    people = list(found.values())
    context = {
        "call": [one for one in people if one["call"]],
        "written": [one for one in people if not one["call"]],
    }
    return render(request, "coordinator/people_consents_asked.html", context)


def send_consents(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Send her the page of consents, to read and answer in her own time."""
    row = access.contributor_for(request.viewer, request.programme, pk)
    back = reverse("coordinator:consents", args=[slug, row.pk])

    def send() -> None:
        if not note_consents_sent(contributor=row, by=request.viewer, at=request.at):
            raise Refused(_("There is no address that we may write to. Read them over the phone."))

    return http.press(request, send, to=back, back=back, done=_("Sent. It holds for 14 days."))
