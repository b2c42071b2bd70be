"""The pages of a sign-up, one thing on each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.vocabulary.choices import Channel


class NameForm(forms.Form):
    """What to call her."""

    name = forms.Text(
        _("What is your name?"), max_length=160, autocomplete="name",
        hint=_("Your first name is enough for now."), missing=_("Write a name we can call you by."),
    )  # fmt: skip


class ReachForm(forms.Form):
    """How to reach her: one way is enough."""

    email = forms.Email(_("E-mail"), required=False)
    phone = forms.Phone(_("Telephone"), required=False)
    address = forms.LongText(
        _("Postal address"), required=False, max_length=300, rows=3, autocomplete="street-address",
        hint=_("If you would rather have a letter."),
    )  # fmt: skip
    when_to_reach = forms.LongText(
        _("When and how is it good to reach you?"), required=False, max_length=500, rows=2,
        hint=_("For example: mornings, or send a text message first."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        ways = ("email", "phone", "address")
        if not any(data.get(name) for name in ways) and not any(n in self.errors for n in ways):
            sentence = _("Write an e-mail address, a phone number or a postal address.")
            self.add_error("email", forms.said(sentence))
        return data


class ToldForm(forms.Form):
    """Something she has lived through, if she wants to begin with it."""

    told = forms.LongText(
        _("What do you want to tell?"), required=False, max_length=3000, rows=8,
        hint=_("A few words are enough. You can leave it empty, and we talk about it instead."),
    )  # fmt: skip


class FoundForm(forms.Form):
    """How she found here."""

    channel = forms.Radios(
        _("How did you find us?"), choices=Channel.choices, page_heading=True,
        hint=_("It helps us to see where more people can be found."),
        missing=_("Choose what comes closest."),
    )  # fmt: skip
