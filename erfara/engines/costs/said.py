"""Words and figures for people, in English and Swedish side by side.

The engine knows no translation machinery (ADR 12). What it says is a code that never changes, with
both sentences written beside each other where the thing is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

Language = Literal["en", "sv"]
LANGUAGES: tuple[Language, ...] = ("en", "sv")

# Digits kept when an exact figure is turned into a decimal one.
_DIGITS = 40


@dataclass(frozen=True)
class Said:
    """A sentence in both languages, with a stable code for programs."""

    code: str
    en: str
    sv: str

    def say(self, language: Language) -> str:
        """The sentence in one language."""
        return self.sv if language == "sv" else self.en

    def as_json(self) -> dict[str, str]:
        """Code and both sentences."""
        return {"code": self.code, "en": self.en, "sv": self.sv}


def half_up(amount: Fraction | Decimal | int, places: int = 0) -> Decimal:
    """Round half away from zero, as ROUND does in Excel and LibreOffice, from the exact figure.

    A fraction is never turned into a decimal first: 0.5 that came out as 0.4999… would round down.
    """
    exact = Fraction(amount)
    scale = 10**places
    twice = abs(exact) * scale * 2
    units = (twice.numerator // twice.denominator + 1) // 2
    return (Decimal(units) / scale if places else Decimal(units)) * (-1 if exact < 0 else 1)


def as_decimal(amount: Fraction) -> Decimal:
    """The figure as a decimal one: exact where it can be, else to 40 digits."""
    with localcontext() as context:
        context.prec = _DIGITS
        return Decimal(amount.numerator) / Decimal(amount.denominator)


def json_number(amount: Fraction | Decimal, places: int = 2) -> int | float:
    """A figure for JSON: whole kronor as whole numbers, else with öre."""
    rounded = half_up(amount, places)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def plain(amount: Fraction | Decimal, language: Language, places: int = 0) -> str:
    """A figure with groups of three and the language's decimal sign."""
    text = f"{half_up(amount, places):,.{places}f}".replace(",", " ")
    return text.replace(".", ",") if language == "sv" else text


def shortest(amount: Fraction, language: Language, places: int = 6) -> str:
    """A figure with as many decimals as it has (six at the most): 50, 45.22, 0.5."""
    text = plain(amount, language, places)
    sign = "," if language == "sv" else "."
    return text.rstrip("0").rstrip(sign) if sign in text else text


def kronor(amount: Fraction | Decimal, language: Language = "en", places: int = 0) -> str:
    """Money as both languages write it: 2 192 832 kr."""
    return f"{plain(amount, language, places)} kr"


def percent(share: Fraction, language: Language = "en") -> str:
    """A share as per cent: 52.28 %."""
    return f"{shortest(share * 100, language)} %"
