"""A request that somebody without an account is still writing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal
from erfara.foundation.models.drafts import Draft
from erfara.foundation.states import StateTable
from erfara.lending import states


class RequestDraft(Draft):
    """A request on its way. Nobody but whoever has its link can read it before it is sent."""

    blob: ClassVar[str] = "request_draft"
    letter: ClassVar[str] = "request_draft_link"
    table: ClassVar[StateTable] = states.REQUEST_DRAFT
    personal = Personal(
        none="state changed_at emptied_at",
        why="the id names what is in the vault until it is emptied; it points to nobody after that",
    )

    class Meta:
        indexes = [models.Index(fields=["emptied_at", "changed_at"], name="request_draft_to_empty")]
