"""Forms around a talk: when and where, and how it goes on."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.vocabulary.choices import TalkWay

LENGTHS = [
    ("30", _("half an hour")), ("45", _("three quarters of an hour")), ("60", _("one hour")),
    ("90", _("one and a half hours")), ("120", _("two hours")),
]  # fmt: skip
TAKE_IN, THINK, DECLINE = "take_in", "think", "decline"


class BookForm(forms.Form):
    """When, how, where and with whom. `staff`: (id, name) of the programme's coordinators."""

    starts_at = forms.Moment(_("When?"))
    minutes = forms.Radios(_("How long?"), choices=LENGTHS, initial="60")
    how = forms.Radios(_("How do you talk?"), choices=TalkWay.choices)
    where = forms.LongText(
        _("Where, which number, or which link?"),
        required=False,
        max_length=500,
        rows=2,
        hint=_("Only the person sees this, on a page of their own. It stands in no mail."),
    )
    interviewer = forms.Select(
        _("Who holds the talk?"), required=False, choices=[], empty_label=_("Not decided"),
        coerce=UUID,
    )  # fmt: skip
    second_interviewer = forms.Select(
        _("Who else is there?"),
        required=False,
        choices=[],
        empty_label=_("Nobody else"),
        coerce=UUID,
        hint=_("Two can write at the same time, each on their own screen."),
    )

    def __init__(self, *args: Any, staff: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("interviewer", "second_interviewer"):
            field: Any = self.fields[name]
            field.choices = staff

    def values(self) -> dict[str, Any]:
        """What the actions want."""
        data = self.cleaned_data
        starts = data["starts_at"]
        return {
            "starts_at": starts,
            "ends_at": starts.astimezone(UTC) + timedelta(minutes=int(data["minutes"])),
            "how": data["how"],
            "where": data["where"],
            "interviewer": data["interviewer"],
            "second_interviewer": data["second_interviewer"],
        }


class FinishForm(forms.Form):
    """How it goes on for one who wants to join."""

    go_on = forms.Radios(
        _("How does it go on?"),
        choices=[
            (TAKE_IN, _("Take in: from now on this person can be asked")),
            (THINK, _("The person wants to think about it")),
            (DECLINE, _("Say no, kindly: you write why on the next page")),
        ],
        missing=_("Choose how it goes on."),
    )
    look_again_on = forms.Date(
        _("When do you get in touch again?"),
        required=False,
        hint=_("If the person wants to think. It comes back on your page that day."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        missing = not data.get("look_again_on") and "look_again_on" not in self.errors
        if data.get("go_on") == THINK and missing:
            self.add_error("look_again_on", forms.said(_("Write a day to get in touch again.")))
        return data
