"""What must hold about mail before the product starts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from erfara.foundation.outbox import gateways
from erfara.foundation.outbox.backends import server_of

DEMONSTRATION = "erfara.foundation.outbox.backends.DemonstrationBackend"
SMTP = "erfara.foundation.outbox.backends.SmtpBackend"


@register()
def mail(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Production sends through its mail server, and keeps no letter."""
    found: list[CheckMessage] = []
    if settings.ENV.production and settings.EMAIL_BACKEND != SMTP:
        found.append(
            Error(
                "In production letters leave by the mail server and are kept nowhere.",
                hint=f"Set EMAIL_BACKEND to {SMTP}.",
                id="erfara.E001",
            )
        )
    if settings.EMAIL_BACKEND == SMTP:
        try:
            server_of(settings.ENV.smtp_url)
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="erfara.E002"))
    return found


@register()
def text_messages(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """A gateway that is named can be called, and production keeps no text message."""
    if not gateways.is_there():
        return []
    try:
        gateways.gateway()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="erfara.E003")]
    return []
