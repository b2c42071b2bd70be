"""Question sets on the screen: the form they are answered in, and the answers read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.models import FollowUp
from erfara.surveys.actions import MOST_HOURS
from erfara.surveys.sets import Question, QuestionSet
from erfara.web import http
from erfara.workflows import lend

# The prefix keeps a question called "channel" or "once" apart from the page's own fields.
PREFIX = "q_"
OWN_WORDS = 5000


def _field(question: Question) -> forms.Field:
    if question.choices:
        return forms.Radios(question.text, choices=question.choices, required=question.required)
    if question.hours:
        return forms.Number(
            question.text, min_value=0, max_value=MOST_HOURS, decimals=2, width="short",
            required=question.required, hint=_("About right is good enough. Half an hour is 0.5."),
        )  # fmt: skip
    return forms.LongText(question.text, max_length=OWN_WORDS, rows=4, required=question.required)


class QuestionForm(forms.Form):
    """The base of forms made by `form_for`. `answers()` is what `workflows.follow_up` takes."""

    def answers(self) -> dict[str, str]:
        """Question key → what was answered; those left empty are left out."""
        return {
            name.removeprefix(PREFIX): str(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX) and value not in (None, "")
        }


def form_for(questions: QuestionSet, base: type[QuestionForm] = QuestionForm) -> type[QuestionForm]:
    """A form class with one field per question. `base` may bring fields of its own."""
    fields = {f"{PREFIX}{question.key}": _field(question) for question in questions.questions}
    return type("AnswersForm", (base,), fields)


def own_answers(
    request: Any,
    follow_up: FollowUp | None,
    questions: QuestionSet,
    template: str,
    *,
    back: str,
    **context: Any,
) -> HttpResponse:
    """The page where somebody says herself how it was, until she has or it is written off."""
    if follow_up is None or follow_up.is_over:
        return HttpResponseRedirect(back)
    form: Any = form_for(questions)(request.POST or None)
    if answer := http.save(
        request, form,
        lambda: lend.follow_up(
            follow_up=follow_up, values=form.answers(), channel="web", by=request.viewer,
            at=request.at,
        ),
        to=back, done=_("Thank you. We have got your answers."),
    ):  # fmt: skip
        return answer
    return render(request, template, {"form": form, "back": back, **context}, status=form.status)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, to be read. `label` is a choice's words, to be said."""

    question: str | Promise
    label: str | Promise = ""
    words: str = ""


def answered(
    questions: QuestionSet, ticked: Mapping[str, str], words: Mapping[str, str]
) -> list[Answer]:
    """The answers in the order of the questions. Questions left empty are left out.

    `ticked` is a response's own row, `words` what the vault opened for it.
    """
    found = []
    for question in questions.questions:
        if question.key in ticked:
            value = ticked[question.key]
            if question.hours:
                found.append(Answer(question.text, words=number_format(Decimal(value))))
            else:
                label = dict(question.choices).get(value, value)
                found.append(Answer(question.text, label=label))
        elif words.get(question.key):
            found.append(Answer(question.text, words=words[question.key]))
    return found
