"""What has changed, told in two steps: which areas, then a sentence about each.

A borrower does it behind a letter or on the request's page; a coordinator takes it down by phone.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.actions import effects as actions
from erfara.lending.after_queries import told_in
from erfara.lending.models import EffectAsk
from erfara.organisations.words import say
from erfara.vocabulary.choices import EFFECT_GROUPS, EffectArea
from erfara.web import http

NOTHING = (
    ("nothing_yet", _("Nothing yet")),
    ("nothing_more", _("Nothing more will come of it")),
)


class AreasForm(forms.Form):
    """The areas in which something has changed, by whom they are about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, (label, areas) in enumerate(EFFECT_GROUPS):
            field: Any = forms.Checkboxes(
                label, choices=[(area.value, area.label) for area in areas], required=False
            )
            field.marks_optional = False  # that any of them is enough is said above
            self.fields[f"g{number}"] = field

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not any(found.values()):
            self.add_error(None, _("Choose what has changed, or say that nothing has."))
        return found

    def areas(self) -> list[str]:
        """What was ticked, in the order of the page."""
        return [area for name in self.fields for area in self.cleaned_data[name]]


def sentences_form(areas: list[str]) -> type[forms.Form]:
    """A sentence about each of these areas; none has to be written."""
    fields: dict[str, Any] = {}
    for area in areas:
        label = capfirst(say(EffectArea(area).label))
        fields[area] = forms.LongText(label, required=False, max_length=actions.SENTENCE, rows=2)
        fields[area].marks_optional = False  # the page says so, once
    return type("SentencesForm", (forms.Form,), fields)


def answer_page(
    request: Any, ask: EffectAsk, template: str, *, back: str, **context: Any
) -> HttpResponse:
    """Which areas, then a sentence each; or that nothing has come of it."""
    by, at = request.viewer, request.at
    chosen = AreasForm(request.GET or None)
    areas = chosen.areas() if chosen.is_bound and chosen.is_valid() else []
    if request.method == "POST" and "answer" in request.POST:
        answer = request.POST["answer"][:12]
        return http.press(
            request, lambda: actions.tell_nothing(ask=ask, answer=answer, by=by, at=at),
            to=back, back=request.path, done=_("Thank you. That is an answer too."),
        )  # fmt: skip
    if request.method == "POST" and not areas:
        return HttpResponseRedirect(request.path)
    form: Any = sentences_form(areas)(http.posted(request)) if areas else chosen
    if areas and (
        sent := http.save(
            request, form,
            lambda: actions.tell_effects(ask=ask, told=form.cleaned_data, by=by, at=at),
            to=back, done=_("Thank you. It goes to those who took part."),
        )
    ):  # fmt: skip
        return sent
    return render(
        request, template,
        {
            "ask": ask, "form": form, "step": 2 if areas else 1, "nothing": NOTHING,
            "may": ask.state in {"asked", "silent"}, "back": back, "here": request.path,
            "asked": ask.loan.request, "told": told_in(ask),
            **context,
        },
        status=form.status,
    )  # fmt: skip
