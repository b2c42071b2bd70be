"""A mail server of the test's own, and an outbox with nothing registered but what the test says."""

from __future__ import annotations

import asyncio
import email
import socket
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from erfara.foundation import outbox
from erfara.foundation.outbox import checks, registry

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
TENANT = uuid4()


@dataclass
class Received:
    """A message as the server got it."""

    recipients: list[str]
    sender: str
    content: bytes

    @property
    def parsed(self):
        return email.message_from_bytes(self.content)

    @property
    def message_id(self):
        return self.parsed["Message-ID"]

    @property
    def body(self):
        return self.parsed.get_payload(decode=True).decode()


@dataclass
class Sink:
    """Takes every message, or answers as told: `replies` maps a recipient or `*` to a reply."""

    got: list[Received] = field(default_factory=list)
    replies: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    taken: Callable[[Sink], None] = lambda sink: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.replies.get(address, self.replies.get("*", ""))
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = self.at_data.get(envelope.rcpt_tos[0], "250 OK")
        if reply == "hang up before":
            server.transport.close()
            return "421 gone"
        if reply[:1] == "2" or reply == "hang up after":
            self.got.append(Received(list(envelope.rcpt_tos), envelope.mail_from, envelope.content))
        if reply == "hang up after":
            server.transport.close()
        # Taken, not yet said so: who is killed here can't know.
        self.taken(self)
        await asyncio.sleep(self.pause)
        return reply


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def mail_to_a_free_port(settings) -> int:
    """Let mail go to a port of this machine, for the length of a test. Returns which."""
    number = free_port()
    settings.ENV = replace(settings.ENV, smtp_url=f"smtp://127.0.0.1:{number}")
    settings.EMAIL_BACKEND = checks.SMTP
    return number


@contextmanager
def serving(sink: Sink, port: int):
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def letters(monkeypatch):
    """Renderers for `hello`: what they were asked, and a switch for what they answer."""
    for table in ("kinds", "addresses", "hooks"):
        monkeypatch.setattr(registry, table, {})
    monkeypatch.setattr(registry, "holds", [])
    asked = Asked()
    outbox.register_kind("hello", asked.render)
    outbox.register_address("person", asked.address)
    return asked


class Asked:
    """What the outbox asked upper apps."""

    def __init__(self):
        self.rendered = []
        self.letter = outbox.Letter(
            "You have a message", ("There is a message for you.",), "https://x.example/l/abc",
            date(2026, 12, 1), "en",
        )  # fmt: skip
        self.to = "{id}@example.se"
        self.error = None

    def render(self, message, at):
        self.rendered.append(message.pk)
        if self.error:
            raise self.error
        return self.letter

    def address(self, message, at):
        return self.to and self.to.format(id=message.to_id)


def put(**changes):
    values = {
        "tenant_id": TENANT, "about_kind": "lending.inquiry", "about_id": uuid4(),
        "to_kind": "person", "to_id": uuid4(), "at": AT, **changes,
    }  # fmt: skip
    return outbox.put("hello", **values)
