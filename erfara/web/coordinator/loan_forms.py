"""Forms around a loan: when it is held, how it ended, what is paid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import forms
from erfara.lending.models import Delivery, Loan
from erfara.organisations.models import Programme
from erfara.surveys.models import Response

REASON_LENGTH = 500


def no_later(form: forms.Form, today: date) -> None:
    """What has happened has happened: the field `on` takes no day that is still to come."""
    on: Any = form.fields["on"]
    on.before = today


class OccasionForm(forms.Form):
    """A time at which a loan is held."""

    day = forms.Date(_("Day"), hint=_("Like this: 2026-11-26"))
    starts = forms.Time(_("It begins"), hint=_("Like this: 13:00"))
    ends = forms.Time(_("It ends"))
    place = forms.Text(
        _("Place"),
        max_length=300,
        required=False,
        hint=_("Address and room. Not for digital ones."),
    )
    digital = forms.Check(_("It is digital"), required=False)
    held = forms.Check(
        _("It has already been held"),
        required=False,
        hint=_("Then it is written down, and nobody is told."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "place" in data and not data["place"] and not data.get("digital"):
            self.add_error("place", forms.said(_("Write where it is, or tick that it is digital.")))
        day, starts, ends = data.get("day"), data.get("starts"), data.get("ends")
        if day and starts and ends:
            zone = timezone.get_current_timezone()
            data["starts_at"] = datetime.combine(day, starts, tzinfo=zone)
            data["ends_at"] = datetime.combine(day, ends, tzinfo=zone)
            if ends <= starts:
                self.add_error(
                    "ends", forms.said(_("Write a time that is later than when it begins."))
                )
        return data

    def values(self) -> dict[str, Any]:
        """What `plan_occasion` and `note_occasion` take."""
        return {
            name: self.cleaned_data[name] for name in ("starts_at", "ends_at", "place", "digital")
        }


class ReasonForm(forms.Form):
    """Why, in a sentence. Say in `hint` who reads it."""

    reason = forms.LongText(
        _("Why?"), max_length=REASON_LENGTH, rows=3, missing=_("Write why, in a sentence.")
    )

    def __init__(self, *args: Any, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = hint


class KeptReasonForm(ReasonForm):
    """Why somebody's part ends, in a sentence that is kept for good."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        hint = _("It stands in the history. Write nothing here about how somebody is.")
        super().__init__(*args, hint=hint, **kwargs)


class CancelLoanForm(ReasonForm):
    """Why a loan is cancelled: the kind of reason, and the words that everybody reads."""

    cancel_reason = forms.Radios(
        _("What happened?"),
        choices=Loan.CancelReason.choices,
        missing=_("Choose why the loan is cancelled."),
    )
    field_order = ["cancel_reason", "reason"]


class CarryOutForm(forms.Form):
    """When a loan was held, and who did not come."""

    on = forms.Date(_("The last day that it was held"))
    absent = forms.Checkboxes(
        _("Who did not come?"),
        required=False,
        coerce=UUID,
        hint=_("Leave all boxes empty when everybody came. Nobody has to explain why."),
    )

    def __init__(self, *args: Any, team: Iterable[UUID], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call((pk, "") for pk in team)
        no_later(self, today)

    def call(self, team: Iterable[tuple[UUID, str]]) -> None:
        """Say what each in the team is called, when the form is to be looked at."""
        absent: Any = self.fields["absent"]
        absent.choices = [(str(pk), name) for pk, name in team]


class PaymentForm(forms.Form):
    """What one person gets."""

    amount = forms.Money(
        _("Sum in kronor"), min_value=0, max_value=999_999, hint=_("Before tax. Like this: 1 066")
    )
    basis = forms.Radios(_("What is it for?"), choices=Compensation.Basis.choices)
    payer = forms.Radios(_("Who pays?"), choices=Programme.Payer.choices)


class PaidForm(forms.Form):
    """The day of a payment."""

    on = forms.Date(_("When was it paid?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        no_later(self, today)


TAKEN_DOWN = [
    (value, label) for value, label in Response.Channel.choices if value != Response.Channel.WEB
]


class FeedbackForm(forms.Form):
    """What those who took part are told."""

    text = forms.LongText(
        _("What they are told"),
        max_length=5000,
        rows=12,
        required=False,
        hint=_(
            "What came up, what you heard afterwards, and what will happen with it. "
            "No names, and nothing that only one of them can have said."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A draft may be empty, what is sent may not: the button decides, so nothing is promised.
        text: Any = self.fields["text"]
        text.marks_optional = False


class ReachedForm(forms.Form):
    """How somebody was told."""

    how = forms.Radios(
        _("How was it told?"),
        choices=[
            (value, label) for value, label in Delivery.How.choices if value != Delivery.How.MESSAGE
        ],
        missing=_("Choose how it was told."),
    )
