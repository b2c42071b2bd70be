"""What is written about a programme of peer support, a form for each thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.models import Membership
from erfara.organisations.words import say_lazy
from erfara.peersupport.setup.kinds import MODELS, Function
from erfara.peersupport.setup.models import Goal, Invited, Party, PeerSetup
from erfara.web.peer.functions import INSTEAD, NAME

SETTINGS = ("name", "owner", "about", "contact_email", "contact_phone", "shows_staff_names")


def said(choices: Any) -> list[tuple[str, Any]]:
    """Choices in the programme's words."""
    return [(value, say_lazy(label)) for value, label in choices]


class ModelForm(forms.Form):
    """The model, and from when to when."""

    model = forms.Radios(
        _("Which model?"), choices=[(one.key, one.name) for one in MODELS.values()],
        hints={one.key: one.about for one in MODELS.values()}, missing=_("Choose a model."),
    )  # fmt: skip
    employer_model = forms.Radios(
        _("Who employs?"), choices=said(PeerSetup.Employer.choices), required=False,
        hint=_("Choose nothing, and it is as the model proposes."),
    )  # fmt: skip
    starts_on = forms.Date(_("From which day?"), missing=_("Write from which day."))
    ends_on = forms.Date(
        _("Until which day?"), required=False, hint=_("Empty: until it is decided otherwise.")
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the action wants it: what nobody has chosen is left to the model."""
        return {k: v for k, v in self.cleaned_data.items() if k != "employer_model" or v}


class MoneyForm(forms.Form):
    """Until when there is money."""

    funded_until = forms.Date(
        _("Until which day is there money?"), required=False,
        hint=_("We remind you half a year before."),
    )  # fmt: skip


class PlanForm(forms.Form):
    """How many are planned, and where."""

    interviewed = forms.Number(_("How many are interviewed?"), min_value=1, max_value=999)
    trained = forms.Number(_("How many are trained?"), min_value=1, max_value=999)
    employed = forms.Number(_("How many get a place?"), min_value=1, max_value=999)
    peers_per_workplace = forms.Radios(
        _("How many at each workplace?"), coerce=int,
        choices=[("2", _("two, who have each other")), ("1", _("one"))],
    )  # fmt: skip
    interviews = forms.Checkboxes(
        _("Which two interview?"), choices=said(Function.choices),
        hint=_("Each writes alone, and reads the other’s when both have sent."),
        missing=_("Choose two who interview. Each writes without the other."),
    )  # fmt: skip
    keep_applicants_months = forms.Number(
        _("For how many months is an application kept after a no?"), min_value=1, max_value=24,
    )  # fmt: skip
    municipalities = forms.LongText(
        _("Which municipalities are to be reached?"), required=False, rows=6, max_length=2000,
        hint=_("One on each line."),
    )  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """As the action wants it: municipalities as a list, each once."""
        lines = (line.strip() for line in self.cleaned_data["municipalities"].splitlines())
        return {**self.cleaned_data, "municipalities": list(dict.fromkeys(filter(None, lines)))}


class CertificateForm(forms.Form):
    """Who issues certificates, and how long they count."""

    issuer = forms.Text(
        _("Who issues the certificates?"), max_length=160,
        hint=_("An organisation of the user movement. Its name stands on the paper."),
        missing=_("Write who issues them."),
    )  # fmt: skip
    certificate_years = forms.Number(
        _("For how many years do they count?"), required=False, min_value=1, max_value=20,
        hint=_("Empty: as long as they are not taken back."),
    )  # fmt: skip


class AboutForm(forms.Form):
    """What everybody may read about the programme."""

    name = forms.Text(_("Name of {library:sg.def}"), max_length=120)
    owner = forms.Text(_("Who is behind it?"), required=False, max_length=160)
    about = forms.LongText(_("What is it?"), required=False, max_length=3000, rows=5)
    contact_email = forms.Email(_("E-mail for questions"), required=False)
    contact_phone = forms.Text(_("Telephone for questions"), required=False, max_length=40)
    shows_staff_names = forms.Check(
        _("People see the names of those who have opened their details"), required=False
    )


class PairForm(forms.Form):
    """From where somebody who leads looks at it."""

    perspective = forms.Radios(
        _("What do you bring?"), required=False,
        choices=[*said(Membership.Perspective.choices), ("", _("I would rather not say"))],
    )  # fmt: skip


class IdentityForm(forms.Form):
    """Somebody who is turned to at work."""

    name = forms.Text(
        NAME, max_length=160, autocomplete="off", hint=INSTEAD, missing=_("Write a name.")
    )
    email = forms.Email(_("E-mail at work"), required=False)
    phone = forms.Phone(_("Telephone"), required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("name") and not data.get("email") and not data.get("phone"):
            self.add_error("email", _("Write an e-mail address or a telephone number."))
        return data

    @property
    def identity(self) -> dict[str, str]:
        """As people's actions want it."""
        found = {name: self.cleaned_data.get(name) or "" for name in ("name", "email", "phone")}
        return {**found, "address": ""}


class PartyForm(IdentityForm):
    """An organisation that is part of it, and whom one turns to there."""

    kind = forms.Radios(
        _("As what is it part of it?"), choices=said(Party.Kind.choices),
        missing=_("Choose as what."),
    )  # fmt: skip
    organisation = forms.Text(
        _("Which organisation?"), max_length=160, list="organisations",
        hint=_("For example Region Sörmland."), missing=_("Write which organisation."),
    )  # fmt: skip
    name = forms.Text(_("Whom does one turn to there?"), max_length=160, autocomplete="off",
                      required=False, hint=INSTEAD)  # fmt: skip
    field_order = ("kind", "organisation", "name", "email", "phone")


class MemberForm(IdentityForm):
    """Somebody in the working group."""

    party = forms.Select(_("For whom?"), choices=(), coerce=UUID, missing=_("Choose for whom."))
    function = forms.Text(
        _("What does she or he do there?"), max_length=120,
        hint=_("For example head of unit, or chair."), missing=_("Write what they do there."),
    )  # fmt: skip
    field_order = ("party", "name", "function", "email", "phone")

    def __init__(self, *args: Any, parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.choices = [(str(one.pk), one.organisation.name) for one in parties]


class GoalForm(forms.Form):
    """What is to be reached, and until when."""

    kind = forms.Radios(
        _("What is to be reached?"), choices=said(Goal.Kind.choices),
        missing=_("Choose what is to be reached."),
    )  # fmt: skip
    number = forms.Number(
        _("How many, or how many per cent?"), min_value=1, max_value=9999, width="short"
    )
    base = forms.Number(
        _("From how many is a growth counted?"), required=False, min_value=1, max_value=9999,
        hint=_("Only for a growth: 11 that grow by 50 per cent are 17."), width="short",
    )  # fmt: skip
    by_day = forms.Date(_("Until which day?"))


class ChangeGoalForm(forms.Form):
    """Another number or day for a goal that is set."""

    number = GoalForm.base_fields["number"]
    base = GoalForm.base_fields["base"]
    by_day = GoalForm.base_fields["by_day"]

    def __init__(self, *args: Any, grows: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not grows:
            del self.fields["base"]


class DayForm(forms.Form):
    """An information day: when and where."""

    day = forms.Date(_("Day"), hint=_("Like this: 2026-11-26"))
    starts = forms.Time(_("It begins"), hint=_("Like this: 13:00"))
    ends = forms.Time(_("It ends"))
    place = forms.Text(_("Where?"), max_length=300, missing=_("Write where it is."))


class InviteForm(forms.Form):
    """A workplace that is invited."""

    organisation = forms.Text(
        _("Organisation"), max_length=160, list="organisations",
        missing=_("Write which organisation."),
    )  # fmt: skip
    unit = forms.Text(
        _("Unit"), max_length=160, list="units", hint=_("For example ward 4, or the day centre."),
        missing=_("Write which unit."),
    )  # fmt: skip


class CameForm(forms.Form):
    """How many of each invited workplace came."""

    def __init__(self, *args: Any, invited: Iterable[Invited], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in invited:
            self.fields[f"came-{one.pk}"] = forms.Number(
                str(one.unit), required=False, min_value=0, max_value=999, width="short",
                hint=_("How many came? Empty: nobody."),
            )  # fmt: skip

    @property
    def came(self) -> dict[UUID, int | None]:
        """Invited → how many."""
        return {
            UUID(name.removeprefix("came-")): value for name, value in self.cleaned_data.items()
        }


class ReasonForm(forms.Form):
    """Why something comes to nothing."""

    reason = forms.Text(_("Why?"), max_length=300, missing=_("Write why, in a sentence."))
