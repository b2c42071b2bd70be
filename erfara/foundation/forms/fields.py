"""Form fields that know their label, hint, limits, and what to say when something has to change.

Every sentence says what to write instead. Values come out clean: composed letters, no hidden
characters, never longer than the database takes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils import timezone
from django.utils.choices import BaseChoiceIterator
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.forms import parse, widgets
from erfara.foundation.forms.words import said

Words = str | Promise
Choice = tuple[Any, Words]
Choices = Iterable[Choice] | Callable[[], Iterable[Choice]]

EMPTY = (None, "", [], (), {})
HIDDEN_CHARACTERS = _(
    "There was a hidden character in the text. We have taken it away: read it through and send again."
)
OUT_OF_STEP = _(
    "The page was out of step. It has been loaded again: look it through and send again."
)


def _thousands(number: int | Decimal) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


class Field(django_forms.Field):
    """What all fields share. `missing` is the sentence when nothing was written."""

    default_missing: Words = _("Write something under “%(label)s”")
    marks_optional = True
    one_tick = False

    def __init__(
        self,
        label: Words = "",
        *,
        hint: Words = "",
        required: bool = True,
        initial: Any = None,
        missing: Words = "",
        width: str = "",
        autocomplete: str = "",
        page_heading: bool = False,
        disabled: bool = False,
        widget: django_forms.Widget | None = None,
        **attrs: str | int,
    ) -> None:
        super().__init__(
            required=required,
            label=label,
            help_text=hint,
            initial=initial,
            disabled=disabled,
            label_suffix="",
            widget=widget,
        )
        self.missing = missing
        self.page_heading = page_heading
        if width:
            if width not in {"short", "medium"}:
                raise ValueError("width is short or medium")
            self.widget.attrs["data-width"] = width
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete
        self.widget.attrs.update({key.replace("_", "-"): value for key, value in attrs.items()})

    def validate(self, value: Any) -> None:
        if self.required and value in EMPTY:
            raise self.empty()

    def empty(self) -> ValidationError:
        """The error for nothing written."""
        if self.missing:
            return ValidationError(said(self.missing), code="required")
        return self.wrong(self.default_missing, "required", label=said(self.label))

    def wrong(self, sentence: Words, code: str = "invalid", **values: object) -> ValidationError:
        """An error that says what to write instead."""
        return ValidationError(said(sentence), code=code, params=values or None)


class TextLike(Field):
    """Fields that people write in."""

    widget = widgets.TextInput
    lines = False
    ceiling = 200  # how much may be written before it is read at all

    def clean(self, value: Any) -> Any:
        # Read, then ask whether it was needed, then check: in this order a hidden character in
        # an empty-looking field is told apart from nothing written.
        text = self.text(value)
        if not text:
            self.validate(text)
            return self.nothing()
        if len(text) > self.ceiling:
            raise self.too_long(len(text))
        result = self.read(text)
        self.run_validators(result)
        return result

    def text(self, value: Any) -> str:
        """The tidy text that was sent."""
        if value is None:
            return ""
        text = str(value)
        if parse.has_hidden(text.replace("\r", "\n")):
            raise self.wrong(HIDDEN_CHARACTERS, "hidden")
        return parse.tidy(text, lines=self.lines)

    def nothing(self) -> Any:
        """The value of a field left empty."""
        return None

    def read(self, text: str) -> Any:
        """The value of a tidy text that is not empty."""
        raise NotImplementedError

    def too_long(self, length: int) -> ValidationError:
        return self.wrong(
            _("That is %(length)s characters. There is room for %(limit)s."),
            "max_length",
            length=_thousands(length),
            limit=_thousands(self.ceiling),
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool((initial or None) != (self.clean(data) or None))
        except ValidationError:
            return True


class Text(TextLike):
    """One line of text. Gives a `str`, empty when nothing was written."""

    def __init__(
        self, label: Words = "", *, max_length: int = 200, min_length: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(label, **kwargs)
        self.ceiling = max_length
        self.min_length = min_length

    def nothing(self) -> str:
        return ""

    def read(self, text: str) -> str:
        if len(text) < self.min_length:
            raise self.wrong(
                _("Write a little more: at least %(limit)s characters."),
                "min_length",
                limit=self.min_length,
            )
        return text


class LongText(Text):
    """Several lines of text. The limit is shown under the field, in words or characters."""

    widget = widgets.Textarea
    lines = True

    def __init__(
        self,
        label: Words = "",
        *,
        max_length: int = 5000,
        max_words: int = 0,
        rows: int = 5,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, max_length=max_length, **kwargs)
        self.max_words = max_words
        self.widget.attrs["rows"] = rows

    @property
    def limit(self) -> str:
        """How much there is room for, as a sentence."""
        if self.max_words:
            return str(_("At most %(limit)s words.")) % {"limit": _thousands(self.max_words)}
        return str(_("At most %(limit)s characters.")) % {"limit": _thousands(self.ceiling)}

    def read(self, text: str) -> str:
        if self.max_words and (count := parse.words(text)) > self.max_words:
            raise self.wrong(
                _("The text is %(count)s words. Shorten it to %(limit)s."),
                "max_words",
                count=_thousands(count),
                limit=_thousands(self.max_words),
            )
        return super().read(text)

    def too_long(self, length: int) -> ValidationError:
        return self.wrong(
            _("The text is %(length)s characters. Shorten it to %(limit)s."),
            "max_length",
            length=_thousands(length),
            limit=_thousands(self.ceiling),
        )


class Email(TextLike):
    """An e-mail address, as it was written. Gives a `str`."""

    widget = widgets.EmailInput
    default_missing = _("Write your e-mail address, like anna@example.se")
    ceiling = 254

    def __init__(self, label: Words = "", *, autocomplete: str = "email", **kwargs: Any) -> None:
        super().__init__(label, autocomplete=autocomplete, spellcheck="false", **kwargs)

    def nothing(self) -> str:
        return ""

    def read(self, text: str) -> str:
        address = text.removeprefix("mailto:").strip("<>;, ")
        try:
            EmailValidator()(address)
        except ValidationError:
            raise self.wrong(_("Write the e-mail address like this: anna@example.se")) from None
        return address


class Phone(TextLike):
    """A telephone number. Gives E.164 (`+46701234567`), empty when nothing was written."""

    widget = widgets.PhoneInput
    default_missing = _("Write your telephone number, like 070-123 45 67")
    ceiling = 40

    def __init__(self, label: Words = "", *, autocomplete: str = "tel", **kwargs: Any) -> None:
        kwargs.setdefault("width", "medium")
        super().__init__(label, autocomplete=autocomplete, **kwargs)

    def nothing(self) -> str:
        return ""

    def read(self, text: str) -> str:
        try:
            return parse.phone(text)
        except ValueError:
            raise self.wrong(
                _(
                    "Write the number like this: 070-123 45 67, or with the country first: +46 70 123 45 67"
                )
            ) from None


class Code(TextLike):
    """A code that somebody has been sent: digits only, spaces don't matter. Gives a `str`."""

    default_missing = _("Write the code that you have been sent")
    ceiling = 40

    def __init__(self, label: Words = "", *, length: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("width", "short")
        super().__init__(label, autocomplete="one-time-code", inputmode="numeric", **kwargs)
        self.length = length

    def read(self, text: str) -> str:
        digits = "".join(text.replace("-", "").split())
        if not (digits.isascii() and digits.isdigit() and len(digits) == self.length):
            raise self.wrong(_("The code is %(length)s digits"), length=self.length)
        return digits


class Date(TextLike):
    """A day, written as people do. Gives a `date`. `after` and `before` are the first and last day
    allowed, or functions that give them."""

    widget = widgets.DateInput
    default_missing = _("Write the date like this: 2026-11-21")
    ceiling = 60

    def __init__(
        self,
        label: Words = "",
        *,
        after: dt.date | Callable[[], dt.date] | None = None,
        before: dt.date | Callable[[], dt.date] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("width", "medium")
        super().__init__(label, **{"autocomplete": "off", **kwargs})
        self.after, self.before = after, before

    def read(self, text: str) -> dt.date:
        try:
            day = parse.date(text)
        except ValueError:
            raise self.wrong(_("Write the date like this: 2026-11-21")) from None
        self.within(day)
        return day

    def within(self, day: dt.date) -> None:
        """Refuse a day outside the span allowed."""
        first = self.after() if callable(self.after) else self.after
        last = self.before() if callable(self.before) else self.before
        # Years that nobody means: a slip of the hand, and some databases' calendars end earlier.
        if not 1900 <= day.year <= 2200:
            raise self.wrong(_("Write the year with four digits, like 2026"), "year")
        if first and day < first:
            raise self.wrong(_("Choose a day from %(day)s onwards"), "early", day=first.isoformat())
        if last and day > last:
            raise self.wrong(_("Choose a day no later than %(day)s"), "late", day=last.isoformat())


class Time(TextLike):
    """A time of day. Gives a `time`."""

    widget = widgets.TimeInput
    default_missing = _("Write the time like this: 13:30")
    ceiling = 40

    def __init__(self, label: Words = "", **kwargs: Any) -> None:
        kwargs.setdefault("width", "short")
        super().__init__(label, **{"autocomplete": "off", **kwargs})

    def read(self, text: str) -> dt.time:
        try:
            return parse.time(text)
        except ValueError:
            raise self.wrong(_("Write the time like this: 13:30")) from None


class Moment(Date):
    """A day and a time in one field. Gives an aware `datetime`, read as the place's own time."""

    widget = widgets.MomentInput
    default_missing = _("Write the day and the time like this: 2026-11-21 13:00")

    def read(self, text: str) -> dt.datetime:
        try:
            day, time = parse.moment(text)
            zone = timezone.get_current_timezone()
            moment = dt.datetime.combine(day, time, tzinfo=zone)
        except (ValueError, OverflowError):
            raise self.wrong(_("Write the day and the time like this: 2026-11-21 13:00")) from None
        self.within(day)
        return moment


class Number(TextLike):
    """A number. Gives an `int`, or a `Decimal` when `decimals` is more than nought."""

    widget = widgets.NumberInput
    default_missing = _("Write a number, like 12")
    ceiling = 60
    not_a_number: Words = _("Write a number with digits, like 12")

    def __init__(
        self,
        label: Words = "",
        *,
        min_value: int | Decimal | None = None,
        max_value: int | Decimal | None = 999_999_999,
        decimals: int = 0,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("width", "short")
        mode = "decimal" if decimals else "numeric"
        super().__init__(label, **{"inputmode": mode, "autocomplete": "off", **kwargs})
        self.min_value, self.max_value, self.decimals = min_value, max_value, decimals

    def read(self, text: str) -> int | Decimal:
        try:
            value = parse.number(text, self.decimals)
        except ValueError:
            raise self.wrong(self.not_a_number) from None
        self.within(value)
        return value if self.decimals else int(value)

    def within(self, value: Decimal) -> None:
        """Refuse what is outside the span allowed."""
        if self.min_value is not None and value < self.min_value:
            raise self.wrong(
                _("Write %(limit)s or more"), "min_value", limit=_thousands(self.min_value)
            )
        if self.max_value is not None and value > self.max_value:
            raise self.wrong(
                _("Write %(limit)s or less"), "max_value", limit=_thousands(self.max_value)
            )


class Money(Number):
    """An amount in kronor. Gives a `Decimal` with two decimals."""

    default_missing = _("Write the amount in kronor, like 1 066")
    not_a_number = _("Write the amount in kronor, like 1 066 or 1066,50")

    def __init__(
        self, label: Words = "", *, min_value: int | Decimal | None = 0, **kwargs: Any
    ) -> None:
        super().__init__(label, min_value=min_value, decimals=2, **kwargs)

    def read(self, text: str) -> Decimal:
        try:
            value = parse.money(text)
        except ValueError:
            raise self.wrong(self.not_a_number) from None
        self.within(value)
        return value


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
        twin: Chosen = super().__deepcopy__(memo)
        twin.choices = self._choices
        return twin

    @property
    def choices(self) -> Any:
        """The choices now, asked anew when they come from a function."""
        return list(self._choices() if callable(self._choices) else self._choices)

    @choices.setter
    def choices(self, value: Choices) -> None:
        self._choices = value if callable(value) else list(value)
        self.widget.choices = _Fresh(self)  # type: ignore[attr-defined]
        self.widget.hints = self.hints  # type: ignore[attr-defined]

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


__all__ = [
    "Check",
    "Checkboxes",
    "Code",
    "Date",
    "Email",
    "Field",
    "Hidden",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "Phone",
    "Radios",
    "Select",
    "Text",
    "Time",
    "YesNo",
]
