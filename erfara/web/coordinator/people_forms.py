"""Forms around a person: who she is, what she has lived through, what she agrees to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.people.actions import IDENTITY, Told
from erfara.people.models import Purpose
from erfara.people.models.consents import How
from erfara.vocabulary.choices import Channel, ExperienceRole, Form
from erfara.web.people_say import first_capital

TOGETHER = [(one.value, one.label) for one in (How.IN_PERSON, How.PHONE, How.PAPER)]
FIRST_ROWS, MOST_ROWS = 3, 30


def check_told(form: forms.Form, rows: int) -> None:
    """Say what is missing in rows where only one of two is written: what it was, and as what."""
    for n in range(rows):
        text, role = form.cleaned_data.get(f"text_{n}"), form.cleaned_data.get(f"role_{n}")
        if text and not role and f"role_{n}" not in form.errors:
            sentence = _("Choose as what: as a patient, as a relative or as something else.")
            form.add_error(f"role_{n}", forms.said(sentence))
        if role and not text and f"text_{n}" not in form.errors:
            sentence = _("Write what it was, or choose nothing in this row.")
            form.add_error(f"text_{n}", forms.said(sentence))


class IdentityForm(forms.Form):
    """Name, and at least one way to reach somebody. It is about somebody else: the browser's own
    suggestions are off."""

    name = forms.Text(_("Name"), max_length=160, autocomplete="off", missing=_("Write the name"))
    email = forms.Email(_("E-mail"), required=False, autocomplete="off")
    phone = forms.Phone(_("Telephone"), required=False, autocomplete="off")
    address = forms.LongText(
        _("Address"), required=False, max_length=300, rows=3, autocomplete="off"
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        ways = ("email", "phone", "address")
        if not any(data.get(name) for name in ways) and not any(n in self.errors for n in ways):
            self.add_error(
                "email", forms.said(_("Write an e-mail address, a phone number or an address."))
            )
        return data

    def identity(self) -> dict[str, str]:
        """What the vault keeps as `identity`."""
        return {name: self.cleaned_data[name] for name in IDENTITY}


class ChannelForm(forms.Form):
    """How somebody found here."""

    channel = forms.Radios(
        _("How did you get in touch?"),
        choices=Channel.choices,
        hint=_("What works best for finding new people is seen from this."),
    )


class ProtectedForm(forms.Form):
    """Whether somebody's details are protected, from the first word that is written."""

    protected = forms.Check(
        _("The person has protected details"),
        required=False,
        hint=_("In no list, no presentation and no statistics. Asked by phone only."),
    )


class InterestForm(IdentityForm, ChannelForm, ProtectedForm):
    """Somebody wants to join; the talk comes later."""

    field_order = [*IDENTITY, "protected", "channel"]


