"""Telephone numbers in the one form in which they are compared and called: +46701234567 (E.164)."""

from __future__ import annotations

import re

_NO_DIGITS = re.compile(r"\(0\)|[^\d+]", re.ASCII)
_WITHOUT_PLUS = re.compile(r"46\d{7,9}", re.ASCII)
_NUMBER = re.compile(r"\+\d{6,15}", re.ASCII)
_SWEDISH_MOBILE = re.compile(r"\+467[02369]\d{7}", re.ASCII)


def e164(text: str) -> str | None:
    """A number as people write it, in that form; a Swedish one when it says nothing else.

    None when it can't be a number.
    """
    digits = _NO_DIGITS.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("0"):
        digits = "+46" + digits[1:]
    elif _WITHOUT_PLUS.fullmatch(digits):
        digits = "+" + digits
    return digits if _NUMBER.fullmatch(digits) else None


def is_mobile(number: str) -> bool:
    """Whether a number in that form takes text messages. Of foreign ones nobody knows: they may."""
    return not number.startswith("+46") or bool(_SWEDISH_MOBILE.fullmatch(number))
