"""Forms around a loan: when it is held, how it ended, what is paid."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import forms
from erfara.lending.models import Delivery, Loan
from erfara.organisations.models import Programme
from erfara.organisations.words import say_plural
from erfara.surveys.models import Response

REASON_LENGTH = 500


def no_later(form: forms.Form, today: date) -> None:
    """What has happened has happened: the field `on` takes no day that is still to come."""
    on: Any = form.fields["on"]
    on.before = today


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


class PaymentForm(forms.Form):
    """What one person gets."""

    amount = forms.Money(
        _("Sum in kronor"), min_value=0, max_value=999_999,
        hint=_("In all, before tax. Like this: 1 066"),
    )  # fmt: skip
    basis = forms.Radios(_("For what?"), choices=Compensation.Basis.choices)
    payer = forms.Radios(_("Who pays?"), choices=Programme.Payer.choices)


class PaidForm(forms.Form):
    """The day of a payment."""

    on = forms.Date(_("When was it paid?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        no_later(self, today)


class PayForm(PaidForm):
    """The same, and whether the rest of what is to be paid was paid then too."""

    rest = forms.Check("", required=False)

    def __init__(self, *args: Any, others: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if others:
            self.fields["rest"].label = say_plural(
                "The other payment of this loan was made then too",
                "The {count} other payments of this loan were made then too", others,
            )  # fmt: skip
        else:
            del self.fields["rest"]


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
