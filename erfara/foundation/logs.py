"""What is logged, as JSON: one line each, with nothing in it about anybody.

A line says which route was asked, never which address: addresses hold tokens and ids, and what was
searched for. Of an error it says the class and where, never its own text, which could quote what
was opened. What other libraries have to say is reduced to whose it is and how bad.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

REQUESTS = "erfara.request"
OURS = "erfara"
_ROOT = str(Path(__file__).resolve().parents[2])
_DEEPEST = 12
# Tokens, ids, addresses and numbers: none of ours are meant to come here, and none shall.
_HIDDEN = (
    re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}"),
    re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32,}(?![A-Za-z0-9_-])"),
    re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+"),
    re.compile(r"\+?\d[\d -]{5,}\d"),
)


def hidden(text: str) -> str:
    """The text with all that could point to somebody blotted out."""
    for pattern in _HIDDEN:
        text = pattern.sub("[…]", text)
    return text


def where(trace: TracebackType | None) -> list[str]:
    """The innermost places of a traceback: file, line, function; no values."""
    places = traceback.extract_tb(trace)[-_DEEPEST:]
    return [f"{p.filename.removeprefix(_ROOT + '/')}:{p.lineno} {p.name}" for p in places]


class JsonLines(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, Any] = {
            "at": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        told = getattr(record, "told", None)
        if isinstance(told, dict):
            line |= told
        elif record.name == OURS or record.name.startswith(f"{OURS}."):
            line["said"] = hidden(record.getMessage())
        if (request := getattr(record, "request", None)) is not None:
            line["route"] = route_of(request)
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def route_of(request: Any) -> str | None:
    """The name of what was asked, or None where nothing is."""
    match = getattr(request, "resolver_match", None)
    name: str | None = match.view_name if match is not None else None
    return name


def configuration(form: str) -> dict[str, Any]:
    """For Django's LOGGING. `form`: "json", or "plain" for whoever sits at the terminal."""
    as_json = form == "json"
    handler: dict[str, Any] = {"class": "logging.StreamHandler", "filters": ["hide_tokens"]}
    if as_json:
        handler["formatter"] = "json"
    said: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"hide_tokens": {"()": "erfara.accounts.logs.HideTokens"}},
        "formatters": {"json": {"()": "erfara.foundation.logs.JsonLines"}},
        "handlers": {"stderr": handler},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            # Its lines for answers over 400 hold addresses, and a link's address is a secret.
            "django.request": {"level": "ERROR"},
            OURS: {"handlers": ["stderr"], "level": "INFO", "propagate": False},
            REQUESTS: {"level": "INFO" if as_json else "ERROR"},
        },
    }
    if as_json:
        said["root"] = {"handlers": ["stderr"], "level": "WARNING"}
    return said
