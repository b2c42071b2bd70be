"""Keeping secret addresses out of the logs, whoever writes them."""

from __future__ import annotations

import logging
import re

# A one-time link's token: 43 characters of base64url, standing alone.
_TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")


def without_tokens(text: str) -> str:
    """The text with every token of a one-time link blotted out."""
    return _TOKEN.sub("[link]", text)


class HideTokens(logging.Filter):
    """Blots out tokens in the message and its arguments, and drops the request from the record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_tokens(record.getMessage()), None
        return True
