"""Forms around a file with a register: the file, where its headings are, what the columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.people.importing import columns
from erfara.people.importing.reading import Look, column_letter
from erfara.people.importing.texts import ONE_BYTE
from erfara.vocabulary.choices import Channel, ExperienceRole
from erfara.web.coordinator.imports_say import FIELDS

SHOWN_ROWS = 15


class _FileInput(django_forms.FileInput):
    template_name = "forms/widgets/input.html"


class File(forms.Field):
    """A file from the computer. Gives what was sent; what is in it is looked at elsewhere."""

    widget = _FileInput
    default_missing = _("Choose a file")

    def clean(self, value: Any) -> Any:
        self.validate(value)
        return value


class UploadForm(forms.Form):
    """The file, and where it comes from."""

    file = File(
        _("The file"), missing=_("Choose the file with the register. It may be 15 MB at the most."),
        hint=_("Excel (.xlsx), CSV or text with tabs."), accept=".xlsx,.xlsm,.csv,.tsv,.txt",
    )  # fmt: skip
    source = forms.Text(
        _("Where does the register come from?"), max_length=200,
        hint=_("This is told to the people in it. For example: the register of the project, "
               "2019–2022."),
        missing=_("Write where the register comes from. The people in it are told."),
    )  # fmt: skip


class SheetForm(forms.Form):
    """Which row of which sheet holds the headings, and how the letters are read."""

    def __init__(self, data: Any, *, look: Look, guess: tuple[int, int | None]) -> None:
        super().__init__(data)
        places = [
            (f"{at}:{row.number}", _place(look, at, row))
            for at, sheet in enumerate(look.sheets)
            for row in sheet.top[:SHOWN_ROWS]
            if row.cells
        ]
        known = f"{guess[0]}:{guess[1]}" if guess[1] else None
        if len(look.encodings) > 1:
            self.fields["encoding"] = forms.Radios(
                _("Which line is spelled right?"),
                choices=[(name, f"{ONE_BYTE[name]}: {words}") for name, words in look.encodings],
                initial=look.encoding,
                hint=_("The file doesn't say how its letters are to be read."),
            )
        self.fields["place"] = forms.Select(
            _("Where do the headings stand?"), choices=places, initial=known,
            missing=_("Choose the row with the headings."),
        )  # fmt: skip

    def chosen(self) -> tuple[int, int]:
        """The sheet's number and the row's."""
        sheet, _colon, row = self.cleaned_data["place"].partition(":")
        return int(sheet), int(row)


def _place(look: Look, at: int, row: Any) -> str:
    sheet = look.sheets[at]
    texts = [cell.text for cell in row.cells if cell and cell.text]
    words = " · ".join(text[:20] for text in texts[:4]) + (" …" if len(texts) > 4 else "")
    where = say(_("Row {no}: {words}"), no=row.number, words=words)
    if len(look.sheets) == 1:
        return where
    name = say(_("{name} (hidden)"), name=sheet.name) if sheet.hidden else sheet.name
    return f"{name[:40]} – {where}"


class ColumnsForm(forms.Form):
    """What each column holds, and what the file doesn't say."""

    def __init__(
        self, data: Any, *, labels: Sequence[str], suggested: Sequence[str],
        samples: Sequence[str], hidden_rows: int, hidden_columns: Sequence[int],
        said: Mapping[str, Any],
    ) -> None:  # fmt: skip
        super().__init__(data)
        self.count = len(labels)
        for at, label in enumerate(labels):
            letter = column_letter(at + 1)
            heading = label[:60] or say(_("no heading"))
            name = say(_("Column {letter}: {heading}"), letter=letter, heading=heading)
            if at + 1 in hidden_columns:
                name = say(_("{name} (hidden in the file)"), name=name)
            field = forms.Select(
                name, required=False, choices=list(FIELDS.items()), initial=suggested[at],
                hint=samples[at] and say(_("For example: {words}"), words=samples[at]),
                empty_label=_("Not brought in"),
            )  # fmt: skip
            field.marks_optional = False
            self.fields[f"c{at}"] = field
        self.fields["paper"] = forms.Radios(
            _("What does a yes to consent mean in this file?"),
            choices=[
                ("paper", _("There is a signed paper, and we have it")),
                ("other", _("Said by phone or when we met, or we don't know")),
            ],
            hint=_("Only one who has said yes on paper, on a day that stands in the file, goes "
                   "straight into the register. Everybody else is asked first."),
            initial="paper" if said.get("paper") else None,
            missing=_("Choose what a yes means in this file."),
        )  # fmt: skip
        self.fields["role"] = forms.Select(
            _("As what have they lived through it, when the row doesn't say?"), required=False,
            choices=ExperienceRole.choices, initial=said.get("role"),
            empty_label=_("Ask me about each row"),
        )  # fmt: skip
        self.fields["channel"] = forms.Select(
            _("How did they get in touch, when the row doesn't say?"), choices=Channel.choices,
            initial=said.get("channel") or Channel.OTHER,
        )  # fmt: skip
        if hidden_rows:
            self.fields["hidden"] = forms.Radios(
                _("There are hidden rows in the sheet. Shall they come along?"),
                choices=[("take", _("Yes, read them like the others")), ("leave", _("No"))],
                initial=said.get("hidden"),
                missing=_("Choose whether the hidden rows shall come along."),
            )

    @property
    def column_fields(self) -> list[Any]:
        return [self[f"c{at}"] for at in range(self.count)]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if not name[1:].isdigit()]

    def mapping(self) -> list[str]:
        """A field for each column, or an empty text."""
        return [self.cleaned_data[f"c{at}"] or "" for at in range(self.count)]

    def said(self) -> dict[str, Any]:
        """What holds for the whole file."""
        data = self.cleaned_data
        return {
            "paper": data["paper"] == "paper", "role": data["role"] or "",
            "channel": data["channel"], "hidden": data.get("hidden") or "take",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first: dict[str, str] = {}
        for at in range(self.count):
            field = data.get(f"c{at}")
            if not field:
                continue
            if field in first and field not in columns.SEVERAL:
                self.add_error(
                    f"c{at}",
                    forms.said(_("Column {letter} is that already. Choose one of them."),
                               letter=first[field]),
                )  # fmt: skip
            first.setdefault(field, column_letter(at + 1))
        if not self.errors and not set(first) & set(columns.NAMES):
            self.add_error(None, forms.said(_("Say which column holds the names.")))
        if not self.errors and not set(first) & set(columns.WAYS):
            self.add_error(
                None,
                forms.said(_("Say which column holds e-mail, telephone or address.")),
            )
        return data


class RowForm(forms.Form):
    """One row, written right. Each cell as it stood in the file, until somebody writes."""

    def __init__(self, data: Any, *, fields: Sequence[str], initial: Mapping[str, str]) -> None:
        super().__init__(data)
        self.initial_texts = {name: initial.get(name, "") for name in fields}
        for name in fields:
            kind: Any = forms.LongText if name == "experience" else forms.Text
            field = kind(
                FIELDS[name], required=False, max_length=2000 if name == "experience" else 300,
                initial=initial.get(name, ""), autocomplete="off",
            )  # fmt: skip
            field.marks_optional = False
            self.fields[name] = field

    def written(self) -> dict[str, str]:
        """What differs from how it stood."""
        return {
            name: text
            for name in self.initial_texts
            if (text := self.cleaned_data[name]) != " ".join(self.initial_texts[name].split())
            and text != self.initial_texts[name]
        }
