"""What people write in a field, read forgivingly.

Each function takes tidy text and returns a value, or raises `ValueError` when it can't be read.
The sentences that people see belong to the fields, not here.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

# Control characters that no keyboard writes, lone surrogates (no encoding holds them) and NUL,
# which PostgreSQL can't store. Line breaks and tabs are dealt with before.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Marks that turn the direction of the text round and can make a word read as another one.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u2009]+")

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "mars march mar",
            "april apr",
            "maj may",
            "juni june jun",
            "juli july jul",
            "augusti august aug",
            "september sept sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAY = re.compile(
    r"^(?:på\s+|den\s+|on\s+)*(?:(?:mån|tis|ons|tors|fre|lör|sön)(?:dag)?(?:en)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)?\.?,?\s*(?:den\s+)?",
    re.IGNORECASE,
)
# Days that are said from today, and how far away they are.
_NEAR = {
    "i dag": 0, "idag": 0, "today": 0, "i morgon": 1, "imorgon": 1, "tomorrow": 1,
    "i övermorgon": 2, "övermorgon": 2, "i går": -1, "igår": -1, "yesterday": -1,
    "i förrgår": -2, "förrgår": -2,
}  # fmt: skip
_SIGN = re.compile(r"\s*(?:kronor|krona|sek|kr)\.?$|:-$", re.IGNORECASE)


def tidy(text: str, *, lines: bool = False) -> str:
    """The text as we keep it: composed letters, plain line breaks, no turning marks.

    With `lines` line breaks stay, else they become spaces. Hidden characters are left for
    `has_hidden` to refuse.
    """
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n\n")
    )
    text = _TURNING.sub("", text).replace("\t", " ")
    if not lines:
        text = text.replace("\n", " ")
    return unicodedata.normalize("NFC", text).strip()


def has_hidden(text: str) -> bool:
    """Whether there are characters in it that can't be seen or kept."""
    return _HIDDEN.search(text) is not None


def without_hidden(text: str) -> str:
    """The text with the hidden characters taken away, to show it again."""
    return _TURNING.sub("", _HIDDEN.sub("", text))


def words(text: str) -> int:
    """How many words, as a person counts them."""
    return len(text.split())


def _digits(text: str) -> str:
    """ASCII digits only: int() reads digits of other scripts that people would not recognise."""
    if not text.isascii():
        raise ValueError(text)
    return text


