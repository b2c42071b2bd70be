"""The form of a cost, the same for the one who has had it and for a coordinator on the phone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.compensation.actions.claims import BY_QUANTITY
from erfara.compensation.models import Claim
from erfara.foundation import forms
from erfara.organisations.words import say_lazy


class ClaimForm(forms.Form):
    """What it was, when, and how much."""

    kind = forms.Radios(
        _("What was it?"), choices=[(k, say_lazy(v)) for k, v in Claim.Kind.choices],
        missing=_("Choose what it was."),
    )  # fmt: skip
    quantity = forms.Number(
        _("How many hours or kilometres?"), min_value=1, max_value=9_999, required=False,
        hint=_("For time to prepare and for driving."),
    )  # fmt: skip
    amount = forms.Money(
        _("Sum in kronor"), min_value=0, max_value=99_999, required=False,
        hint=_("For tickets and what else was paid for. Keep the receipt."),
    )  # fmt: skip
    day = forms.Date(_("Which day?"))
    words = forms.Text(
        _("What was it for?"), max_length=300, required=False,
        hint=_("Only those who take care of payments read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["day"]
        day.before = today

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("kind") in BY_QUANTITY:
            if not found.get("quantity") and "quantity" not in self.errors:
                sentence = _("Write how many hours or kilometres it was.")
                self.add_error("quantity", forms.said(sentence))
        elif found.get("kind") and not found.get("amount") and "amount" not in self.errors:
            self.add_error("amount", forms.said(_("Write the sum in kronor.")))
        return found

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "words": self.cleaned_data["words"] or ""}
