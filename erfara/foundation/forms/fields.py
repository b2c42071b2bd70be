"""Form fields that know their label, hint, limits, and what to say when something has to change.

Every sentence says what to write instead. Values come out clean: composed letters, no hidden
characters, never longer than the database takes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.forms import parse, widgets
from erfara.foundation.forms.words import said

Words = str | Promise

EMPTY: tuple[Any, ...] = (None, "", [], (), {})
HIDDEN_CHARACTERS = _(
    "There was a hidden character in the text. We have taken it away: "
    "read it through and send again."
)


def thousands(number: int | Decimal) -> str:
    """The number with gaps, as the page's language writes it."""
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
            label=cast(str, label),
            help_text=cast(str, hint),
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

    widget: Any = widgets.TextInput
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
            length=thousands(length),
            limit=thousands(self.ceiling),
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
            return str(_("At most %(limit)s words.")) % {"limit": thousands(self.max_words)}
        return str(_("At most %(limit)s characters.")) % {"limit": thousands(self.ceiling)}

    def read(self, text: str) -> str:
        if self.max_words and (count := parse.words(text)) > self.max_words:
            raise self.wrong(
                _("The text is %(count)s words. Shorten it to %(limit)s."),
                "max_words",
                count=thousands(count),
                limit=thousands(self.max_words),
            )
        return super().read(text)

    def too_long(self, length: int) -> ValidationError:
        return self.wrong(
            _("The text is %(length)s characters. Shorten it to %(limit)s."),
            "max_length",
            length=thousands(length),
            limit=thousands(self.ceiling),
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
                    "Write the number like this: 070-123 45 67, "
                    "or with the country first: +46 70 123 45 67"
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
