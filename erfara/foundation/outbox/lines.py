"""A line to each kind of server: what sending needs to know about mail and about text messages."""

from __future__ import annotations

import logging
import re
import smtplib
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from erfara.foundation import phones
from erfara.foundation.models.outbox import Channel, OutboxMessage
from erfara.foundation.outbox import gateways, registry
from erfara.foundation.outbox.letter import Letter, body_of, subject_of
from erfara.foundation.outbox.texts import text_of

logger = logging.getLogger("erfara.outbox")
_NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)


class Undeliverable(Exception):
    """A human has to see to it; the text is what the operator reads as the error."""


class Line(Protocol):
    """To a server that takes one message at a time."""

    # Whether a message of which nobody knows if it left may be sent again: the same one, known.
    repeats: bool

    def reach(self) -> bool:
        """Have a connection before anything is claimed or opened; whether there is one."""

    def compose(self, message: OutboxMessage, letter: Letter, at: datetime) -> Any:
        """The message as it leaves. Opens the address. Raises Undeliverable."""

    def send(self, composed: Any) -> None:
        """Hand it over. Whatever is raised is asked about below."""

    def never(self, error: Exception) -> bool:
        """The server says no to this recipient or this message, and means it."""

    def refused(self, error: Exception) -> bool:
        """It hasn't taken the message. What is neither leaves us in doubt."""

    def hang_up(self) -> None:
        """Close the connection."""


class MailLine:
    """To the mail server. The same Message-ID makes a repeated mail the same mail."""

    repeats = True

    def __init__(self, connection: Any) -> None:
        self._mail = connection

    def reach(self) -> bool:
        """Have a connection."""
        try:
            self._mail.open()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("The mail server can't be reached: %s", type(error).__name__)
            self.hang_up()
            return False
        return True

    def compose(self, message: OutboxMessage, letter: Letter, at: datetime) -> EmailMessage:
        """One mail to one address."""
        address = registry.addresses[message.to_kind](message, at)
        if not address:
            raise Undeliverable("NoAddress")
        try:
            validate_email(address)  # exactly one, without a list or a line break in it
        except ValidationError:
            raise Undeliverable("BadAddress") from None
        email = EmailMessage(
            subject=subject_of(letter),
            body=body_of(letter),
            from_email=settings.ENV.mail_from,
            to=[address],
            headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
        )
        if letter.calendar is not None:
            file = letter.calendar
            email.attach("tid.ics", file.content.decode(), file.mimetype)
        email.message()  # what can't be put in a mail shows itself here, before anything has left
        email.leaves_at = at  # type: ignore[attr-defined]  # read by the demonstration's backend
        return email

    def send(self, composed: EmailMessage) -> None:
        """Hand it over."""
        self._mail.send_messages([composed])

    def _codes(self, error: Exception) -> list[int]:
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            return [code for code, _text in error.recipients.values()]
        return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []

    def never(self, error: Exception) -> bool:
        """A code of 5xx about the recipient or the message."""
        final = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
        return final and any(500 <= code < 600 for code in self._codes(error))

    def refused(self, error: Exception) -> bool:
        """Any code: it answered, and hasn't taken it."""
        return bool(self._codes(error)) or isinstance(error, smtplib.SMTPNotSupportedError)

    def hang_up(self) -> None:
        """Close the connection; the server may have done so first."""
        try:
            self._mail.close()
        except (OSError, smtplib.SMTPException) as error:
            logger.info("The mail server hung up first: %s", type(error).__name__)


class TextLine:
    """To the gateway for text messages. Most know no message again, so nothing is repeated."""

    def __init__(self) -> None:
        self._gateway = gateways.gateway()
        self.repeats = self._gateway.once

    def reach(self) -> bool:
        """Have a connection."""
        try:
            self._gateway.open()
        except gateways.Unreachable as error:
            logger.warning("The text gateway can't be reached: %s", error)
            return False
        return True

    def compose(self, message: OutboxMessage, letter: Letter, at: datetime) -> tuple[str, str, str]:
        """Number, text and reference."""
        number = registry.numbers[message.to_kind](message, at)
        if not number:
            raise Undeliverable("NoNumber")
        to = phones.e164(number) or ""
        if not _NUMBER.fullmatch(to):
            raise Undeliverable("BadNumber")
        if isinstance(self._gateway, gateways.DemonstrationGateway):
            self._gateway.leaves_at = at
        return to, text_of(letter), message.message_id

    def send(self, composed: tuple[str, str, str]) -> None:
        """Hand it over."""
        to, text, reference = composed
        self._gateway.send(to=to, text=text, reference=reference)

    def never(self, error: Exception) -> bool:
        """The gateway means it."""
        return isinstance(error, gateways.NotTaken) and error.never

    def refused(self, error: Exception) -> bool:
        """It answered that it hasn't taken it, or nobody answered at all."""
        return isinstance(error, gateways.NotTaken | gateways.Unreachable)

    def hang_up(self) -> None:
        """Close the connection."""
        self._gateway.close()


def line_to(channel: str, connection: Any) -> Line:
    """The line for a channel; `connection` is the mail's."""
    return TextLine() if channel == Channel.TEXT else MailLine(connection)
