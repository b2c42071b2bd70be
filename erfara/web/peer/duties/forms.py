"""Forms about who does what."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.peersupport.duties.models import DutyAnswer
from erfara.peersupport.duties.tasks import SIDES
from erfara.web.coordinator.agreement_forms import begun
from erfara.web.coordinator.people_forms import capital
from erfara.web.peer.functions import INSTEAD
from erfara.workflows.workplaces import Spokesman


def _sides() -> list[tuple[str, str]]:
    return [(key, capital(say(label))) for key, label in SIDES.items()]


class RowForm(forms.Form):
    """One thing: who does it, who decides, who is told."""

    title = forms.Text(_("What is it about?"), max_length=160, missing=_("Write what it is about."))
    does = forms.Radios(_("Who does it?"), choices=_sides, missing=_("Choose who does it."))
    decides = forms.Radios(_("Who decides?"), choices=_sides, missing=_("Choose who decides."))
    told = forms.Checkboxes(_("Who is told?"), choices=_sides, required=False)
    note = forms.LongText(
        _("How, or how often?"), required=False, rows=3, max_length=400,
        hint=_("Name nobody: all parties read it."),
    )  # fmt: skip


class SendForm(forms.Form):
    """Who speaks for each party, and until when they say yes. The workplace's manager speaks for
    the workplace."""

    employer = forms.Text(_("The employer"), max_length=160, required=False)
    employer_name = forms.Text(
        _("Who speaks for the employer?"), max_length=120, required=False, hint=INSTEAD
    )
    employer_email = forms.Email(_("The employer’s e-mail"), required=False)
    user_org = forms.Text(_("The user organisation"), max_length=160, required=False)
    user_org_name = forms.Text(
        _("Who speaks for the user organisation?"), max_length=120, required=False, hint=INSTEAD
    )
    user_org_email = forms.Email(_("The user organisation’s e-mail"), required=False)
    answer_by = forms.Date(
        _("The last day to say yes"),
        hint=_("Halfway there, those who have not answered get one reminder."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day: Any = self.fields["answer_by"]
        day.after = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for side in ("employer", "user_org"):
            some = [data.get(name) for name in (side, f"{side}_name", f"{side}_email")]
            if any(some) and not data.get(f"{side}_name"):
                self.add_error(f"{side}_name", forms.said(_("Write who speaks for it.")))
            if any(some) and not data.get(side):
                self.add_error(side, forms.said(_("Write which organisation it is.")))
        if not data.get("employer_name") and not data.get("user_org_name"):
            self.add_error(
                "employer_name", forms.said(_("Write who speaks for at least one party more."))
            )
        return data

    def parties(self) -> list[Spokesman]:
        """Those that were written."""
        data = self.cleaned_data
        return [
            Spokesman(
                side, data[side],
                {"name": data[f"{side}_name"], "email": data[f"{side}_email"] or "", "phone": ""},
            )
            for side in ("employer", "user_org")
            if data.get(f"{side}_name")
        ]  # fmt: skip


class NoteForm(forms.Form):
    """A yes that came by phone, on paper or face to face."""

    how = forms.Radios(
        _("How did you get to know?"),
        choices=begun([one for one in DutyAnswer.How.choices if one[0] != "page"]),
        missing=_("Choose how you got to know."),
    )