class ToldForm(forms.Form):
    """What somebody has lived through: a number of rows, each a text and a role.

    There are no questions here about how bad, how long ago or how close: experiences are not
    ranked. One more row comes with a button that sends the form and loses nothing.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        rows: int = FIRST_ROWS,
        texts: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.texts = texts or {}
        self.count = _rows(data) if data is not None else min(rows, MOST_ROWS)
        super().__init__(data, **kwargs)
        for n in range(self.count):
            text = forms.LongText(_("What was it?"), required=False, max_length=2000, rows=3)
            role = forms.Select(_("As what?"), required=False, choices=ExperienceRole.choices)
            # Each row is optional as a whole, not its halves.
            text.marks_optional = role.marks_optional = False
            self.fields[f"text_{n}"], self.fields[f"role_{n}"] = text, role
            self.fields[f"told_{n}"] = forms.Hidden(required=False, coerce=UUID)
        self.fields["rows"] = forms.Hidden(required=False, initial=self.count)
        self.fields["takes_part"] = forms.Checkboxes(
            _("Which forms feel right?"),
            required=False,
            choices=Form.choices,
            hint=_("What doesn't feel right is left empty. It can be changed at any time."),
        )

    @classmethod
    def one_more(cls, data: Any, **kwargs: Any) -> ToldForm:
        """The form as it was sent, with one row more and nothing said about what is missing."""
        sent = cls(data, **kwargs)
        initial = {name: sent[name].data for name in sent.fields if name != "rows"}
        form = cls(rows=sent.count + 1, initial=initial, **kwargs)
        form.fields[f"text_{form.count - 1}"].widget.attrs["autofocus"] = True
        return form

    @property
    def full(self) -> bool:
        """Whether there is no room for another row."""
        return self.count >= MOST_ROWS

    @property
    def told_rows(self) -> list[dict[str, Any]]:
        """The rows, to be rendered."""
        return [
            {"text": self[f"text_{n}"], "role": self[f"role_{n}"], "told": self[f"told_{n}"]}
            for n in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        check_told(self, self.count)
        return data

    def told(self) -> list[Told]:
        """The rows that were filled in."""
        data = self.cleaned_data
        return [
            Told(data[f"role_{n}"], data[f"text_{n}"], data[f"told_{n}"])
            for n in range(self.count)
            if data[f"text_{n}"]
        ]

    def shown(self) -> set[UUID]:
        """The experiences that the writer had before her; those emptied are to be removed."""
        return {pk for n in range(self.count) if (pk := self.cleaned_data[f"told_{n}"])}


def _rows(data: Any) -> int:
    try:
        sent = int(data.get("rows") or FIRST_ROWS)
    except ValueError:
        sent = FIRST_ROWS
    return max(1, min(sent, MOST_ROWS))


def already_told(told: Iterable[Told]) -> dict[str, Any]:
    """What fills the rows of a `ToldForm` with what has been told before."""
    initial: dict[str, Any] = {}
    for n, one in enumerate(told):
        initial |= {f"text_{n}": one.text, f"role_{n}": one.role, f"told_{n}": one.id}
    return initial


class WelcomeForm(ToldForm):
    """The talk: what somebody has lived through, and what she agrees to, purpose by purpose.

    `texts`: purpose → the words that she agrees to, shown in full at each.
    """

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for purpose, label in Purpose.choices:
            needed = purpose == Purpose.REGISTER
            self.fields[f"agree_{purpose}"] = forms.Check(
                capital(label),
                hint=self.texts.get(purpose, ""),
                required=needed,
                missing=_("Without a yes to being in the register nobody can be taken in."),
            )
        self.fields["how"] = forms.Radios(
            _("How was it said?"),
            choices=TOGETHER,
            hint=_("Read each text aloud, or let it be read. Tick only what was answered yes."),
        )

    @property
    def agreements(self) -> list[Any]:
        """The boxes, one per purpose, to be rendered."""
        return [self[f"agree_{purpose}"] for purpose in Purpose.values]

    def consents(self) -> list[str]:
        """The purposes that were answered yes."""
        return [p for p in Purpose.values if self.cleaned_data[f"agree_{p}"]]


class NewPersonForm(WelcomeForm, IdentityForm, ChannelForm, ProtectedForm):
    """Interest and talk at once."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.order_fields([*IDENTITY, "protected", "channel"])


class HowForm(forms.Form):
    """Through which channel a person said something."""

    how = forms.Radios(_("How was it said?"), choices=TOGETHER)


class PauseForm(forms.Form):
    """Until when somebody pauses; empty for until further notice."""

    until = forms.Date(
        _("Until which day?"),
        required=False,
        hint=_("Leave it empty if it isn't known yet."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        until: Any = self.fields["until"]
        until.after = today


class DeclineForm(forms.Form):
    """The kind no that a person reads."""

    reason = forms.LongText(
        _("What they read"),
        max_length=500,
        rows=4,
        missing=_("Write why, in a sentence."),
        hint=_("About {library:sg.def}, not about the person. It is all that is kept."),
    )


def capital(label: Any) -> str:
    """One of our labels as the beginning of a sentence."""
    return first_capital(forms.said(label))
