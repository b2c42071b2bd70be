"""A place in a team that somebody has left, until somebody else has it or it is let be."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan, Participation


class Vacancy(StatefulModel, TenantModel):
    """Comes of a withdrawal from a team that was complete. Why somebody left stands nowhere."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="vacancies")
    left_by = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="vacancy")
    filled_by = models.OneToOneField(
        Participation, on_delete=models.PROTECT, null=True, related_name="filled"
    )

    table: ClassVar[StateTable] = states.VACANCY
    personal = Personal(none="state loan", pseudonym="left_by filled_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="filled", filled_by__isnull=False)
                | ~models.Q(state="filled") & models.Q(filled_by__isnull=True),
                name="vacancy_filled_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["programme", "state"], name="vacancy_open")]
