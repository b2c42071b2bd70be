"""What a person writes on her own pages. Almost everything may be left out."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms


class TalkForm(forms.Form):
    """What she wonders about a question."""

    words = forms.LongText(
        _("What do you wonder?"), max_length=3000, rows=5,
        missing=_("Write what you wonder, or leave the page as it is. We get in touch anyway."),
    )  # fmt: skip


WEEK, MONTH, DAY = "week", "month", "day"


class UntilForm(forms.Form):
    """Until when not to be asked. `today` is the programme's day."""

    how_long = forms.Radios(
        _("For how long?"), required=False,
        choices=[(WEEK, _("A week")), (MONTH, _("A month")), (DAY, _("Until a day that I choose"))],
    )  # fmt: skip
    until = forms.Date(
        _("If you choose a day: which one?"), required=False, hint=_("For example 2027-01-15.")
    )
    everything = forms.Check(
        _("And don't ask me anything else until then"), required=False,
        hint=_("Then you pause. What you take part in already goes on."),
    )  # fmt: skip

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].after = today  # type: ignore[attr-defined]

    def clean(self):
        values = super().clean() or {}
        how_long = values.get("how_long") or DAY
        if how_long != DAY:
            days = 7 if how_long == WEEK else 30
            values["until"] = self.today + timedelta(days=days)
        elif not values.get("until") and not self.errors:
            self.add_error(
                "until", _("Choose a week, a month or a day, or leave the page as it is.")
            )
        return values


class PauseForm(forms.Form):
    """How long to pause."""

    until = forms.Date(
        _("Until which day?"),
        hint=_("For example 2027-01-15. Without a day the pause lasts until you end it."),
        required=False,
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].after = today  # type: ignore[attr-defined]
