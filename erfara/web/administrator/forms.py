"""What a programme decides for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.models import Programme
from erfara.organisations.models.programmes import LONGEST_MEMBERSHIP
from erfara.organisations.words import (
    DEFAULT_VOCABULARY,
    Words,
    WordsError,
    say_lazy,
    vocabulary_choices,
)


def said(choices: Any) -> list[tuple[str, Any]]:
    """Choices whose labels hold the programme's nouns, said when they are shown."""
    return [(key, say_lazy(label)) for key, label in choices]


class LastDay(forms.Form):
    """Until when somebody has a role. `today` is the real day: roles count in real time."""

    ends_on = forms.Date(
        _("Until which day?"), hint=_("A year ahead is the longest. It can be renewed."),
        missing=_("Write the last day, like 2027-06-30."),
    )  # fmt: skip

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["ends_on"]
        field.after, field.before = today, today + LONGEST_MEMBERSHIP


class InviteForm(LastDay):
    """Somebody new, or a new role for somebody who is here."""

    email = forms.Email(_("E-mail at work"))
    name = forms.Text(_("Name"), max_length=120, autocomplete="off")
    role = forms.Radios(
        _("What will they do?"), choices=(), hints={
            "coordinator": _("Takes care of requests and people. Sees people's details."),
            "steering": _("Reads figures. Sees nobody's details."),
            "administrator": _("Members, settings and words. Sees nobody's details."),
            "user_org": _("Interviews those who apply, and issues certificates."),
            "recruiter": _("Interviews those who apply."),
            "trainer": _("Teaches. Sees those who take part in her own courses."),
        },
    )  # fmt: skip
    field_order = ("email", "name", "role", "ends_on")

    def __init__(self, *args, programme: Programme, **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = said(programme.member_roles)


class Months(forms.Text):
    """Some numbers of months, with commas between."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[int]:
        parts = [part for part in re.split(r"[\s,;]+", super().clean(value) or "") if part]
        if any(not part.isdecimal() or not 1 <= int(part) <= 60 for part in parts):
            raise ValidationError(_("Write numbers from 1 to 60, like 3, 6, 12."))
        return sorted({int(part) for part in parts})


class SettingsForm(forms.Form):
    """The programme's own decisions."""

    name = forms.Text(_("Name"), max_length=120)
    owner = forms.Text(_("Who owns it?"), required=False, max_length=160,
                       hint=_("A region, a municipality, an association."))  # fmt: skip
    about = forms.LongText(_("What it is, for the public page"), required=False, max_length=2000,
                           rows=4)  # fmt: skip
    contact_email = forms.Email(_("E-mail for those who have questions"), required=False,
                                autocomplete="off")  # fmt: skip
    contact_phone = forms.Text(_("Telephone for those who have questions"), required=False,
                               max_length=40, width="medium")  # fmt: skip
    broker = forms.Radios(
        _("How do those who meet reach each other?"), choices=said(Programme.Broker.choices),
        hints={
            "direct": _("Name, e-mail and telephone are shown to each other once all is settled."),
            "coordinator": _("Nobody outside sees anybody's details."),
        },
    )  # fmt: skip
    payer = forms.Radios(
        _("Who pays those who take part?"), choices=said(Programme.Payer.choices),
        hint=_("Can be changed for each request."),
    )  # fmt: skip
    smallest_team = forms.Number(
        _("At least how many take part together?"), min_value=1, max_value=20,
        hint=_("Fewer needs a reason each time."),
    )  # fmt: skip
    inquiry_days = forms.Number(_("Days to answer a question"), min_value=1, max_value=90)
    follow_up_days = forms.Number(_("Days until it is followed up"), min_value=1, max_value=365)
    feedback_days = forms.Number(
        _("Days until everybody shall have heard what it led to"), min_value=1, max_value=730
    )
    aftercare_days = forms.Number(
        _("Days until each who took part is asked how it is"), min_value=0, max_value=2,
        required=False, hint=_("0, 1 or 2. Empty means that nobody is asked."),
    )  # fmt: skip
    concern_days = forms.Number(_("Days to answer what felt wrong"), min_value=1, max_value=30)
    effect_months = Months(
        _("After how many months do you ask what has changed?"), required=False, max_length=40,
        width="short", hint=_("With commas between, like 3, 6, 12. Empty means that nobody is "
                              "asked."),
    )  # fmt: skip
    payment_days = forms.Number(
        _("Days after a meeting until everybody is paid"), min_value=1, max_value=365
    )
    consent_years = forms.Number(
        _("Years that a consent holds"), min_value=1, max_value=20, required=False,
        hint=_("Then each one is asked again. Empty means until it is taken back."),
    )  # fmt: skip
    still_months = forms.Number(
        _("Months of silence before we ask whether somebody still wants to be asked"),
        min_value=1, max_value=120, required=False,
        hint=_("Empty means that nobody is asked."),
    )  # fmt: skip
    recruits_from = forms.Date(_("New people are taken in from"), required=False)
    recruits_until = forms.Date(_("New people are taken in until"), required=False,
                                hint=_("Empty means that it is always open."))  # fmt: skip
    asks_agreement = forms.Check(
        _("Both sides say yes to a written agreement before a loan"), required=False,
        hint=_("It is made from the assignment. You look it through before it is sent."),
    )  # fmt: skip
    asks_conflicts = forms.Check(
        _("Each who takes part declares conflicts of interest"), required=False,
        hint=_("When the county asks for it. It is part of saying yes to the agreement."),
    )  # fmt: skip
    secrecy_law = forms.Text(
        _("The section of law your registry writes for what it keeps secret"), required=False,
        max_length=120, width="medium",
        hint=_("For example OSL 25:1. Empty means that nothing is."),
    )  # fmt: skip
    asks_day_before = forms.Check(
        _("Ask the day before: are you still coming?"), required=False,
        hint=_("Those who take part and {borrower:sg.def} get a short message with a link."),
    )  # fmt: skip
    takes_from_others = forms.Check(
        _("Other {library:pl} here may pass requests on to us, and ask us for people"),
        required=False,
    )
    shows_staff_names = forms.Check(
        _("People see by name who has opened their details, not only the role"), required=False
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = found.get("recruits_from"), found.get("recruits_until")
        if first and last and last < first:
            self.add_error("recruits_until", _("It ends before it begins. Change one of the days."))
        return found


NOUN_LABELS = {
    "contributor": _("Somebody with experience"),
    "borrower": _("Whoever borrows"),
    "coordinator": _("Whoever takes care of requests"),
    "library": _("The whole thing"),
}
SWEDISH = ("sg", "sg.def", "pl", "pl.def")
ENGLISH = ("sg", "pl")
FORM_LABELS = {
    "sg": _("one"), "sg.def": _("that one"), "pl": _("several"), "pl.def": _("all those"),
}  # fmt: skip


def field_name(language: str, noun: str, form: str) -> str:
    return f"{language}-{noun}-{form.replace('.', '-')}"


class WordsForm(forms.Form):
    """The vocabulary, and nouns of one's own in all forms. A noun is given whole or not at all."""

    vocabulary = forms.Radios(_("Which words do you use?"), choices=vocabulary_choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for noun in NOUN_LABELS:
            self.fields[field_name("sv", noun, "gender")] = forms.Radios(
                _("En or ett?"), choices=[("en", "en"), ("ett", "ett")], required=False
            )
            for language, names in (("sv", SWEDISH), ("en", ENGLISH)):
                for form in names:
                    self.fields[field_name(language, noun, form)] = forms.Text(
                        format_lazy("{form}", form=FORM_LABELS[form]), required=False,
                        max_length=60, width="medium", lang=language,
                    )  # fmt: skip

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, str]:
        """What the programme has chosen, as the form's own names."""
        found = {"vocabulary": programme.vocabulary or DEFAULT_VOCABULARY}
        for language, nouns in programme.word_overrides.items():
            for noun, words in nouns.items():
                for form, word in words.items():
                    found[field_name(language, noun, form)] = word
        return found

    def groups(self) -> Iterator[dict[str, Any]]:
        """Each noun with its fields, for the page."""
        for noun, label in NOUN_LABELS.items():
            yield {
                "noun": noun,
                "label": label,
                "gender": self[field_name("sv", noun, "gender")],
                "swedish": [self[field_name("sv", noun, form)] for form in SWEDISH],
                "english": [self[field_name("en", noun, form)] for form in ENGLISH],
                "filled": any(
                    self[field_name(language, noun, form)].value()
                    for language, names in (("sv", SWEDISH), ("en", ENGLISH))
                    for form in names
                ),
            }

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for language, names in (("sv", ("gender", *SWEDISH)), ("en", ENGLISH)):
            for noun in NOUN_LABELS:
                given = {form: found.get(field_name(language, noun, form)) for form in names}
                words = {form: given[form] for form in names if form != "gender"}
                if not any(words.values()):
                    continue
                for form, word in given.items():
                    name = field_name(language, noun, form)
                    if not word and name not in self.errors:
                        self.add_error(name, _("Fill in this form too, or leave the whole noun"))
                    elif word and any(sign in word for sign in "{}<>"):
                        self.add_error(name, _("Write the word without brackets and signs like <"))
        if not self.errors:
            try:
                Words.from_settings({"vocabulary": found["vocabulary"], **self.overrides()})
            except WordsError:
                self.add_error(None, _("Those words can't be put together. Look them through."))
        return found

    def overrides(self) -> dict[str, dict[str, dict[str, str]]]:
        """The nouns of one's own, as `Programme.word_overrides` holds them."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        for language, names in (("sv", ("gender", *SWEDISH)), ("en", ENGLISH)):
            for noun in NOUN_LABELS:
                words = {
                    form: self.cleaned_data.get(field_name(language, noun, form)) or ""
                    for form in names
                }
                if words["sg"]:
                    found.setdefault(language, {})[noun] = words
        return found


class LifeForm(forms.Form):
    """Why a programme moves on."""

    reason = forms.LongText(
        _("Why?"), hint=_("One or two sentences. They stay in the history."), max_length=1000,
        rows=3, missing=_("Write why, in a sentence."),
    )  # fmt: skip
