"""What somebody asks about a row of her own log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states
from erfara.people.models.persons import Person


class LogQuestion(StatefulModel, TenantModel):
    """Why somebody opened her details, asked in own words about one row of her log.

    Question and answer are one of her blobs in the vault. The row is named as she sees it: day,
    reason, who.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="log_questions")
    day = models.DateField()
    purpose = models.CharField(max_length=64)
    actor_role = models.CharField(max_length=16)
    actor_label = models.CharField(max_length=200, blank=True)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    table: ClassVar[StateTable] = states.LOG_QUESTION
    personal = Personal(
        none="state day purpose actor_role answer_by answered_at",
        pseudonym="person answered_by",
        staff="actor_label",
    )

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="log_question_list")]

    @property
    def blob(self) -> str:
        """Where in the vault question and answer are."""
        return f"text:{self.pk}"
