"""What is written about a request: the letter, the meetings, the assignment, the ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.actions.requests import ENDS_OTHERWISE, WISHES
from erfara.lending.models import Assignment, EndReason, LoanRequest
from erfara.lending.policies import ASSIGNMENT, assignment_version
from erfara.organisations.models import Programme
from erfara.organisations.words import say_lazy
from erfara.vocabulary.choices import Form, LadderStep, ParticipationLevel, TrainingKind

READS_THIS = _("{borrower:sg.def.cap} reads this. Write nothing about a single person here.")


def said(choices: Any) -> list[tuple[str, Any]]:
    """Choices in the programme's words."""
    return [(value, say_lazy(label)) for value, label in choices]


class WishesForm(forms.Form):
    """The borrower's letter."""

    purpose = forms.LongText(
        _("What do they want to find out or get help with?"), max_length=3000, rows=6,
        missing=_("Write what the request is about"),
    )  # fmt: skip
    wished_experience = forms.LongText(
        _("Which experiences do they ask for?"), required=False, max_length=2000, rows=3,
        hint=_("Everything counts, small and old things too."),
    )  # fmt: skip
    wished_outcome = forms.LongText(
        _("What should it lead to?"), required=False, max_length=2000, rows=3
    )
    form = forms.Select(_("In which form?"), choices=said(Form.choices), required=False)
    people_wanted = forms.Number(
        _("How many people?"), min_value=1, max_value=100, required=False, width="short"
    )
    recurring = forms.Check(_("It happens more than once"), required=False)
    when_wished = forms.Text(_("When?"), required=False, max_length=300)
    where_wished = forms.Text(_("Where, or digitally?"), required=False, max_length=300)
    level_wished = forms.Select(
        _("Where will it be used?"), choices=said(ParticipationLevel.choices), required=False
    )
    ladder_wished = forms.Select(
        _("How much of a say do they wish people to have?"), choices=said(LadderStep.choices),
        required=False,
    )  # fmt: skip
    use_of_answers = forms.LongText(
        _("What will they do with what they hear?"), required=False, max_length=2000, rows=3
    )
    day_contact = forms.Text(_("Who meets those who come?"), required=False, max_length=160)
    room = forms.Text(_("Which room, or which link?"), required=False, max_length=300)
    colleagues_prepared = forms.Select(
        _("Do the colleagues know why people come?"), choices=said(LoanRequest.Prepared.choices),
        required=False,
    )  # fmt: skip
    budget_holder = forms.Text(_("Who says yes to what it costs?"), required=False, max_length=160)

    @property
    def wishes(self) -> dict[str, Any]:
        """The letter as the actions want it."""
        values = {name: self.cleaned_data[name] for name in WISHES}
        return {
            name: "" if value is None and name != "people_wanted" else value
            for name, value in values.items()
        }

    @staticmethod
    def written(request: LoanRequest) -> dict[str, Any]:
        """The letter as it is."""
        return {name: getattr(request, name) for name in WISHES}


class NewRequestForm(WishesForm):
    """A request that a coordinator takes down: who asks, and the letter."""

    organisation = forms.Text(
        _("Organisation"), max_length=160, hint=_("For example Region Sörmland."),
        list="organisations", missing=_("Write which organisation it comes from"),
    )  # fmt: skip
    unit = forms.Text(
        _("Unit"), max_length=160, required=False, list="units",
        hint=_("For example the maternity clinic. Leave it empty for a whole organisation."),
    )  # fmt: skip
    name = forms.Text(
        _("Whom are you in touch with?"), max_length=120, autocomplete="off",
        missing=_("Write the name of the one who asks"),
    )  # fmt: skip
    email = forms.Email(_("E-mail"), required=False, autocomplete="off")
    phone = forms.Phone(_("Telephone"), required=False, autocomplete="off")
    field_order = ("organisation", "unit", "name", "email", "phone")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("email") and not values.get("phone") and not self.errors:
            self.add_error("email", _("Write an e-mail address or a telephone number"))
        return values

    @property
    def identity(self) -> dict[str, str]:
        """Who asks."""
        return {
            "name": self.cleaned_data["name"], "email": self.cleaned_data["email"],
            "phone": self.cleaned_data["phone"], "address": "",
        }  # fmt: skip


# Beside what is written about a support assignment.
NOBODY_NAMED = _("Don't write who gets support, nor anything about their health.")


