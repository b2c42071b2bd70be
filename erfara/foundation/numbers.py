"""Swedish personal identity numbers: where one is recognised, so that none is kept."""

from __future__ import annotations

import re

# With the sign between day and number, or with the century in front: ten digits alone could be
# anything. Days 61–91 are coordination numbers (samordningsnummer).
_NUMBER = re.compile(
    r"(?<!\d)(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])\s?[-+]\s?\d{4}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01]|[67]\d|8\d|9[01])\d{4}(?!\d)"
)


def has_personal_number(text: str) -> bool:
    """Whether there is something like a Swedish personal identity number in a text."""
    return _NUMBER.search(text) is not None
