"""What a person writes on her own pages. Almost everything may be left out."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms


class TalkForm(forms.Form):
    """What she wonders about a question."""

    words = forms.LongText(
        _("What do you wonder?"), max_length=3000, rows=5,
        missing=_("Write what you wonder, or leave the page as it is. We get in touch anyway."),
    )  # fmt: skip


class UntilForm(forms.Form):
    """Until when not to be asked. `today` is the programme's day."""

    until = forms.Date(
        _("Until which day?"),
        hint=_("For example 2027-01-15."),
        missing=_("Write a day, like 2027-01-15, or leave the page as it is."),
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].after = today  # type: ignore[attr-defined]


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
