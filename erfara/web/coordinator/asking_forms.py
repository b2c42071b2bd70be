"""What is written when people are asked, and when they answer through a coordinator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import forms
from erfara.foundation.actors import Role
from erfara.lending.models import Inquiry
from erfara.organisations.models import Programme
from erfara.organisations.words import say_lazy


def said(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices in the programme's words."""
    return [(value, say_lazy(label)) for value, label in choices]


class ChooseForm(forms.Form):
    """Somebody to put on the list."""

    contributor = forms.Hidden(coerce=UUID)
    page = forms.Hidden(coerce=int, required=False)


def _ids(text: str) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in text.split())


class SendForm(forms.Form):
    """The question goes to those who stood on the preview, and to nobody else."""

    answer_by = forms.Date(_("Last day to answer"))
    listed = forms.Hidden(coerce=_ids, max_length=80_000, required=False)

    def __init__(
        self, *args: Any, today: date, days: int, listed: Iterable[Inquiry], **kwargs: Any
    ) -> None:
        initial = {
            "answer_by": today + timedelta(days=days),
            "listed": " ".join(str(one.pk) for one in listed),
        }
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["answer_by"]
        field.after = today


# Move of the table → the answer it stands for.
ANSWERS = {"say_yes": "yes", "ask_more": "asked_more", "say_not_now": "not_now", "say_no": "no"}


class AnswerForm(forms.Form):
    """What a person has answered by phone."""

    answer = forms.Radios(
        _("What did they answer?"), missing=_("Choose one of the four answers"),
        hint=_("A no needs no reason. Don't write one down."),
    )  # fmt: skip
    until = forms.Date(
        _("If not now: until when?"), required=False,
        hint=_("Leave it empty if they did not say."),
    )  # fmt: skip
    words = forms.LongText(
        _("If they want to know more: what?"), required=False, max_length=2000, rows=3,
        hint=_("Kept with the person's own details. They can read it."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, inquiry: Inquiry, role: Role, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        open_now = {t.name: t for t in inquiry.table.available(inquiry.state, role)}
        field: Any = self.fields["answer"]
        field.choices = [
            (answer, say_lazy(open_now[name].label))
            for name, answer in ANSWERS.items()
            if name in open_now
        ]
        until: Any = self.fields["until"]
        until.after = today

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("answer") == "asked_more" and not values.get("words") and not self.errors:
            self.add_error("words", _("Write what they want to know"))
        return values


class TellForm(forms.Form):
    """The answer to somebody who wanted to know more."""

    text = forms.LongText(
        _("Your answer"), max_length=3000, rows=6, missing=_("Write an answer first")
    )


class ConfirmForm(forms.Form):
    """What somebody who takes part gets for it."""

    amount = forms.Money(
        _("Payment in kronor"), min_value=0, required=False,
        hint=_("In all, before tax. Leave it empty if it isn't agreed yet. It can be written on "
               "the loan later."),
    )  # fmt: skip
    basis = forms.Radios(_("For what?"), choices=said(Compensation.Basis.choices), initial="lump")
    payer = forms.Radios(_("Who pays?"), choices=said(Programme.Payer.choices))
    more = forms.Check(_("More take part than were asked for, and that is right"), required=False)

    def __init__(self, *args: Any, full: bool = False, **kwargs: Any) -> None:
        """`full`: as many as were asked for take part already."""
        super().__init__(*args, **kwargs)
        if not full:
            del self.fields["more"]


class TeamForm(forms.Form):
    """Why so few are enough, when they are few."""

    reason = forms.Text(
        _("If they are fewer than your smallest team: why is that enough?"), max_length=300,
        required=False,
    )  # fmt: skip
