"""Colleagues of a request's contact, who see and do what the contact does."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.requests import LoanRequest
from erfara.people.models import Person


class Colleague(StatefulModel, TenantModel):
    """Somebody at the borrower's who was added to one request, until she leaves or is taken away.

    What the one who added her calls her is in the vault under her own key: what she is called
    where she is known from before is not theirs to learn.
    """

    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="colleagues")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_by = models.UUIDField(null=True)
    gets_messages = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.COLLEAGUE
    personal = Personal(none="state request gets_messages ended_at", pseudonym="person added_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="colleague_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="with_us", ended_at__isnull=True)
                | ~models.Q(state="with_us") & models.Q(ended_at__isnull=False),
                name="colleague_ended_when_over",
            ),
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="colleague_person")]

    @property
    def blob(self) -> str:
        """Where in the vault her name is, as it was written when she was added."""
        return f"colleague:{self.request_id}"