def date(
    text: str,
    today: dt.date | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> dt.date:
    """A day: `2026-11-21`, `20261121`, `21/11 2026`, `21.11.2026`, `lördag 21 november 2026`.

    Where `today` is known also `i morgon`, `21/11` and `21 nov`: without a year it is the nearest
    one, between `first` and `last` if there is such a one.
    """
    if today is not None:
        near = _NEAR.get(_SPACES.sub(" ", text).strip().lower())
        if near is not None:
            return today + dt.timedelta(days=near)
        try:
            return _read(text)
        except ValueError:
            return _nearest(text, today, first, last)
    return _read(text)


def _nearest(text: str, today: dt.date, first: dt.date | None, last: dt.date | None) -> dt.date:
    found = []
    for year in range(today.year - 1, today.year + 2):
        try:
            found.append(_read(f"{text.strip().rstrip('.')} {year}"))
        except ValueError:
            continue  # 29 February, or no day at all
    inside = [d for d in found if (first is None or first <= d) and (last is None or d <= last)]
    if not found:
        raise ValueError(text)
    return min(inside or found, key=lambda day: abs(day - today))


def _read(text: str) -> dt.date:
    plain = _WEEKDAY.sub("", _SPACES.sub(" ", text).strip().lower(), count=1).strip(" .,")
    if match := re.fullmatch(r"(\d{4})(?:[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{2})(\d{2}))", plain):
        year = match[1]
        month, day = match[2] or match[4], match[3] or match[5]
    elif match := re.fullmatch(r"(\d{1,2})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.,]\s?|\s)(\d{4})", plain):
        day, month, year = match.groups()
    elif match := re.fullmatch(
        r"(\d{1,2})(?::?[ae]|st|nd|rd|th|\.)?\s([a-zåäö]+)\.?,?\s(\d{4})", plain
    ):
        day, name, year = match.groups()
        month = str(_MONTHS.get(name, 0))
    elif match := re.fullmatch(r"([a-z]+)\.?\s(\d{1,2})(?:st|nd|rd|th)?,?\s(\d{4})", plain):
        name, day, year = match.groups()
        month = str(_MONTHS.get(name, 0))
    else:
        raise ValueError(text)
    return dt.date(int(_digits(year)), int(_digits(month)), int(_digits(day)))


def time(text: str) -> dt.time:
    """`13`, `13:30`, `13.30`, `1330`, `kl. 13`, `13-30`."""
    plain = re.sub(r"^(?:klockan|kl\.?|at)\s*", "", _SPACES.sub(" ", text).strip().lower())
    match = re.fullmatch(r"(\d{1,2})(?:\s?[:.,-]?\s?(\d{2}))?", plain)
    if match is None:
        raise ValueError(text)
    hour, minute = match.groups()
    return dt.time(int(_digits(hour)), int(_digits(minute or "0")))


def moment(
    text: str,
    today: dt.date | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> tuple[dt.date, dt.time]:
    """A day and a time: `2026-11-21 13:00`, `21 november 2026 kl. 13`, `i morgon 13.30`."""
    plain = _SPACES.sub(" ", text).strip().lower()
    plain = re.sub(r"(?<=\d)t(?=\d)", " ", plain)
    match = re.fullmatch(
        r"(.*?[^\s,])\s*,?\s+((?:(?:klockan|kl\.?|at)\s*)?\d{1,2}(?:[:.]\d{2})?)(?::00)?", plain
    )
    if match is None:
        raise ValueError(text)
    return date(match[1], today, first, last), time(match[2])


def number(text: str, decimals: int = 0) -> Decimal:
    """`12`, `1 200`, `1,5`, `−3`. At most `decimals` decimals that are not zero."""
    plain = _SPACES.sub("", text).replace("\u2212", "-").replace("\u2013", "-")
    if re.fullmatch(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", plain) and not (
        decimals and re.fullmatch(r"[+-]?\d{1,3}\.\d{3}", plain)
    ):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"[+-]?\d{1,15}(?:\.\d{1,15})?", _digits(plain)):
        raise ValueError(text)
    try:
        value = Decimal(plain)
    except InvalidOperation as error:  # pragma: no cover - the pattern above lets none through
        raise ValueError(text) from error
    rounded = value.quantize(Decimal(1).scaleb(-decimals))
    if rounded != value:
        raise ValueError(text)
    return rounded + 0  # no minus nought


def money(text: str) -> Decimal:
    """Kronor: `1 066`, `1066,50 kr`, `1.066 kr`, `500:-`. Two decimals."""
    plain = text.strip()
    if re.fullmatch(r"[\d\s\u00a0\u202f]+:\d{2}", plain):
        plain = plain.replace(":", ",")
    plain = _SIGN.sub("", plain)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "")
    return number(plain, decimals=2)


def phone(text: str) -> str:
    """A telephone number as E.164; numbers without a country's code are Swedish.

    `070-123 45 67` → `+46701234567`; `0046 70…` and `+46 (0)70…` too.
    """
    plain = re.sub(r"[\s\u00a0\u202f().\-/\u2010-\u2014]", "", re.sub(r"\(0\)", "", text))
    if not re.fullmatch(r"\+?\d{5,16}", _digits(plain)):
        raise ValueError(text)
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    elif plain.startswith("0"):
        plain = "+46" + plain[1:]
    elif not plain.startswith("+"):
        raise ValueError(text)
    if plain.startswith("+460"):
        plain = "+46" + plain[4:]
    digits = plain[1:]
    if digits.startswith("0") or not 7 <= len(digits) <= 15:
        raise ValueError(text)
    if digits.startswith("46") and not 9 <= len(digits) <= 12:
        raise ValueError(text)
    return plain


def shown_phone(number: str) -> str:
    """An E.164 number as people write it here: `+46701234567` → `070-123 45 67`."""
    if not re.fullmatch(r"\+46\d{7,10}", number):
        return number
    rest = "0" + number[3:]
    if rest.startswith("07") and len(rest) == 10:
        return f"{rest[:3]}-{rest[3:6]} {rest[6:8]} {rest[8:]}"
    area = 2 if rest.startswith("08") else 3
    tail = rest[area:]
    head = len(tail) - 4 if len(tail) > 5 else len(tail) - 2
    pairs = " ".join(tail[at : at + 2] for at in range(head, len(tail), 2))
    return f"{rest[:area]}-{tail[:head]} {pairs}"
