"""What is written when somebody looks for whom to ask."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.lending.models import Difference
from erfara.vocabulary.choices import Area, ExperienceRole, Form, TrainingKind
from erfara.web.coordinator.people_forms import capital
from erfara.workflows.finding import LEFT_OUT, Filters

ASKED = (
    ("never", _("have never been asked")),
    ("long", _("have not been asked for a year")),
    ("much", _("have been lent three times or more in a year")),
    ("due", _("would not be asked too often")),
    ("seldom", _("have wished to be asked seldom")),
)
ALL = _("All")
MAY = (("yes", _("can be asked now")), *LEFT_OUT.items())


def _said(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [(value, capital(label)) for value, label in choices]


class LookForm(forms.Form):
    """Looking through the register for a request. Every field may be left empty."""

    words = forms.Text(
        _("Words to look for"), required=False, max_length=200,
        hint=_("What people themselves say, or what it is called: both are found."),
    )  # fmt: skip
    area = forms.Select(
        _("Where in life"),
        required=False,
        choices=partial(_said, Area.choices),
        empty_label=_("All"),
    )
    role = forms.Select(
        _("As what"),
        required=False,
        choices=partial(_said, ExperienceRole.choices),
        empty_label=_("All"),
    )
    form = forms.Select(
        _("Takes part in"),
        required=False,
        choices=partial(_said, Form.choices),
        empty_label=_("All"),
    )
    training = forms.Select(
        _("Trained in"),
        required=False,
        choices=partial(_said, TrainingKind.choices),
        empty_label=_("All"),
    )
    place = forms.Text(
        _("Place they can come to"), required=False, max_length=60, width="medium",
        hint=_("Those who travel within the county are found as well."),
    )  # fmt: skip
    language = forms.Text(_("Language"), required=False, max_length=60, width="medium")
    on_screen = forms.Check(_("Takes part on a screen"), required=False)
    travels = forms.Check(_("Travels within the county"), required=False)
    asked = forms.Select(
        _("How often they have been asked"), required=False, empty_label=ALL,
        choices=partial(_said, ASKED),
    )  # fmt: skip
    may = forms.Select(
        _("Can they be asked?"), required=False, empty_label=ALL,
        choices=partial(_said, MAY),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.marks_optional = False  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """What is looked for."""
        given: dict[str, Any] = {
            name: value or Filters.__dataclass_fields__[name].default
            for name, value in self.cleaned_data.items()
            if name in self.fields
        }
        return Filters(**given)


class TeamForm(forms.Form):
    """What a proposed team is wished to be. Numbers, in the address of the page."""

    size = forms.Number(_("How many people"), required=False, min_value=1, max_value=40)
    never_asked = forms.Number(
        _("At least so many who have not been lent lately"), required=False, min_value=0,
        max_value=40,
    )  # fmt: skip
    perspectives = forms.Number(
        _("At least so many different perspectives"), required=False, min_value=0, max_value=20,
        hint=_("What they have lived through, and from which side."),
    )  # fmt: skip
    municipalities = forms.Number(
        _("From at least so many places"), required=False, min_value=0, max_value=20
    )


def _ids(text: str) -> list[UUID]:
    return [UUID(one) for one in text.split()]


class ProposedForm(forms.Form):
    """Those of a proposal who are to be put on the list."""

    people = forms.Hidden(coerce=_ids, max_length=4000)


class DifferenceForm(forms.Form):
    """Why the choice is another than the proposal."""

    difference = forms.Select(
        _("Did you choose otherwise? Why?"), required=False,
        choices=partial(_said, Difference.choices), empty_label=_("Nothing to explain"),
        hint=_("It helps the search to become better. It is kept without anybody's name."),
    )  # fmt: skip


class LocalWordForm(forms.Form):
    """A word of the library's own, and what it stands for."""

    word = forms.Text(
        _("The word"), max_length=80, width="medium",
        hint=_("For example the name of a ward, a group or a service that people here know."),
    )  # fmt: skip
    concept = forms.Select(_("What it stands for"), choices=[])

    def __init__(self, *args: Any, concepts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["concept"]
        field.choices = concepts