class AssignmentForm(forms.Form):
    """The assignment, item by item. Half of it may be saved; all of it is needed to ask anybody."""

    title = forms.Text(
        _("A title that gives nothing away"), max_length=120,
        hint=_("It stands on top of the question. For example: Clearer letters of appointment."),
    )  # fmt: skip
    task = forms.LongText(
        _("What it is about, in three lines"), max_length=2000, rows=4,
        hint=_("Write it to the people who are asked."),
    )  # fmt: skip
    use_of_answers = forms.LongText(_("What the answers will be used for"), max_length=2000, rows=3)
    form = forms.Select(_("Form"), choices=said(Form.choices))
    people_wanted = forms.Number(_("How many people"), min_value=1, max_value=100, width="short")
    one_person_reason = forms.Text(
        _("If they are fewer than your smallest team: why is that enough?"), max_length=300
    )
    time = forms.Text(
        _("When"), max_length=300, hint=_("For example: Thursday 26 November, 1–3 pm")
    )
    length = forms.Text(_("How long it takes, with preparation"), max_length=120)
    place = forms.Text(_("Where"), max_length=300)
    digital = forms.Check(_("It is digital"), required=False)
    payer = forms.Radios(_("Who pays?"), choices=said(Programme.Payer.choices))
    payment = forms.Text(
        _("What each person gets paid"), max_length=300,
        hint=_("For example: 1 066 kr each, and travel."),
    )  # fmt: skip
    contact_person = forms.Text(
        _("Contact person on the day"), max_length=160,
        hint=_("Name or role at {borrower:sg.def}. Those who take part see it."),
    )  # fmt: skip
    training = forms.Select(
        _("For a support assignment: which training?"), choices=said(TrainingKind.choices),
        hint=_("It says beside each one what they are trained in."), data_form=Form.SUPPORT.value,
    )  # fmt: skip
    practical = forms.LongText(
        _("Practical things"), max_length=2000, rows=3,
        hint=_("Lift, hearing loop, food, parking, breaks. Write “nothing special” if so."),
    )  # fmt: skip
    as_of = forms.Hidden(required=False)

    def __init__(
        self, *args: Any, smallest: int = 0, proposed: str = "", rates: str = "", **kwargs: Any
    ) -> None:
        """`smallest`: the smallest team. `proposed`: the payment, when nobody has written it.
        `rates`: what to go by when nothing can be proposed."""
        super().__init__(*args, **kwargs)
        self.smallest = smallest
        one: Any
        if rates:
            self.fields["payment"].help_text = rates
        if proposed:
            one = self.fields["payment"]
            one.initial = self.initial["payment"] = proposed
            one.help_text = _("This is what your rates give. Add travel if it is paid.")
        for one in self.fields.values():
            # Nothing is needed to save; what is missing to ask stands on the page of the request.
            one.required = False
            one.marks_optional = False
        if self["form"].value() == Form.SUPPORT:
            for name in ("title", "task", "use_of_answers", "place", "practical"):
                self.fields[name].help_text = NOBODY_NAMED

    @property
    def written_in(self) -> list[str]:
        """The fields of the assignment, in order: why so few only when they are few.

        Which training is shown by the style sheet when the form is a support assignment.
        """
        return [n for n in ASSIGNMENT if n != "one_person_reason" or self._asks_why_few]

    @property
    def _asks_why_few(self) -> bool:
        if self["one_person_reason"].value():
            return True
        number = str(self["people_wanted"].value() or "")
        few = number.isdecimal() and 0 < int(number) < self.smallest
        return few and self["form"].value() != Form.SUPPORT

    @property
    def assignment(self) -> dict[str, Any]:
        """The items that stood on the page that was sent, as the actions want them."""
        there = {name for name in ASSIGNMENT if self.add_prefix(name) in self.data}
        if "place" in there:
            there.add("digital")  # a box without a tick sends nothing
        return {
            name: ""
            if self.cleaned_data[name] is None and name in {"form", "payer", "training"}
            else self.cleaned_data[name]
            for name in ASSIGNMENT
            if name in there
        }

    def fields_of(self, names: Collection[str]) -> list[Any]:
        """Those fields, in the order of the page."""
        return [self[name] for name in self.written_in if name in names]

    @staticmethod
    def written(assignment: Assignment) -> dict[str, Any]:
        """The assignment as it is, and what it looked like when it was read."""
        values = {name: getattr(assignment, name) for name in ASSIGNMENT}
        return {**values, "as_of": assignment_version(assignment)}


class ClarifyForm(forms.Form):
    """What has to be clearer, and until when."""

    what = forms.LongText(
        _("What do you need to know?"), max_length=1500, rows=4,
        hint=READS_THIS, missing=_("Write what has to be clearer"),
    )  # fmt: skip
    by_day = forms.Date(_("Until which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["by_day"]
        field.after = today


class ParkForm(forms.Form):
    """What a request waits for, and when to look again."""

    waits_for = forms.Text(
        _("What does it wait for?"), max_length=300,
        hint=_("For example: the application for money. {borrower:sg.def.cap} reads this."),
        missing=_("Write what it waits for"),
    )  # fmt: skip
    look_again_on = forms.Date(_("When do we look again?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["look_again_on"]
        field.after = today + timedelta(days=1)


class EndForm(forms.Form):
    """How a request ends, and what those who asked are told."""

    end_reason = forms.Radios(
        _("Why does it end?"),
        choices=said(c for c in EndReason.choices if c[0] not in ENDS_OTHERWISE),
        hints={
            EndReason.ASKED_ELSEWHERE: _(
                "The unit's own users, a user council, an association: we don't compete with them."
            )
        },
    )
    elsewhere = forms.LongText(
        _("If it is better asked elsewhere: where?"), required=False, max_length=1000, rows=3,
        hint=_("Write whom to turn to and how."),
    )  # fmt: skip
    words = forms.LongText(
        _("What do you want to tell {borrower:sg.def}?"), max_length=1500, rows=4,
        hint=READS_THIS, missing=_("Write a few words about why"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        elsewhere = values.get("end_reason") == EndReason.ASKED_ELSEWHERE
        if elsewhere and not values.get("elsewhere"):
            self.add_error("elsewhere", _("Write where it is better asked"))
        return values
