"""What is written when a team is decided about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import forms
from erfara.lending.models import Inquiry, Participation
from erfara.organisations.models import Programme
from erfara.vocabulary.choices import ExperienceRole
from erfara.web.coordinator.asking_forms import said

CONFIRM, WAIT, LATER = "confirm", "wait", "later"


class TeamForm(forms.Form):
    """For each who has said yes: takes part, waits in case, or is decided about later."""

    amount = forms.Money(
        _("Payment to each in kronor"), min_value=0, required=False,
        hint=_("In all, for those who take part now. Leave it empty if it isn't agreed yet."),
    )  # fmt: skip
    basis = forms.Radios(_("For what?"), choices=said(Compensation.Basis.choices), initial="lump")
    payer = forms.Radios(_("Who pays?"), choices=said(Programme.Payer.choices))
    more = forms.Check(_("More take part than were asked for, and that is right"), required=False)

    def __init__(
        self,
        *args: Any,
        people: Iterable[tuple[Inquiry, str, str]],
        full: bool,
        **kwargs: Any,
    ) -> None:
        """`people`: each with her name and what she brings. `full`: there may be too many."""
        super().__init__(*args, **kwargs)
        self.rows = {f"person_{one.pk}": one for one, _name, _brings in people}
        after = list(self.fields.items())
        self.fields.clear()
        for one, name, brings in people:
            if one.state == "yes":
                others = [(WAIT, _("Waiting list")), (LATER, _("Decide later"))]
            else:
                others = [(WAIT, _("Stays on the waiting list"))]
            field = forms.Radios(
                name, choices=[(CONFIRM, _("Takes part")), *others], hint=brings,
                initial=others[-1][0],
            )  # fmt: skip
            self.fields[f"person_{one.pk}"] = field
        self.fields.update(after)
        if not full:
            del self.fields["more"]

    def chosen(self, what: str) -> list[Inquiry]:
        """Those of whom this was said, and of whom it isn't so already."""
        return [
            row for name, row in self.rows.items()
            if self.cleaned_data.get(name) == what and (what != WAIT or row.state == "yes")
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not self._decided():
            first = next(iter(self.rows), None)
            self.add_error(first, _("Say of at least one person what you have decided"))
        return values

    def _decided(self) -> bool:
        """Whether anything was: also of one who is decided about since. Pressed twice, the same
        page is no mistake."""
        for name, value in self.data.items():
            row = self.rows.get(name)
            if name.startswith("person_") and (
                value == CONFIRM or (value == WAIT and (row is None or row.state == "yes"))
            ):
                return True
        return False


class OutsideForm(forms.Form):
    """People from outside the library: how many, through whom, what they bring. No names."""

    count = forms.Number(
        _("How many?"), min_value=1, max_value=100, width="short",
        missing=_("Write how many, for example 2"),
    )  # fmt: skip
    through = forms.Radios(
        _("Through whom do they come?"), choices=said(Participation.Through.choices)
    )
    brings = forms.Checkboxes(
        _("What do they bring?"), choices=said(ExperienceRole.choices), required=False,
        hint=_("As {borrower:sg.def} has said. Leave it empty if nobody knows."),
    )  # fmt: skip


class ChangeOutsideForm(OutsideForm):
    """The same about one of them."""

    count = None  # type: ignore[assignment]


class EnoughForm(forms.Form):
    """Why the team is enough as it is."""

    reason = forms.Text(
        _("Why is it enough?"), max_length=300, missing=_("Write why, in a sentence."),
        hint=_("A sentence about the assignment. Nothing about the one who left."),
    )  # fmt: skip


class UntilForm(forms.Form):
    """Until when somebody is looked for."""

    until = forms.Date(_("Until which day?"), missing=_("Write a day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["until"]
        field.after = today
