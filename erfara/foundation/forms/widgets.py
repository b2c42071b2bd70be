"""Widgets with the design system's classes, and templates of our own: nothing inline slips in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

from erfara.foundation.forms.parse import shown_phone, without_hidden
from erfara.foundation.forms.words import said


class TextInput(django_forms.TextInput):
    """A line of text; what is shown again is free of hidden characters."""

    template_name = "forms/widgets/input.html"
    input_type = "text"

    def format_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        return without_hidden(self.written(value))

    def written(self, value: Any) -> str:
        """The value as a person would write it."""
        return str(value)


class EmailInput(TextInput):
    input_type = "email"


class PhoneInput(TextInput):
    input_type = "tel"

    def written(self, value: Any) -> str:
        return shown_phone(str(value))


class DateInput(TextInput):
    def written(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, dt.date) else str(value)


class TimeInput(TextInput):
    def written(self, value: Any) -> str:
        return value.strftime("%H:%M") if isinstance(value, dt.time) else str(value)


class MomentInput(TextInput):
    def written(self, value: Any) -> str:
        if not isinstance(value, dt.datetime):
            return str(value)
        here: dt.datetime = timezone.localtime(value) if timezone.is_aware(value) else value
        return here.strftime("%Y-%m-%d %H:%M")


class NumberInput(TextInput):
    """A number as text: no wheel that changes it by mistake, and a decimal comma."""

    def written(self, value: Any) -> str:
        if not isinstance(value, int | float | Decimal) or isinstance(value, bool):
            return str(value)
        text = f"{Decimal(str(value)):f}"
        if "." in text:
            whole, _, part = text.partition(".")
            text = whole if not part.strip("0") else f"{whole},{part}"
        return text


class Textarea(django_forms.Textarea):
    template_name = "forms/widgets/textarea.html"

    def format_value(self, value: Any) -> str | None:
        return without_hidden(str(value)) if value else None


class HiddenInput(django_forms.HiddenInput):
    template_name = "forms/widgets/input.html"

    def format_value(self, value: Any) -> str | None:
        return without_hidden(str(value)) if value not in (None, "") else None


class _Chosen:
    """Options with their hint; labels of our own get the programme's nouns."""

    hints: dict[str, Any]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, said(label), *args, **kwargs)  # type: ignore[misc]
        option["hint"] = said(self.hints.get(str(value), ""))
        return option


class Radios(_Chosen, django_forms.RadioSelect):
    template_name = "forms/widgets/choices.html"
    option_template_name = "forms/widgets/choice.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {}


class Checkboxes(_Chosen, django_forms.CheckboxSelectMultiple):
    template_name = "forms/widgets/choices.html"
    option_template_name = "forms/widgets/choice.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {}


class Select(_Chosen, django_forms.Select):
    """Options are written here and not by a template for each: some lists have hundreds."""

    template_name = "forms/widgets/select.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """What the template needs; Django's own makes a dictionary of each option first."""
        context: dict[str, Any] = django_forms.Widget.get_context(self, name, value, attrs)
        parts, waits = [], set(context["widget"]["value"])
        for key, label in self.choices:
            grouped = isinstance(label, list | tuple)
            if grouped:
                parts.append(f'\n<optgroup label="{conditional_escape(said(key))}">')
            for one, its_label in label if grouped else [(key, label)]:
                written = "" if one is None else str(one)
                chosen = " selected" if written in waits else ""
                if chosen:
                    waits.clear()  # one answer: the first that it can be
                said_label = conditional_escape(said(its_label))
                parts.append(f'\n<option value="{escape(written)}"{chosen}>{said_label}</option>')
            if grouped:
                parts.append("\n</optgroup>")
        context["widget"]["options"] = mark_safe("".join(parts))  # noqa: S308 - escaped above
        return context


class Tick(django_forms.CheckboxInput):
    template_name = "forms/widgets/input.html"
