"""What people are asked to say yes to: the words of each purpose, and the ground of the law."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erfara.foundation import clock, forms
from erfara.organisations.words import say, say_lazy, words_of
from erfara.people.actions.consents import TIME_TO_ANSWER
from erfara.people.consent_queries import agreed_to, because
from erfara.people.consent_texts import FIRST
from erfara.people.models import ConsentText, Purpose
from erfara.people.models.consents import CONSENT_ONLY, Basis, ThoseBefore
from erfara.people.queries import consent_texts
from erfara.web import http
from erfara.workflows import consent

USUAL_TIME = timedelta(days=30)


class ConsentWordsForm(forms.Form):
    """New words of one purpose, in both languages."""

    text_sv = forms.LongText(
        _("The words in Swedish"), max_length=2000, rows=5, lang="sv",
        hint=_("Say what is done, by whom, and how one says no. Short sentences."),
        missing=_("Write the words in Swedish."),
    )  # fmt: skip
    text_en = forms.LongText(
        _("The words in English"), max_length=2000, rows=5, lang="en",
        missing=_("Write the words in English."),
    )  # fmt: skip
    basis = forms.Radios(
        _("Which ground in the law?"), choices=[(k, say_lazy(v)) for k, v in Basis.choices],
        hints={
            "consent": _("Each one is asked, and a yes can be taken back."),
            "public_interest": _("Each one is informed, and can object."),
            "contract": _("Each one is informed, and can object."),
            "legal_duty": _("Each one is informed, and can object."),
        },
    )  # fmt: skip
    because_sv = forms.LongText(
        _("Why the law allows it, in a sentence in Swedish"), max_length=500, rows=2,
        required=False, lang="sv", hint=_("Empty: a sentence of ours is shown."),
    )  # fmt: skip
    because_en = forms.LongText(
        _("The same sentence in English"), max_length=500, rows=2, required=False, lang="en"
    )
    those_before = forms.Radios(
        _("And those who have said yes to the old words?"),
        choices=[(k, say_lazy(v)) for k, v in ThoseBefore.choices],
        hints={
            "keep": _("For words that are only clearer, or allow less than before."),
            "ask": _("For words that say the same in another way."),
            "end": _("For words that allow more than before. An old yes doesn't cover that."),
        },
    )  # fmt: skip
    answer_by = forms.Date(
        _("Last day to answer"), required=False, hint=_("At least 14 days from now.")
    )

    def __init__(self, *args, purpose: str, today: Any, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if purpose in CONSENT_ONLY:
            self.fields["basis"].choices = [(Basis.CONSENT, Basis.CONSENT.label)]  # type: ignore[attr-defined]
            self.fields["basis"].hint = _("What is shown to everybody needs a yes.")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("those_before") in {ThoseBefore.ASK, ThoseBefore.END}:
            day = found.get("answer_by")
            if "answer_by" not in self.errors and (
                day is None or day < self.today + TIME_TO_ANSWER
            ):
                self.add_error("answer_by", _("Give them at least 14 days to answer."))
        return found


def _newest(request: Any) -> dict[str, ConsentText]:
    found: dict[str, ConsentText] = {}
    for text in consent_texts(request.programme):
        found.setdefault(text.purpose, text)
    return found


def _words(request: Any, text: ConsentText | None, purpose: str, language: str) -> str:
    if text is not None:
        return text.text_en if language == "en" else text.text_sv
    with words_of(request.programme), override(language):
        return say(FIRST[Purpose(purpose)])


def consents(request, slug: str) -> HttpResponse:
    """Every purpose with its words now, its ground, and how many have said yes."""
    newest = _newest(request)
    rows = []
    for purpose in Purpose:
        text = newest.get(purpose)
        rows.append(
            {
                "purpose": purpose.value, "label": purpose.label, "text": text,
                "words": _words(request, text, purpose, "sv"), "because": because(text),
                "basis": Basis(text.basis if text else Basis.CONSENT).label,
                "agreed": agreed_to(request.programme, purpose).count(),
                "url": reverse("administrator:consent_words", args=[slug, purpose.value]),
            }
        )  # fmt: skip
    return render(request, "administrator/consents.html", {"rows": rows})


def consent_words(request, slug: str, purpose: str) -> HttpResponse:
    """Write the words of one purpose anew."""
    if purpose not in Purpose.values:
        raise Http404
    back = reverse("administrator:consents", args=[slug])
    now = _newest(request).get(purpose)
    today = clock.local_day(request.at)
    form = ConsentWordsForm(
        http.posted(request), purpose=purpose, today=today,
        initial={
            "text_sv": _words(request, now, purpose, "sv"),
            "text_en": _words(request, now, purpose, "en"),
            "basis": now.basis if now else Basis.CONSENT,
            "because_sv": now.because_sv if now else "",
            "because_en": now.because_en if now else "",
            "those_before": ThoseBefore.KEEP, "answer_by": today + USUAL_TIME,
        },
    )  # fmt: skip
    if answer := http.save(
        request, form,
        lambda: consent.new_words(
            programme=request.programme, purpose=purpose, **form.cleaned_data,
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("The new words are shown from now on. Old consents keep theirs."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "back": back, "label": Purpose(purpose).label,
        "agreed": agreed_to(request.programme, purpose).count(),
        "before": [t for t in consent_texts(request.programme) if t.purpose == purpose],
    }  # fmt: skip
    return render(request, "administrator/consent_words.html", context, status=form.status)
