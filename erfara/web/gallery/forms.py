"""One form with every kind of field, for the gallery."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms

MEETINGS = [
    ("workshop", _("Workshop")),
    ("talk", _("A talk")),
    ("interview", _("Interview by phone")),
]


class EveryField(forms.Form):
    """Every kind of field."""

    name = forms.Text(
        _("Your name"), missing=_("Write your name"), autocomplete="name", max_length=60
    )
    email = forms.Email(_("E-mail"), hint=_("We answer here."))
    phone = forms.Phone(_("Telephone"), required=False)
    wish: Any = forms.LongText(_("What do you want to find out?"), max_words=60)
    on = forms.Date(_("Day"), hint=_("Like 2026-11-21 or 21 november 2026"))
    at = forms.Time(_("Time"), required=False)
    starts = forms.Moment(_("When does it begin?"), required=False)
    people = forms.Number(_("How many people?"), min_value=2, max_value=40, hint=_("At least 2"))
    fee = forms.Money(_("Payment to each"), required=False)
    again = forms.YesNo(_("Does it happen more than once?"))
    meeting = forms.Radios(
        _("How do you meet?"),
        choices=MEETINGS,
        hints={"interview": _("Each person is called for half an hour.")},
    )
    needs = forms.Checkboxes(
        _("What is needed?"),
        choices=[("loop", _("Hearing loop")), ("step", _("No steps")), ("calm", _("A calm room"))],
        required=False,
    )
    unit = forms.Select(
        _("Where?"), choices=[("a", "Eskilstuna"), ("b", "Katrineholm"), ("c", "Nyköping")]
    )
    code = forms.Code(_("The code"), required=False)
    agree = forms.Check(_("I have read what happens with what I write"))
    came_from = forms.Hidden(initial="gallery", required=False)
