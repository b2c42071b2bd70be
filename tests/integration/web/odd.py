"""What people, programs and accidents put into fields; and how a page is read."""

from __future__ import annotations

import re
from typing import Any

HOSTILE = [
    "\x00",
    "x" * 100_000,
    "👩🏽‍🦽🎉" * 20,
    "\u202eegnahc",
    "<script>alert(1)</script>",
    "'; DROP TABLE lending_loan; --",
    "{borrower:sg.gen}",
]


def text_of(answer: Any) -> str:
    """What is read on the page, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
