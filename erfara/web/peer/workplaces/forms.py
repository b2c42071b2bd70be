"""Forms about a workplace: the same for a lead and for those who speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.workplaces.models import ReadinessItem, Workplace
from erfara.peersupport.workplaces.readiness import Item
from erfara.web.coordinator.people_forms import capital
from erfara.web.peer.functions import INSTEAD, NAME, YOURS

Standing = ReadinessItem.Standing


def _kinds() -> list[tuple[str, str]]:
    return [(key, capital(say(label))) for key, label in Workplace.Kind.choices]


class _Peers(forms.Form):
    """What kind of workplace it is, and how many it would have."""

    kind = forms.Select(_("What kind of workplace is it?"), choices=_kinds,
                        missing=_("Choose what kind of workplace it is."))  # fmt: skip
    municipality = forms.Text(
        _("Municipality"), required=False, max_length=80, width="medium", list="municipalities"
    )  # fmt: skip
    peers_wanted = forms.Radios(
        _("How many {contributor:pl} would there be?"), coerce=int, initial=2,
        choices=[(2, _("Two, so that nobody is alone")), (1, _("One"))],
    )  # fmt: skip
    why_one = forms.Text(
        _("If it is one: why?"), required=False, max_length=300,
        hint=_("Two are less alone than one. Sometimes one is what there is room for."),
    )  # fmt: skip

    # Suggested where one writes: what is written so counts in the goal that is about it.
    municipalities: Sequence[str] = ()

    def __init__(self, *args: Any, setup: PeerSetup | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = setup.peers_per_workplace if setup is not None else 2
        self.municipalities = setup.municipalities if setup is not None else ()
        self.fields["peers_wanted"].initial = self.usual
        if self.usual == 1:
            del self.fields["why_one"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("peers_wanted", self.usual) < self.usual and not data.get("why_one"):
            self.add_error("why_one", forms.said(_("Write why there is to be one.")))
        return data

    def facts(self) -> dict[str, Any]:
        """What the actions keep of it."""
        names = ("kind", "municipality", "peers_wanted", "why_one")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class FactsForm(_Peers):
    """The same, changed."""


class _Where(forms.Form):
    organisation = forms.Text(
        _("Region, municipality or organisation"), max_length=160, autocomplete="organization",
        missing=_("Write which organisation it belongs to."),
    )  # fmt: skip
    unit = forms.Text(
        _("The workplace"), max_length=160, hint=_("As those who work there call it."),
        missing=_("Write what the workplace is called."),
    )  # fmt: skip


class HandForm(_Where, _Peers):
    """A workplace raises its hand, on the public page."""

    name = forms.Text(
        _("Your name"), max_length=120, autocomplete="name", hint=YOURS,
        missing=_("Write your name."),
    )  # fmt: skip
    email = forms.Email(_("Your e-mail at work"), hint=_("We answer here."))
    phone = forms.Phone(_("Telephone"), required=False)
    is_manager = forms.YesNo(_("Are you the manager there?"))
    words = forms.LongText(
        _("Do you want to say anything more?"), required=False, max_length=2000, rows=4,
        hint=_("Nothing about patients or clients, please."),
    )  # fmt: skip
    field_order = (
        "organisation", "unit", "municipality", "kind", "peers_wanted", "why_one", "name", "email",
        "phone", "is_manager", "words",
    )  # fmt: skip

    def contact(self) -> dict[str, str]:
        """Who writes."""
        return {name: self.cleaned_data[name] or "" for name in ("name", "email", "phone")}


class NewForm(_Where, _Peers):
    """A lead writes a workplace down: one that has said that it wants to, or an offer to one."""

    how = forms.Radios(
        _("How did it come?"),
        choices=[
            ("told", _("They have said that they are interested")),
            ("offer", _("We offer it to them: they answer on a page of their own")),
        ],
        missing=_("Choose how it came."),
    )
    name = forms.Text(
        _("Contact person"), max_length=120, hint=INSTEAD, missing=_("Write who it is.")
    )
    email = forms.Email(
        _("The contact person’s e-mail"), required=False,
        hint=_("Without one there are no messages: then you phone."),
    )  # fmt: skip
    phone = forms.Phone(_("The contact person’s telephone"), required=False)
    manager_name = forms.Text(_("Manager"), required=False, max_length=120)
    manager_email = forms.Email(_("The manager’s e-mail"), required=False)
    field_order = (
        "how", "organisation", "unit", "municipality", "kind", "peers_wanted", "why_one", "name",
        "email", "phone", "manager_name", "manager_email",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("how") == "offer" and not data.get("email"):
            self.add_error("email", forms.said(_("An offer needs an address to send it to.")))
        if data.get("manager_email") and not data.get("manager_name"):
            self.add_error("manager_name", forms.said(_("Write who the manager is.")))
        return data

    def contact(self) -> dict[str, str]:
        """Who gets the messages."""
        return {name: self.cleaned_data[name] or "" for name in ("name", "email", "phone")}

    def manager(self) -> dict[str, str] | None:
        """Who leads there, if it was written."""
        name = self.cleaned_data["manager_name"]
        if not name:
            return None
        return {"name": name, "email": self.cleaned_data["manager_email"] or "", "phone": ""}


# So many signs are searched for.
SEARCHED = 80


class SearchForm(forms.Form):
    """Some of the workplaces, by what they are called or where they are. In the address: no name of
    a person is searched."""

    sok = forms.Text(
        _("Name or municipality"), required=False, max_length=SEARCHED, autocomplete="off",
        width="medium",
    )  # fmt: skip
    visa = forms.Hidden()


class ItemForm(forms.Form):
    """How one thing on the list stands."""

    standing = forms.Radios(_("How does it stand?"), choices=(),
                            missing=_("Choose how it stands."))  # fmt: skip
    number = forms.Number(_("How many were there?"), min_value=1, max_value=500, required=False)
    evidence = forms.Text(
        _("In what way?"), max_length=500, required=False,
        hint=_("A few words. Name nobody, and write nothing about patients."),
    )  # fmt: skip
    done_on = forms.Date(_("Since which day?"), required=False)

    def __init__(self, *args: Any, item: Item, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("done", _("It is in place")), ("missing", _("It is left to do"))]
        if item.may_skip:
            choices.insert(1, ("not_needed", _("It is not needed here")))
        field: Any = self.fields["standing"]
        field.choices = choices
        words: Any = self.fields["evidence"]
        words.label = _("In what way, or why not?") if item.may_skip else _("In what way?")
        day: Any = self.fields["done_on"]
        day.before = today
        self.item = item
        if not item.counts:
            del self.fields["number"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        standing = data.get("standing")
        if standing == Standing.DONE:
            self._want("evidence", _("Write in a few words how it is done."))
            self._want("done_on", _("Write which day it was done."))
            if self.item.counts:
                self._want("number", _("Write how many were there."))
        if standing == Standing.NOT_NEEDED:
            self._want("evidence", _("Write why it is not needed."))
        return data

    def _want(self, name: str, sentence: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, forms.said(sentence))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        names = ("standing", "evidence", "done_on")
        return {
            **{name: self.cleaned_data.get(name) for name in names},
            "evidence": self.cleaned_data.get("evidence") or "",
            "number": self.cleaned_data.get("number"),
        }


class PersonForm(forms.Form):
    """Somebody at work, by name or function, and address. `there`: somebody stands there now."""

    name = forms.Text(
        NAME, max_length=120, autocomplete="off", hint=INSTEAD, missing=_("Write who it is.")
    )
    email = forms.Email(_("E-mail at work"), required=False)
    phone = forms.Phone(_("Telephone at work"), required=False)
    erase_now = forms.Check(
        _("Whoever stood there has protected details: erase them at once"), required=False,
        hint=_("Otherwise they are erased within two weeks."),
    )  # fmt: skip

    def __init__(self, *args: Any, there: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not there:
            del self.fields["erase_now"]

    def erases(self) -> bool:
        """Whether whoever stood there is erased at once."""
        return bool(self.cleaned_data.get("erase_now"))

    def identity(self) -> dict[str, str]:
        """What the workflow takes."""
        return {name: self.cleaned_data[name] or "" for name in ("name", "email", "phone")}


class ManagerForm(PersonForm):
    """A new manager, and since when."""

    since = forms.Date(_("Manager since"))
    field_order = ("name", "email", "phone", "since", "erase_now")


class DayForm(forms.Form):
    """A day ahead."""

    day = forms.Date(_("Until which day?"))

    def __init__(
        self, *args: Any, today: date, label: Any = None, hint: Any = "", required: bool = True,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field: Any = self.fields["day"]
        field.after, field.required = today, required
        if label is not None:
            field.label = label
        field.help_text = hint


class WordsForm(forms.Form):
    """A sentence or two."""

    words = forms.LongText(_("What is left to do?"), rows=3, max_length=300,
                           missing=_("Write what is left to do."),
                           hint=_("The workplace reads it. Name nobody."))  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.LongText(_("Why?"), rows=3, max_length=500,
                            missing=_("Write why, in a sentence."),
                            hint=_("It stands in the history. Name nobody."))  # fmt: skip
