"""A form for each part of what somebody tells. Every question may be left empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms, outbox
from erfara.people.actions.parts import Trained
from erfara.people.counting import SKIP, VARIABLES
from erfara.people.models import Purpose, Training
from erfara.vocabulary.choices import AskOften, Form, MessagesBy, TrainingKind
from erfara.vocabulary.places import MUNICIPALITIES
from erfara.web.coordinator.people_forms import TOGETHER, capital
from erfara.web.people_say import full_day

# In the order in which they are talked about; what nobody takes part in as such stands last.
SETTINGS = (
    Form.WORKSHOP, Form.FOCUS_GROUP, Form.INTERVIEW_PHONE, Form.INTERVIEW, Form.LECTURE,
    Form.MANAGEMENT_GROUP, Form.REFERENCE_GROUP, Form.PROCESS, Form.MEETING, Form.PHOTO,
    Form.EDUCATION, Form.SUPPORT, Form.PLANNING_EVENT, Form.APPLICATION,
)  # fmt: skip
WAYS = [
    ("phone", _("phone")), ("text_message", _("text message")), ("email", _("e-mail")),
    ("letter", _("letter")),
]  # fmt: skip
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
FIRST_ROWS, MOST_ROWS = 2, 20


class SettingsForm(forms.Form):
    """The forms in which she takes part."""

    takes_part = forms.Checkboxes(
        _("In which settings does the person want to take part?"),
        required=False,
        choices=[(one.value, one.label) for one in SETTINGS],
        hint=_("What doesn't feel right is left empty. It can be changed at any time."),
    )


class AvoidForm(forms.Form):
    """What she does not talk about."""

    avoid = forms.LongText(
        _("What does the person not want to talk about?"),
        required=False,
        max_length=2000,
        rows=4,
        hint=_(
            "It is shown beside the person's name when you choose whom to ask. No reason needed."
        ),
    )


class AdaptationsForm(forms.Form):
    """What is needed for it to work."""

    adaptations = forms.LongText(
        _("What is needed for it to work well?"),
        required=False,
        max_length=2000,
        rows=4,
        hint=_("For example breaks, a lift, questions beforehand, a quiet room, somebody along."),
    )


class LanguageForm(forms.Form):
    """Language and interpreter."""

    language = forms.Text(
        _("Which language is best to talk in?"), required=False, max_length=200, width="medium"
    )
    interpreter = forms.Text(
        _("Is an interpreter needed? For which language?"),
        required=False,
        max_length=200,
        hint=_("Sign language and speech-to-text too. Leave it empty if none is needed."),
    )


class WhereForm(forms.Form):
    """Where she can take part. What isn't answered keeps nobody from being asked."""

    places = forms.Text(
        _("Which places can the person come to?"),
        required=False,
        max_length=300,
        hint=_("Places with commas between them. For example Flen, Katrineholm, Stockholm."),
    )
    travels = forms.Radios(
        _("Does the person travel within the county?"), required=False, choices=YES_NO
    )
    on_screen = forms.Radios(
        _("Does the person take part on a screen?"), required=False, choices=YES_NO
    )


