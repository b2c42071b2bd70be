"""Refusals that a user is meant to read."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Something can't be done now; the message is a sentence on what to do instead.

    `values` fill the message's placeholders when it is shown in the programme's words.
    """

    def __init__(self, message: str | Promise, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return str(self.message)


class Stale(Refused):
    """Somebody else was first: the thing is no longer in the state the user saw.

    Without a message: where there is nothing more to say than that.
    """

    def __init__(
        self,
        message: str | Promise = _("Somebody else was just here. Look at the page as it is now."),
        **values: object,
    ) -> None:
        super().__init__(message, **values)


class NotAllowed(Refused):
    """The actor doesn't hold the pen."""
