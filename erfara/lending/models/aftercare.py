"""How somebody is after it: asked once after each time, and again when she was shaken."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Participation
from erfara.people.models import Contributor

OPEN = ("waiting", "asked", "needs_care")


class Aftercare(StatefulModel, TenantModel):
    """One question to one person after one time at which a loan was held.

    What she writes and what a coordinator writes about having been in touch are in the vault,
    under her key. `again`: the second question, some days after somebody was in touch.
    """

    class Answer(models.TextChoices):
        FINE = "fine", _("I am fine")
        SHAKEN = "shaken", _("I am a bit shaken")
        CALL = "call", _("I want you to call me")

    occasion = models.ForeignKey(
        "lending.Occasion", on_delete=models.PROTECT, related_name="aftercare"
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="aftercare"
    )
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="aftercare")
    again = models.BooleanField(default=False)
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    by_phone = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.AFTERCARE
    personal = Personal(
        none="state occasion again due_on asked_at by_phone answer_by answer answered_at",
        pseudonym="participation contributor",
        why="answer is one of three ticked words; own words are in the vault",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "participation", "again"], name="aftercare_once_each"
            ),
            models.UniqueConstraint(
                fields=["contributor"],
                condition=models.Q(state__in=OPEN),
                name="aftercare_one_open",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="aftercare_due")]

    @property
    def blob(self) -> str:
        """Where in the vault the words are: hers, and what was done."""
        return f"text:{self.pk}"
