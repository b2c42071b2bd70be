"""Fields that are answered by choosing, and values that go along unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext_lazy as _

from erfara.foundation.forms import parse, widgets
from erfara.foundation.forms.fields import EMPTY, Field, Words

Choice = tuple[Any, Words]
Choices = Iterable[Choice] | Callable[[], Iterable[Choice]]

OUT_OF_STEP = _(
    "The page was out of step. It has been loaded again: look it through and send again."
)


class Chosen(Field):
    """Fields where one of several answers is chosen."""

    default_missing = _("Choose one of the answers under “%(label)s”")
    not_there: Words = _("That answer isn't there any more. Choose one of those shown.")

    def __init__(
        self,
        label: Words = "",
        *,
        choices: Choices = (),
        hints: Mapping[str, Words] | None = None,
        coerce: Callable[[str], Any] = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.coerce = coerce
        self.hints = dict(hints or {})
        self.choices = choices

    def __deepcopy__(self, memo: dict[int, Any]) -> Chosen:
        twin: Chosen = super().__deepcopy__(memo)  # type: ignore[misc]
        twin.choices = self._choices
        return twin

    @property
    def choices(self) -> Any:
        """The choices now, asked anew when they come from a function."""
        return list(self._choices() if callable(self._choices) else self._choices)

    @choices.setter
    def choices(self, value: Choices) -> None:
        self._choices = value if callable(value) else list(value)
        self.widget.choices = _Fresh(self)
        self.widget.hints = self.hints

    def shown(self) -> Iterable[Choice]:
        """The choices as the widget shows them."""
        return list(self.choices)

    def keys(self) -> set[str]:
        """What may be answered; groups are opened."""
        found: set[str] = set()
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                found.update(str(inner) for inner, _label in label)
            else:
                found.add(str(key))
        return found

    def one(self, value: Any) -> Any:
        """One answer that is among the choices, coerced."""
        if str(value) not in self.keys():
            raise self.wrong(self.not_there, "choice")
        try:
            return self.coerce(str(value))
        except (ValueError, TypeError, KeyError):
            raise self.wrong(self.not_there, "choice") from None

    def clean(self, value: Any) -> Any:
        if value in EMPTY:
            self.validate(None)
            return None
        return self.one(value)


class _Fresh(BaseChoiceIterator):
    """An iterable that asks the field for its choices each time."""

    def __init__(self, field: Chosen) -> None:
        self.field = field

    def __iter__(self) -> Any:
        return iter(self.field.shown())


class Radios(Chosen):
    """One of a few answers, all in sight. Gives what `coerce` makes, None when left empty."""

    widget = widgets.Radios


class Select(Chosen):
    """One of many answers, in a list. `empty_label` stands first."""

    widget = widgets.Select

    def __init__(
        self, label: Words = "", *, empty_label: Words | None = _("Choose"), **kwargs: Any
    ) -> None:
        self.empty_label = empty_label
        super().__init__(label, **kwargs)

    def shown(self) -> Iterable[Choice]:
        if self.empty_label is None:
            return list(self.choices)
        return [("", self.empty_label), *self.choices]


class YesNo(Chosen):
    """Yes or no. Gives a `bool`, None when left empty."""

    widget = widgets.Radios
    default_missing = _("Answer yes or no under “%(label)s”")

    def __init__(
        self, label: Words = "", *, yes: Words = _("Yes"), no: Words = _("No"), **kwargs: Any
    ) -> None:
        super().__init__(label, choices=[("yes", yes), ("no", no)], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def one(self, value: Any) -> bool:
        return bool(super().one(value) == "yes")


class Checkboxes(Chosen):
    """Any number of answers. Gives a list in the order of the choices."""

    widget = widgets.Checkboxes
    default_missing = _("Choose at least one under “%(label)s”")

    def clean(self, value: Any) -> list[Any]:
        if value in EMPTY:
            self.validate(None)
            return []
        if not isinstance(value, list | tuple):
            value = [value]
        chosen = {str(one): self.one(one) for one in value}
        return [chosen[key] for key in self.order() if key in chosen]

    def order(self) -> list[str]:
        """The keys in the order in which they are shown."""
        found: list[str] = []
        for key, label in self.choices:
            inner = [one for one, _label in label] if isinstance(label, list | tuple) else [key]
            found += [str(one) for one in inner]
        return found


class Check(Field):
    """One box to tick. Gives a `bool`; `required` means that it has to be ticked."""

    widget = widgets.Tick
    default_missing = _("Tick the box “%(label)s” to go on")
    marks_optional = False
    one_tick = True

    def clean(self, value: Any) -> bool:
        ticked = value not in (None, "", False, "False", "false", "off", "0")
        if self.required and not ticked:
            raise self.empty()
        return ticked


class Hidden(Field):
    """A value that goes along unseen. Gives what `coerce` makes."""

    widget = widgets.HiddenInput
    marks_optional = False

    def __init__(
        self, *, coerce: Callable[[str], Any] = str, max_length: int = 500, **kwargs: Any
    ) -> None:
        super().__init__("", **kwargs)
        self.coerce, self.max_length = coerce, max_length

    def clean(self, value: Any) -> Any:
        if value in EMPTY:
            if self.required:
                raise self.wrong(OUT_OF_STEP, "required")
            return None
        text = str(value)
        if len(text) > self.max_length or parse.has_hidden(text):
            raise self.wrong(OUT_OF_STEP)
        try:
            return self.coerce(text)
        except (ValueError, TypeError, KeyError):
            raise self.wrong(OUT_OF_STEP) from None
