"""What a loan owes: talks afterwards, and that everybody hears what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, vault
from erfara.lending import access, queries
from erfara.lending.actions import owed as actions
from erfara.lending.models import Feedback, FollowUp
from erfara.organisations.words import say
from erfara.surveys.models import Response
from erfara.surveys.queries import response_about
from erfara.surveys.sets import BORROWER_FOLLOW_UP, PERSON_FOLLOW_UP, set_for
from erfara.web import http
from erfara.web.coordinator.from_answers import from_answers
from erfara.web.coordinator.loan_forms import (
    TAKEN_DOWN,
    FeedbackForm,
    KeptReasonForm,
    ReachedForm,
    ReasonForm,
)
from erfara.web.coordinator.loans import BACK, name_of, team_names, title_of, url_of
from erfara.web.coordinator.names import names
from erfara.web.coordinator.pages import due_in_words, form_page, hearers
from erfara.web.question_sets import Answer, QuestionForm, answered, form_for
from erfara.workflows import lend


class TakenDownForm(QuestionForm):
    """Answers that a coordinator writes down: how they were given comes first."""

    channel = forms.Radios(_("How did you talk?"), choices=TAKEN_DOWN)


def _name(request: Any, row: FollowUp) -> str:
    """Whom a follow-up is with, opened for a page that says it."""
    if row.participation is not None:
        return name_of(request, row.participation)
    asked = row.loan.request
    return names(request, [asked.contact_id], purpose="request", case=asked.pk).of(asked.contact_id)


def follow_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A talk afterwards: taken down by the coordinator, or read when it is saved."""
    row = access.follow_up_for(request.viewer, request.programme, pk)
    if row.is_over and request.method != "POST":
        return _read(request, slug, row)
    with_borrower = row.participation is None
    questions = BORROWER_FOLLOW_UP if with_borrower else PERSON_FOLLOW_UP
    form = form_for(questions, TakenDownForm)(request.POST or None)
    back = url_of(slug, row.loan_id)
    if answer := http.save(
        request,
        form,
        lambda: lend.follow_up(
            follow_up=row,
            values=form.answers(),
            channel=form.cleaned_data["channel"],
            by=request.viewer,
            at=request.at,
        ),
        to=back,
        done=_("The answers are saved."),
    ):
        return answer
    name = _name(request, row)
    return form_page(
        request, "owed_follow_up", form, follow_up=row, name=name, with_borrower=with_borrower,
        heading=say(_("How it went, says {name}"), name=name), button=say(_("Save the answers")),
        promised=row.loan.request, back=back, back_label=title_of(row.loan),
        due=due_in_words(row.due_on, request.at),
    )  # fmt: skip


def _read(request: Any, slug: str, row: FollowUp) -> HttpResponse:
    """What was said, in the words of the one who said it."""
    response = response_about(row.pk)
    answers: list[Answer] = []
    erased = False
    if response is not None:
        opened = _words(request, row, response)
        erased = opened is None
        questions = set_for(response.set_key, response.set_version)
        answers = answered(questions, response.answers, opened or {})
    name = _name(request, row)
    return render(
        request,
        "coordinator/owed_answers.html",
        {
            "follow_up": row, "response": response, "answers": answers, "erased": erased,
            "heading": say(_("What {name} said"), name=name),
            "back": url_of(slug, row.loan_id), "back_label": title_of(row.loan),
        },
    )  # fmt: skip


