"""Names on paper: a list that one coordinator asks for and another agrees to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states


class PrintList(StatefulModel, TenantModel):
    """A list with names and telephone numbers, to be printed. `people`: ids of contributors.

    Whom it holds is settled when it is asked for, so that what was agreed to is what is printed.
    """

    class Kind(models.TextChoices):
        TALKS = "talks", _("everybody with a talk that day")
        REGISTER = "register", _("everybody in the register")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField(null=True)
    people = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    open_until = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.PRINT_LIST
    personal = Personal(
        none="state kind day reason asked_at open_until",
        pseudonym="people",
        staff="asked_by decided_by",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="print_list_takes_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="talks") | models.Q(day__isnull=False),
                name="print_list_of_talks_has_a_day",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="print_list_state")]
