"""Reading a page the way a browser does: its forms, what stands in their fields, its links."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from erfara.foundation import forms

TYPED = {"text", "email", "tel", "search", "url", "number", "date", "time", "textarea"}


@dataclass
class Field:
    """One field as the browser knows it."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)  # what stands there, is ticked or chosen
    options: list[str] = field(default_factory=list)  # what can be chosen

    @property
    def typed(self) -> bool:
        """Whether somebody writes in it."""
        return self.kind in TYPED


@dataclass
class Form:
    """A form that is posted."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    plain: bool = False  # it has a button that says nothing but send

    @property
    def sent(self) -> dict[str, Field]:
        """What the main button sends: of several buttons, the one without a name."""
        return {n: f for n, f in self.fields.items() if not (self.plain and f.kind == "button")}


class Reader(HTMLParser):
    """All forms of a page, and the texts that stand in its fields."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._area: Field | None = None
        self._select: Field | None = None
        self.feed(html)

    def _field(self, name: str, kind: str) -> Field | None:
        if self._form is None or not name:
            return None
        return self._form.fields.setdefault(name, Field(name, kind))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value = has.get("name") or "", has.get("value")
        if tag == "form":
            self._form = Form(has.get("action") or "", (has.get("method") or "get").lower())
            self.forms.append(self._form)
        elif tag == "input":
            kind = (has.get("type") or "text").lower()
            found = self._field(name, kind)
            if found is None:
                return
            if kind in {"radio", "checkbox"}:
                found.options.append(value or "on")
                if "checked" in has:
                    found.values.append(value or "on")
            elif kind not in {"submit", "button"}:
                found.values.append(value or "")
        elif tag == "button" and not name:
            if self._form is not None and has.get("type") != "button":
                self._form.plain = True
        elif tag == "button":
            found = self._field(name, "button")
            if found is not None:
                found.options.append(value or "")
        elif tag == "textarea":
            self._area = self._field(name, "textarea")
            if self._area is not None:
                self._area.values.append("")
        elif tag == "select":
            self._select = self._field(name, "select")
        elif tag == "option" and self._select is not None:
            self._select.options.append(value or "")
            if "selected" in has:
                self._select.values.append(value or "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._area is not None:  # a browser leaves out a first line break
                self._area.values[-1] = self._area.values[-1].removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None


@contextmanager
def forms_made() -> Iterator[dict[str, Any]]:
    """Name in the page → our own field, for every form that is made meanwhile."""
    found: dict[str, Any] = {}
    init = forms.Form.__init__

    def remember(self: Any, *args: Any, **values: Any) -> None:
        init(self, *args, **values)
        made.append(self)

    made: list[Any] = []
    with patch.object(forms.Form, "__init__", remember):
        yield found
    for form in made:
        found.update({form.add_prefix(name): one for name, one in form.fields.items()})
