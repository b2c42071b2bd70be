"""Fields for days, times, numbers and sums: one line of text each, read forgivingly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.forms import parse, widgets
from erfara.foundation.forms.fields import TextLike, Words, thousands


class Date(TextLike):
    """A day, written as people do. Gives a `date`. `after` and `before` are the first and last day
    allowed, or functions that give them."""

    widget: Any = widgets.DateInput
    default_missing = _("Write the date like this: %(day)s")
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

    def _span(self) -> tuple[dt.date | None, dt.date | None]:
        return (
            self.after() if callable(self.after) else self.after,
            self.before() if callable(self.before) else self.before,
        )

    def wrong(self, sentence: Words, code: str = "invalid", **values: object) -> ValidationError:
        """Its example is a day that could be written there: tomorrow, if it may be."""
        first, last = self._span()
        example = clock.local_day(clock.now()) + dt.timedelta(days=1)
        example = min(example, last) if last else example
        example = max(example, first) if first else example
        return super().wrong(sentence, code, **{"day": example.isoformat(), **values})

    def read(self, text: str) -> dt.date:
        try:
            day = parse.date(text, clock.local_day(clock.now()), *self._span())
        except ValueError:
            raise self.wrong(self.default_missing) from None
        self.within(day)
        return day

    def within(self, day: dt.date) -> None:
        """Refuse a day outside the span allowed."""
        first, last = self._span()
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
    default_missing = _("Write the day and the time like this: %(day)s 13:00")

    def read(self, text: str) -> dt.datetime:
        try:
            day, time = parse.moment(text, clock.local_day(clock.now()), *self._span())
            zone = timezone.get_current_timezone()
            # By way of UTC: a time that the clock jumps over in spring becomes the one after it,
            # so that an hour later really is later.
            moment = dt.datetime.combine(day, time, tzinfo=zone).astimezone(dt.UTC)
            moment = moment.astimezone(zone)
        except (ValueError, OverflowError):
            raise self.wrong(self.default_missing) from None
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
                _("Write %(limit)s or more"), "min_value", limit=thousands(self.min_value)
            )
        if self.max_value is not None and value > self.max_value:
            raise self.wrong(
                _("Write %(limit)s or less"), "max_value", limit=thousands(self.max_value)
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
