"""The form: how it is rendered, what its error summary says, how a refusal is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.forms.boundfield import BoundField as DjangoBoundField
from django.forms.renderers import TemplatesSetting

from erfara.foundation.errors import Refused
from erfara.foundation.forms.words import said


@dataclass(frozen=True)
class Problem:
    """One thing to change: the sentence, and the id of where to change it (may be empty)."""

    text: str
    target: str = ""


class Renderer(TemplatesSetting):
    """Forms and fields by the design system's templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class BoundField(DjangoBoundField):
    """A field in its form, with what the templates need to tie label, hint and error together."""

    form: Any
    field: Any

    @property
    def target(self) -> str:
        """The id that a link in the error summary leads to."""
        return target_of(self)

    @property
    def optional(self) -> bool:
        """Whether the label gets "(optional)"."""
        return not self.field.required and getattr(self.field, "marks_optional", True)

    @property
    def said_label(self) -> str:
        return said(self.label)

    @property
    def said_hint(self) -> str:
        return said(self.help_text)

    @property
    def limit(self) -> str:
        """The length that is allowed, as a sentence; empty when it goes without saying."""
        return str(getattr(self.field, "limit", ""))

    @property
    def page_heading(self) -> bool:
        return bool(getattr(self.field, "page_heading", False))

    @property
    def one_tick(self) -> bool:
        return bool(getattr(self.field, "one_tick", False))

    @property
    def aria_describedby(self) -> str:
        ids = []
        if self.auto_id and not self.is_hidden:
            if self.help_text:
                ids.append(f"{self.auto_id}_hint")
            if self.limit:
                ids.append(f"{self.auto_id}_limit")
            if self.errors:
                ids.append(f"{self.auto_id}_error")
        return " ".join(ids)


def target_of(bound: DjangoBoundField) -> str:
    """Where a field's error is mended: its input, or the first of its choices."""
    if bound.is_hidden or not bound.auto_id:
        return ""
    return f"{bound.auto_id}_0" if bound.use_fieldset else str(bound.id_for_label or bound.auto_id)


def problems_of(form: django_forms.BaseForm) -> list[Problem]:
    """What has to change in a form, ours or another's, in the order of its fields."""
    if not form.is_bound:
        return []
    found = [Problem(str(text)) for text in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        found += [Problem(str(text), target_of(bound)) for text in bound.errors]
    return found


class Form(django_forms.Form):
    """The base of every form. Fields come from `erfara.foundation.forms`."""

    default_renderer = Renderer
    bound_field_class = BoundField
    # The browser's own bubbles speak another language than the page and vanish; ours stay.
    use_required_attribute = False
    # Whether an action has refused what was filled in.
    refused = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def status(self) -> int:
        """HTTP status of the page that shows this form: 422 when something has to change."""
        return 422 if self.is_bound and self.errors else 200

    def refuse(self, refusal: Refused | str, field: str | None = None) -> None:
        """Show why the action refused; with `field`, at that field."""
        self.refused = True
        if isinstance(refusal, Refused):
            sentence = said(refusal.message, **refusal.values)
        else:
            sentence = said(refusal)
        self.add_error(field if field in self.fields else None, sentence)

    def send_next(self, field: str, value: object) -> None:
        """Let a hidden field say something else when the form that was sent is sent again."""
        data: Any = self.data
        data = data.copy()
        data[self.add_prefix(field)] = value
        self.data = data

    def problems(self) -> list[Problem]:
        """What has to change, in the order of the page."""
        return problems_of(self)
