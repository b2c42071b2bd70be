"""What is written of a payment in an assignment or agreement: never a number without its kronor."""

from __future__ import annotations

import re
from collections.abc import Mapping
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


def with_kronor(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same with its payment in kronor, where there is one."""
    said = values.get("payment")
    return {**values, "payment": in_kronor(said)} if isinstance(said, str) else dict(values)
