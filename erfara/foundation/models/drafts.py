"""Something that is written page by page by somebody without an account, and then sent or not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models.base import StatefulModel, TenantModel


class Draft(StatefulModel, TenantModel):
    """A draft on its way. What is written so far is in the vault, under this row's own id.

    When it is sent, thrown away or forgotten its key is destroyed; the row stays as a number.
    """

    changed_at = models.DateTimeField()
    emptied_at = models.DateTimeField(null=True)

    # The name of its blob in the vault, and of the purpose of the link that leads to it.
    blob: ClassVar[str]
    # The kind of letter that brings its link.
    letter: ClassVar[str]

    class Meta:
        abstract = True
