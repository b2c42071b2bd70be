"""What is written of a payment in an assignment or agreement: never a number without its kronor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

# A sum at the beginning, in groups of three or not, with öre or not; then nothing, or for whom.
_BARE = re.compile(
    r"\s*(\d{1,3}(?:[\s.,]\d{3})+|\d+)([.,]\d{1,2})?(\s+(?:var|vardera|each|per person)\.?)?\s*"
)


def in_kronor(text: str) -> str:
    """ "1066" → "1 066 kr", "1066 each" → "1 066 kr each". What says more is left as written."""
    found = _BARE.fullmatch(text)
    if found is None:
        return text
    whole = int(re.sub(r"\D", "", found[1]))
    grouped = f"{whole:,}".replace(",", "\u00a0")
    cents = f",{found[2][1:]:0<2}" if found[2] else ""
    return f"{grouped}{cents}\u00a0kr{found[3] or ''}"


# One sum in kronor with its unit, and what makes it a rate or a ceiling and no promise to each.
_SUM = re.compile(
    r"(\d{1,3}(?:[\s.]\d{3})+|\d+)(?:,(\d{2}))?\s*(?:kr\b|kronor|sek\b|:-)", re.IGNORECASE
)
_NO_PROMISE = re.compile(
    r"\d\s*[–-]\s*\d|/|\b(?:per|för varje|i timmen|i timman|an hour|a day|högst|upp till|up to|"
    r"at most|minst|at least|från|from|tillsammans|together|delas|shared)\b",
    re.IGNORECASE,
)


def promised(text: str) -> Decimal | None:
    """What each is promised by these words, in kronor. None: they say no one sum for all of it.

    "1 066 kr var" → 1066; "533 kr per timme", "900–1 800 kr" → None.
    """
    text = re.sub(r"\bper person\b|/\s*person\b", "", text, flags=re.IGNORECASE)
    sums = _SUM.findall(text)
    if len(sums) != 1 or _NO_PROMISE.search(text):
        return None
    whole, cents = sums[0]
    kronor = re.sub(r"\D", "", whole)
    return Decimal(f"{kronor}.{cents or 0}")


def with_kronor(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its payment in kronor, where there is one."""
    said = values.get("payment")
    return {**values, "payment": in_kronor(said)} if isinstance(said, str) else dict(values)
