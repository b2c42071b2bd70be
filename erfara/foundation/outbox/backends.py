"""Ways for a letter to leave: a mail server given as an address, or the demonstration's table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from erfara.foundation import clock
from erfara.foundation.models.outbox import SentLetter

TIMEOUT_SECONDS = 10
_SCHEMES = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, repr=False)
class Server:
    """A mail server. Has no repr: the password must not reach a log."""

    host: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool


def server_of(url: str) -> Server:
    """Read smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in _SCHEMES or not parts.hostname or port == -1:
        raise ImproperlyConfigured(
            "ERFARA_SMTP_URL must look like smtp+tls://user:password@host:587."
        )
    return Server(
        host=parts.hostname,
        port=port or _SCHEMES[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "smtp+tls",
        use_ssl=parts.scheme == "smtps",
    )


class SmtpBackend(EmailBackend):
    """Django's SMTP backend, told by ERFARA_SMTP_URL where to go."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        server = server_of(settings.ENV.smtp_url)
        super().__init__(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.use_tls,
            use_ssl=server.use_ssl,
            timeout=TIMEOUT_SECONDS,
            fail_silently=fail_silently,
        )


class DemonstrationBackend(BaseEmailBackend):
    """Keeps letters in a table to be read in the browser. Never in production."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        if settings.ENV.production:
            raise ImproperlyConfigured("Letters are never kept in production.")
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the letters. The moment is the sender's, when it says so."""
        for message in email_messages:
            SentLetter.objects.create(
                message_id=message.extra_headers.get("Message-ID", ""),
                to_address=", ".join(message.recipients()),
                subject=str(message.subject),
                body=str(message.body),
                created_at=getattr(message, "leaves_at", None) or clock.now(),
            )
        return len(email_messages)
