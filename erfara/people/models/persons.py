"""The one identity. Names and addresses are in the vault, under this row's id."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel


class Person(TenantModel):
    """Somebody known to a programme: one with experience, a borrower's contact, or both."""

    erased_at = models.DateTimeField(null=True)

    personal = Personal(none="erased_at", why="the id is the pseudonym; all else is in the vault")
