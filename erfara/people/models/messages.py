"""What anybody writes to a library: a question, or that something on the pages doesn't work."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states


class PublicMessage(StatefulModel, TenantModel):
    """A message from somebody without an account. Its words are in the vault, under its own id."""

    class About(models.TextChoices):
        CONTACT = "contact", _("a question")
        ACCESSIBILITY = "accessibility", _("something that is hard to use")

    about = models.CharField(max_length=16, choices=About.choices)
    wants_answer = models.BooleanField()
    received_at = models.DateTimeField()
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.PUBLIC_MESSAGE
    personal = Personal(
        none="state about wants_answer received_at due_on ended_at",
        why="who wrote and what is in the vault until it is emptied, 90 days after the end",
    )

    @property
    def received_on(self) -> date:
        """The day it came."""
        return clock.local_day(self.received_at)

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="public_message_list")]
