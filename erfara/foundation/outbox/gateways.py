"""Ways for a text message to leave: an HTTPS gateway, the demonstration's table, or one's own.

`ERFARA_TEXT_GATEWAY` names it, `ERFARA_TEXT_FILE` says how it is called. Nothing in here is logged
but the kind of an error: neither numbers nor texts.
"""

from __future__ import annotations

import base64
import http.client
import json
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from erfara.foundation import clock
from erfara.foundation.models.outbox import Channel, SentLetter

DEMONSTRATION, HTTPS = "demonstration", "https"
TIMEOUT_SECONDS = 10
MOST_READ = 10_000
# So many letters and digits, or a number of its own: what the networks take as a sender.
_SENDER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,10}|\+?\d{3,15}")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
# The gateway says of these that it hasn't taken the message, and may take it another time.
LATER = frozenset({401, 402, 403, 407, 408, 425, 429, 503})


class Unreachable(Exception):
    """Nobody answers. Nothing has been sent."""


class NotTaken(Exception):
    """The gateway answered that it doesn't take the message: never, or not now."""

    def __init__(self, code: int, *, never: bool) -> None:
        super().__init__(f"HTTP {code}")
        self.never = never


class Gateway(Protocol):
    """What a way for text messages does. A county may write its own and name its path.

    Anything raised but the two errors above means: nobody knows whether it was sent.
    `once`: the same reference is never sent twice, so that a doubtful message may be repeated.
    """

    once: bool

    def open(self) -> None:
        """Have a connection, before anything is opened or claimed. Raises Unreachable."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand over one message to one number (+46…). Raises NotTaken."""

    def close(self) -> None:
        """Hang up."""


@dataclass(frozen=True, slots=True)
class Calling:
    """How an HTTPS gateway is called. The defaults are those that Swedish gateways share."""

    host: str
    port: int
    path: str
    sender: str
    secure: bool = True
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    as_json: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)


NAMES = {"from": "from", "to": "to", "message": "message"}
_KEYS = {"url", "from", "user", "password", "token", "format", "fields", "more"}
HINT = "See the chapter about text messages in docs/how-to/run-for-real.md."


def _wrong(sentence: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"ERFARA_TEXT_FILE: {sentence} {HINT}")


def calling_of(said: Mapping[str, Any], *, production: bool) -> Calling:
    """Read how a gateway is called, or say what is wrong. No value is repeated in what is said."""
    if unknown := sorted(set(said) - _KEYS):
        raise _wrong(f"{', '.join(unknown)} is nothing it knows.")
    parts = urlsplit(str(said.get("url") or ""))
    here = parts.hostname in _HERE and not production
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise _wrong("“url” must start with https://.")
    if not parts.hostname or parts.username:
        raise _wrong("“url” needs a host, and user and password on their own.")
    sender = str(said.get("from") or "")
    if not _SENDER.fullmatch(sender):
        raise _wrong("“from” must be at most eleven letters and digits without åäö, or a number.")
    kind = said.get("format", "form")
    if kind not in {"form", "json"}:
        raise _wrong("“format” must be form or json.")
    if bool(said.get("token")) == bool(said.get("user")):
        raise _wrong("give either “token”, or “user” and “password”.")
    fields = said.get("fields") or {}
    if not isinstance(fields, dict) or set(fields) - {*NAMES, "reference"}:
        raise _wrong("“fields” may name from, to, message and reference.")
    if not isinstance(said.get("more") or {}, dict):
        raise _wrong("“more” must be an object of further fields.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _wrong("the port in “url” is no number.") from None
    return Calling(
        host=parts.hostname, port=port, sender=sender, secure=parts.scheme == "https",
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        user=str(said.get("user") or ""), password=str(said.get("password") or ""),
        token=str(said.get("token") or ""), as_json=kind == "json",
        names={**NAMES, **{k: str(v) for k, v in fields.items()}}, more=said.get("more") or {},
    )  # fmt: skip


class HttpsGateway:
    """A gateway that takes one message by one POST. Follows no redirect, and asks no proxy."""

    def __init__(self) -> None:
        self.calling = calling_of(settings.ENV.text_file, production=settings.ENV.production)
        self.once = "reference" in self.calling.names
        self._line: http.client.HTTPConnection | None = None

    def open(self) -> None:
        """A line for each message: gateways hang up idle ones without a word."""
        self.close()
        there = (self.calling.host, self.calling.port)
        if self.calling.secure:
            self._line = http.client.HTTPSConnection(
                *there, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
            )
        else:
            self._line = http.client.HTTPConnection(*there, timeout=TIMEOUT_SECONDS)
        try:
            self._line.connect()
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Unreachable(type(error).__name__) from None

    def send(self, *, to: str, text: str, reference: str) -> None:
        """One message. An answer of 2xx is a yes; what else it means stands at `LATER`."""
        if self._line is None:
            raise Unreachable("NotOpen")
        body, kind = self._body(to, text, reference)
        headers = {"Content-Type": kind, "Accept": "application/json", **self._who()}
        try:
            self._line.request("POST", self.calling.path, body, headers)
            answer = self._line.getresponse()
            answer.read(MOST_READ)
        finally:
            self.close()
        code = answer.status
        if 200 <= code < 300:
            return
        # 5xx may come after the message was passed on: only 503 says that it wasn't.
        if code in LATER or 300 <= code < 500:
            raise NotTaken(code, never=code not in LATER and code >= 400)
        raise OSError("doubtful")

    def _body(self, to: str, text: str, reference: str) -> tuple[bytes, str]:
        said = {"from": self.calling.sender, "to": to, "message": text, "reference": reference}
        values = {**self.calling.more, **{k: said[v] for v, k in self.calling.names.items()}}
        if self.calling.as_json:
            return json.dumps(values).encode(), "application/json"
        return urlencode(values).encode(), "application/x-www-form-urlencoded"

    def _who(self) -> dict[str, str]:
        if self.calling.token:
            return {"Authorization": f"Bearer {self.calling.token}"}
        pair = base64.b64encode(f"{self.calling.user}:{self.calling.password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None


class DemonstrationGateway:
    """Keeps text messages in the table of letters, to be read in the browser."""

    once = True
    leaves_at: datetime | None = None

    def __init__(self) -> None:
        if settings.ENV.production:
            raise ImproperlyConfigured("Text messages are never kept in production.")

    def open(self) -> None:
        """Always there."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Keep it."""
        SentLetter.objects.create(
            message_id=reference, to_address=to, subject="", body=text, channel=Channel.TEXT,
            created_at=self.leaves_at or clock.now(),
        )  # fmt: skip

    def close(self) -> None:
        """Nothing to hang up."""


def is_there() -> bool:
    """Whether anybody can be reached by text message in this installation."""
    return bool(settings.ENV.text_gateway)


def gateway() -> Gateway:
    """The one that the settings name. Raises ImproperlyConfigured with a sentence."""
    name = settings.ENV.text_gateway
    if name == DEMONSTRATION:
        return DemonstrationGateway()
    if name == HTTPS:
        return HttpsGateway()
    try:
        made: Gateway = import_string(name)()
    except ImportError:
        raise ImproperlyConfigured(
            "ERFARA_TEXT_GATEWAY must be empty, https, demonstration, or the path of a class. "
            + HINT
        ) from None
    return made
