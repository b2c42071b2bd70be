"""Dates, times, sums and numbers as people say them, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock

_DAYS = (
    "måndag tisdag onsdag torsdag fredag lördag söndag".split(),
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
)
_MONTHS = (
    "januari februari mars april maj juni juli augusti september oktober november december".split(),
    "January February March April May June July August September October November December".split(),
)
_THIN = "\u00a0"

_WORDS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)


def now_of(context: Context) -> datetime:
    """The page's now when the view gave one (a frozen clock, a test), else the clock's."""
    given = context.get("now")
    return given if isinstance(given, datetime) else clock.now()


def _english() -> int:
    return 1 if (get_language() or "sv").startswith("en") else 0


def _local(value: date) -> date:
    """A moment as the place's own; a day as it is."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _date(value: date) -> date:
    value = _local(value)
    return value.date() if isinstance(value, datetime) else value


def _named(value: date, *, year: bool, weekday: bool = True) -> str:
    name = _DAYS[_english()][value.weekday()] + " " if weekday else ""
    text = f"{name}{value.day}{_THIN}{_MONTHS[_english()][value.month - 1]}"
    return f"{text}{_THIN}{value.year}" if year else text


def day(value: date, *, now: date) -> str:
    """ "torsdag 26 november"; the year is added when it is not this one."""
    one = _date(value)
    return _named(one, year=one.year != _date(now).year)


def clock_time(value: time | datetime) -> str:
    """ "13" or "13.30", as Swedish writes it; "1 pm" is nobody's way in a Swedish county."""
    return f"{value.hour}.{value.minute:02}" if value.minute else str(value.hour)


def _span(start: datetime, end: datetime | None) -> str:
    begins = clock_time(start)
    sign = "at" if _english() else "kl."
    if _english():
        begins = f"{start:%H:%M}"
    text = f"{sign}{_THIN}{begins}"
    if end is not None and end > start:
        text += f"–{end:%H:%M}" if _english() else f"–{clock_time(end)}"
    return text


def when(start: date, end: datetime | None = None, *, now: datetime) -> str:
    """A day with its time: "torsdag 26 november, kl. 13–15", over several days both in full."""
    first = _local(start)
    if not isinstance(first, datetime):
        return day(first, now=now)
    last = _local(end) if end is not None else None
    if isinstance(last, datetime) and last.date() != first.date():
        return f"{when(start, now=now)} – {when(last, now=now)}"
    text_end = last if isinstance(last, datetime) else None
    return f"{day(first, now=now)}, {_span(first, text_end)}"


def read_before(value: datetime | None, *, now: datetime) -> str:
    """When what a page shows was read, if it was not just now; nothing otherwise."""
    return when(value, now=now) if value is not None and value < now else ""


def full(value: date, end: datetime | None = None) -> str:
    """Everything, with the year: for the title beside what people say."""
    first = _local(value)
    text = _named(_date(first), year=True)
    if isinstance(first, datetime):
        last = _local(end) if end is not None else None
        text += f", {_span(first, last if isinstance(last, datetime) else None)}"
    return text


def full_day(value: date) -> str:
    """ "31 mars 2022"."""
    return _named(_date(value), year=True, weekday=False)


def since(value: date, *, now: datetime) -> str:
    """ "i dag", "sedan i går", "sedan 3 dagar", and from two weeks on the day itself."""
    then, today = _date(value), _date(now)
    days = (today - then).days
    if days < 0:
        return day(then, now=now)
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("since yesterday")
    if days < 14:
        return ngettext("for %(count)s day", "for %(count)s days", days) % {"count": days}
    return gettext("since %(day)s") % {
        "day": _named(then, year=then.year != today.year, weekday=False)
    }


def numeral(value: Any) -> str:
    """12300 → "12 300" in Swedish, "12,300" in English; a decimal comma or point likewise."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value))
    whole, _dot, part = f"{abs(number):f}".partition(".")
    part = part.rstrip("0")
    gap, comma = (",", ".") if _english() else (_THIN, ",")
    sign = "−" if number < 0 else ""
    return sign + f"{int(whole):,}".replace(",", gap) + (f"{comma}{part}" if part else "")


def kronor(value: Any) -> str:
    """1066 → "1 066 kr"; öre only when there are any, then two digits."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"))
    text = numeral(amount)
    if amount % 1:
        comma = "." if _english() else ","
        whole, _dot, part = text.partition(comma)
        text = f"{whole}{comma}{part:0<2}"
    return f"{text}{_THIN}kr"


def in_words(value: Any) -> str:
    """Numbers up to twelve as words, as in running text; larger ones as numerals."""
    number = int(value)
    return str(_WORDS[number]) if 0 <= number < len(_WORDS) else numeral(number)


def first_capital(text: str) -> str:
    """With a capital letter first, and the rest as it is."""
    return text[:1].upper() + text[1:]


def things_to_change(count: int) -> str:
    """The heading of the error summary."""
    return ngettext("One thing needs changing", "%(word)s things need changing", count) % {
        "word": first_capital(in_words(count))
    }