class AvailabilityForm(forms.Form):
    """When it fits, and planned absence."""

    availability = forms.LongText(
        _("When does it usually fit?"),
        required=False,
        max_length=1000,
        rows=3,
        hint=_("For example weekdays after ten, evenings, only digitally, not in the summer."),
    )
    away_from = forms.Date(_("Away from"), required=False)
    away_until = forms.Date(
        _("Away until"), required=False, hint=_("The person is not asked during that time.")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("away_from"), data.get("away_until")
        if begins and ends and ends < begins and "away_until" not in self.errors:
            self.add_error("away_until", forms.said(_("Write a day after the first one.")))
        sentence = _("Write both the first and the last day away, or neither.")
        if bool(begins) != bool(ends) and not {"away_from", "away_until"} & set(self.errors):
            self.add_error("away_from" if ends else "away_until", forms.said(sentence))
        return data


class ReachForm(forms.Form):
    """How and when to be reached, and how often to be asked."""

    reach_ways = forms.Checkboxes(
        _("How does the person want to be reached?"),
        required=False,
        choices=WAYS,
        hint=_("E-mail and text messages need their own yes, under what the person agrees to."),
    )
    reach = forms.LongText(
        _("When is it good to call or write?"),
        required=False,
        max_length=1000,
        rows=3,
        hint=_("Also whether it is all right to leave a message, and with whom."),
    )
    ask_often = forms.Radios(
        _("How often does the person want to be asked?"), choices=AskOften.choices
    )
    messages_by = forms.Radios(
        _("By what does the person want our messages?"), choices=MessagesBy.choices,
        initial=MessagesBy.MAIL, hint=_("Used when the person has agreed to both."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outbox.sends_texts():
            del self.fields["messages_by"]


class RowsForm(forms.Form):
    """A number of rows, of which a button gives one more without losing anything."""

    def __init__(self, data: Any = None, *, rows: int = 0, **kwargs: Any) -> None:
        self.count = self._sent(data) if data is not None else max(1, min(rows, MOST_ROWS))
        super().__init__(data, **kwargs)
        for n in range(self.count):
            self.add_row(n)
        self.fields["rows"] = forms.Hidden(required=False, initial=self.count)

    def add_row(self, n: int) -> None:
        """The fields of a row."""
        raise NotImplementedError

    @staticmethod
    def _sent(data: Any) -> int:
        try:
            return max(1, min(int(data.get("rows") or FIRST_ROWS), MOST_ROWS))
        except ValueError:
            return FIRST_ROWS

    @classmethod
    def again(cls, data: Any, more: int = 0, **kwargs: Any) -> RowsForm:
        """The form as it was sent, perhaps with more rows; nothing said about what is missing."""
        sent = cls(data, **kwargs)
        initial = {name: sent[name].data for name in sent.fields if name != "rows"}
        form = cls(rows=sent.count + more, initial=initial, **kwargs)
        if more:
            first = next(name for name in form.fields if name.endswith(f"_{form.count - 1}"))
            form.fields[first].widget.attrs["autofocus"] = True
        return form

    @property
    def full(self) -> bool:
        """Whether there is no room for another row."""
        return self.count >= MOST_ROWS


class TrainingsForm(RowsForm):
    """What somebody is trained in, a row each."""

    def add_row(self, n: int) -> None:
        kind = forms.Select(_("Which training?"), required=False, choices=TrainingKind.choices)
        when = forms.Text(
            _("Which year, or which day?"), required=False, max_length=40, width="short",
            hint=_("For example 2019 or 2019-05-14."),
        )  # fmt: skip
        until = forms.Date(_("Valid until"), required=False)
        kind.marks_optional = when.marks_optional = False
        self.fields[f"kind_{n}"], self.fields[f"when_{n}"] = kind, when
        self.fields[f"until_{n}"] = until

    @property
    def trained_rows(self) -> list[dict[str, Any]]:
        """The rows, to be rendered."""
        return [{k: self[f"{k}_{n}"] for k in ("kind", "when", "until")}
                for n in range(self.count)]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(self.count):
            kind, when, until = (data.get(f"{k}_{n}") for k in ("kind", "when", "until"))
            if not kind and (when or until) and f"kind_{n}" not in self.errors:
                self.add_error(f"kind_{n}", forms.said(_("Choose which training it was.")))
            if when and f"when_{n}" not in self.errors:
                data[f"read_{n}"] = self._read(n, when)
        return data

    def _read(self, n: int, text: str) -> tuple[int | None, date | None]:
        if text.isdecimal() and text.isascii() and len(text) == 4 and 1950 <= int(text) <= 2100:
            return int(text), None
        try:
            day: date = forms.Date("").clean(text)
        except ValidationError:
            sentence = _("Write the year like this: 2019. Or the day like this: 2019-05-14.")
            self.add_error(f"when_{n}", forms.said(sentence))
            return None, None
        return day.year, day

    def trained(self) -> list[Trained]:
        """The rows that were filled in."""
        found = []
        for n in range(self.count):
            if kind := self.cleaned_data[f"kind_{n}"]:
                year, day = self.cleaned_data.get(f"read_{n}", (None, None))
                found.append(Trained(kind, year, day, self.cleaned_data[f"until_{n}"]))
        return found

    @staticmethod
    def filled_with(rows: Iterable[Training]) -> dict[str, Any]:
        """What fills the rows with what stands there."""
        found: dict[str, Any] = {}
        for n, one in enumerate(rows):
            when = one.completed_on.isoformat() if one.completed_on else str(one.year or "")
            found |= {f"kind_{n}": one.kind, f"when_{n}": when, f"until_{n}": one.valid_until}
        return found


class BackgroundForm(forms.Form):
    """Background for statistics. Each question says why it is asked and may be passed over."""

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skip = (SKIP, _("would rather not say"))
        for name, one in VARIABLES.items():
            if name == "birth_year":
                years = [(str(y), str(y)) for y in range(this_year - 15, this_year - 111, -1)]
                field: Any = forms.Select(
                    one.question, required=False, choices=[skip, *years], hint=one.why
                )
            elif name == "municipality":
                places = [(m, m) for m in MUNICIPALITIES]
                field = forms.Select(
                    one.question, required=False, choices=[skip, *places], hint=one.why
                )
            else:
                field = forms.Radios(
                    one.question, required=False, hint=one.why,
                    choices=[*((k, capital(v)) for k, v in one.values.items()),
                             (SKIP, capital(skip[1]))],
                )  # fmt: skip
            self.fields[name] = field

    def values(self) -> dict[str, str]:
        """Question → answer; nothing where nothing was chosen."""
        return {name: self.cleaned_data[name] or "" for name in VARIABLES}


class AgreeForm(forms.Form):
    """The purposes she hasn't agreed to yet, each in its words. `texts`: purpose → its words."""

    def __init__(
        self, *args: Any, texts: Mapping[str, Any], live: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [p for p in Purpose.values if p not in set(live)]
        for purpose in self.asked:
            self.fields[f"agree_{purpose}"] = forms.Check(
                capital(Purpose(purpose).label), hint=texts.get(purpose, ""), required=False
            )
        self.fields["how"] = forms.Radios(
            _("How was it said?"),
            choices=TOGETHER,
            hint=_("Read each text aloud, or let it be read. Tick only what was answered yes."),
        )

    def consents(self) -> list[str]:
        """The purposes that were answered yes now."""
        return [p for p in self.asked if self.cleaned_data[f"agree_{p}"]]


def said_in_words(form: Any) -> list[tuple[str, str]]:
    """What a form was filled with before anybody wrote in it, field by field, in words."""
    found = []
    for bound in form:
        value = bound.initial
        if bound.is_hidden or value in (None, "", [], False):
            continue
        choices = dict(getattr(bound.field, "choices", ()) or ())
        if isinstance(value, date):
            text = full_day(value)
        elif value is True:
            text = forms.said(_("yes"))
        elif isinstance(value, list | tuple):
            text = ", ".join(forms.said(choices.get(one, one)) for one in value)
        else:
            text = forms.said(choices.get(value, value))
        found.append((bound.said_label, text))
    return found