def _words(request: Any, row: FollowUp, response: Response) -> dict[str, str] | None:
    """The own words of a response, opened and logged; None when their owner is erased."""
    if response.person.erased_at is not None:
        return None
    questions = set_for(response.set_key, response.set_version)
    opened = vault.open(
        tenant_id=request.programme.pk, person_ids=[response.person_id], blob=response.blob,
        fields=[q.key for q in questions.questions if q.in_own_words], purpose="follow_up",
        case=str(row.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(response.person_id, {})


def write_off_follow_up(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A talk that will never be held, and why."""
    row = access.follow_up_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.loan_id)
    form = KeptReasonForm(request.POST or None)
    if answer := http.save(
        request,
        form,
        lambda: actions.write_off_follow_up(
            follow_up=row,
            reason=form.cleaned_data["reason"],
            by=request.viewer,
            at=request.at,
        ),
        to=back,
        done=_("Noted: the talk will not be held."),
    ):
        return answer
    name = _name(request, row)
    return form_page(
        request, "owed_write_off", form, feedback=None,
        heading=say(_("No talk afterwards with {name}"), name=name),
        button=say(_("Write off the talk")), kind="danger", back=back, back_label=say(BACK),
    )  # fmt: skip


HEADINGS = {
    Feedback.Kind.SUMMARY: _("Tell everybody what came up"),
    Feedback.Kind.BORROWER: _("Tell everybody what {borrower:sg.def} did with it"),
}


def feedback(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Write what those who took part are told, keep it as a draft, or send it."""
    row = access.feedback_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.loan_id)
    begun = row.text
    if not begun and row.kind == Feedback.Kind.SUMMARY and request.GET.get("fran") == "svar":
        begun = from_answers(request, row.loan)
        if not begun:
            messages.info(request, say(_("Nothing that has been answered may be told on.")))
    form = FeedbackForm(request.POST or None, initial={"text": begun})
    if answer := _keep_or_send(request, row, form, back):
        return answer
    team, who = team_names(request, row.loan)
    called = {p.pk: who.of(p.contributor.person_id if p.contributor else None) for p in team}
    return form_page(
        request, "owed_feedback", form, feedback=row, hearers=hearers(
            row.loan, team, who, borrower=False
        ),
        talks=[
            (t, called.get(t.participation_id) or who.of(row.loan.request.contact_id))
            for t in queries.follow_ups(row.loan)
        ],
        reached=[(d, called.get(d.participation_id, "")) for d in queries.deliveries(row)],
        begins=row.kind == Feedback.Kind.SUMMARY and not begun, begun=begun != row.text,
        holder=row.loan.request.budget_holder,
        heading=say(HEADINGS[Feedback.Kind(row.kind)]),
        button=say(_("Send to everybody who took part")), back=back,
        back_label=title_of(row.loan), due=due_in_words(row.due_on, request.at),
    )  # fmt: skip


def _keep_or_send(
    request: Any, row: Feedback, form: FeedbackForm, back: str
) -> HttpResponse | None:
    """The two buttons of the page. Anything but the one that sends keeps a draft."""
    if request.POST.get("do") != "send":
        return http.save(
            request,
            form,
            lambda: actions.write_feedback(
                feedback=row, text=form.cleaned_data["text"], by=request.viewer, at=request.at
            ),
            to=request.path,
            done=_("The draft is kept. Nobody has got it yet."),
        )
    return http.save(
        request,
        form,
        lambda: actions.send_feedback(
            feedback=row, text=form.cleaned_data["text"], by=request.viewer, at=request.at
        ),
        to=back,
        done=_("It is on its way to everybody who took part."),
    )


def reached(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One who took part has been told, and how."""
    row = access.delivery_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.feedback.loan_id)
    form = ReachedForm(request.POST or None)
    if answer := http.save(
        request,
        form,
        lambda: actions.note_reached(
            delivery=row, how=form.cleaned_data["how"], by=request.viewer, at=request.at
        ),
        to=back,
        done=_("Noted. That is one more who knows."),
    ):
        return answer
    name = name_of(request, row.participation)
    return form_page(
        request, "owed_reached", form, feedback=row.feedback,
        heading=say(_("{name} has been told"), name=name), button=say(_("Note it")),
        back=back, back_label=say(BACK),
    )  # fmt: skip


def write_off_feedback(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """Feedback that will never be given, and why."""
    row = access.feedback_for(request.viewer, request.programme, pk)
    back = url_of(slug, row.loan_id)
    form = ReasonForm(request.POST or None, hint=_("It stands in the history for good."))
    tells = row.kind == Feedback.Kind.BORROWER and row.state == "owed"
    if answer := http.save(
        request,
        form,
        lambda: actions.write_off_feedback(
            feedback=row, reason=form.cleaned_data["reason"], by=request.viewer, at=request.at
        ),
        to=back,
        done=_("Noted. Those who took part hear that nothing came.")
        if tells
        else _("Noted: they will not be told."),
    ):
        return answer
    return form_page(
        request, "owed_write_off", form, feedback=row, tells=tells,
        heading=say(_("Nobody will be told: {what}"), what=say(row.get_kind_display())),
        button=say(_("Write it off")), kind="danger", back=back, back_label=say(BACK),
    )  # fmt: skip
