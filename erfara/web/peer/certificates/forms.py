"""What is written about certificates."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms


class NameForm(forms.Form):
    """The name as it is to stand on the certificate."""

    name = forms.Text(
        _("The name on it"), max_length=120, autocomplete="off",
        missing=_("Write the name that is to stand on the certificate."),
        hint=_("As the holder writes it. It can be changed later, by a new certificate."),
    )  # fmt: skip


def words_form(label: str | Promise, missing: str | Promise, hint: str | Promise = "") -> type:
    """A form with one field of words."""

    class WordsForm(forms.Form):
        words = forms.LongText(label, max_length=1000, rows=5, missing=missing, hint=hint)

    return WordsForm


AskFirstForm = words_form(
    _("What do you need first?"), _("Write what you need first."),
    _("The leads of the programme read it and answer you."),
)  # fmt: skip
DoneForm = words_form(_("What has been done?"), _("Write what has been done."))
NoneForm = words_form(
    _("Why is there no certificate?"),
    _("Write why there is no certificate, in a sentence."),
    _("It is kept with the one it is about, who can read it in the copy of all that is kept."),
)
RevokeForm = words_form(
    _("Why is it revoked?"), _("Write why it is revoked. Its holder reads it."),
    _("Its holder reads it. Nobody who checks the certificate does."),
)  # fmt: skip
NoForm = words_form(
    _("Why is there no new one?"), _("Write why, in a sentence. She reads it."),
    _("The one who asked reads it."),
)  # fmt: skip


class CodeForm(forms.Form):
    """The code on a certificate."""

    kod = forms.Text(
        _("The code on the certificate"), max_length=40, autocomplete="off", width="medium",
        hint=_("16 signs, such as 7K2M-9QXT-4F3B-H8RD"),
        missing=_("Write the code that stands on the certificate."),
    )  # fmt: skip
