"""The one identity. Names and addresses are in the vault, under this row's id."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel


class Person(TenantModel):
    """Somebody known to a programme: one with experience, a borrower's contact, or both.

    `erase_after`: she has asked to be forgotten as a borrower's contact, and may still undo it.
    `leaves_when_done`: she has left as one with experience, and goes as a contact too as soon as
    her last request is over.
    """

    erased_at = models.DateTimeField(null=True)
    erase_after = models.DateTimeField(null=True)
    leaves_when_done = models.BooleanField(default=False)

    personal = Personal(
        none="erased_at erase_after leaves_when_done",
        why="the id is the pseudonym; all else is in the vault",
    )
