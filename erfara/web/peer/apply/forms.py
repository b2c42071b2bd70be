"""The pages of an application, one thing on each. None asks about an illness."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.peersupport.recruitment.questions import LABELS, HalfTime
from erfara.vocabulary.choices import Channel

# How somebody may have heard of a round; the rest of the choices are about borrowing.
CHANNELS = [
    (value, label)
    for value, label in Channel.choices
    if value not in {Channel.ASSIGNMENT, Channel.RELATIVES_CENTRE}
]


class NameForm(forms.Form):
    """What to call her."""

    name = forms.Text(
        _("What is your name?"), max_length=160, autocomplete="name",
        missing=_("Write a name we can call you by."),
    )  # fmt: skip


class WhyForm(forms.Form):
    """Why this job."""

    why = forms.LongText(
        LABELS["why"], max_length=3000, rows=8,
        hint=_("A few sentences are enough. We talk more when we meet."),
        missing=_("Write a few words about why."),
    )  # fmt: skip


class OwnForm(forms.Form):
    """What she wants to tell of her own."""

    own = forms.LongText(
        LABELS["own"], required=False, max_length=3000, rows=8,
        hint=_("You choose what you tell. We don’t ask for diagnoses or what care you have had. "
               "You can leave it empty, and we talk about it instead."),
    )  # fmt: skip


class WorkForm(forms.Form):
    """The practical side of the job."""

    half_time = forms.Radios(
        LABELS["half_time"], choices=HalfTime.choices, missing=_("Choose what comes closest."),
        hint=_("The job is half time or more. You can build up to it."),
    )  # fmt: skip
    begins = forms.Text(LABELS["begins"], required=False, max_length=200)
    where = forms.Text(
        LABELS["where"], required=False, max_length=200,
        hint=_("For example a municipality, or as far as the bus goes."),
    )  # fmt: skip
    practical = forms.LongText(
        LABELS["practical"], required=False, max_length=1000, rows=3,
        hint=_("For example hearing, reading, a lift or rest. It is never counted against you."),
    )  # fmt: skip


class FoundForm(forms.Form):
    """How she found here."""

    channel = forms.Radios(
        _("How did you find us?"), choices=CHANNELS, page_heading=True,
        hint=_("It helps us to see where more people can be found."),
        missing=_("Choose what comes closest."),
    )  # fmt: skip
