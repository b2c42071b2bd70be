"""What a loan has changed, months later, and who has been told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan, Participation
from erfara.lending.models.owed import Delivery
from erfara.vocabulary.choices import EffectArea


class EffectAsk(StatefulModel, TenantModel):
    """Asking so many months after a loan: its borrower, or one who took part in it.

    It lives on after the loan is closed. `left_out` is why an ask ended without an answer.
    """

    class Answer(models.TextChoices):
        CHANGED = "changed", _("something has changed")
        NOTHING_YET = "nothing_yet", _("nothing yet")
        NOTHING_MORE = "nothing_more", _("nothing more will come of it")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="effect_asks")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="effect_asks"
    )
    months = models.PositiveSmallIntegerField()
    by_phone = models.BooleanField(default=False)
    answer_by = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.EFFECT_ASK
    personal = Personal(
        none="state loan months by_phone answer_by reminded_at answer answered_at sent_at",
        pseudonym="participation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "months"],
                condition=models.Q(participation__isnull=True),
                name="effect_ask_borrower_once",
            ),
            models.UniqueConstraint(
                fields=["participation", "months"],
                condition=models.Q(participation__isnull=False),
                name="effect_ask_person_once",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "answer_by"], name="effect_ask_due")]

    @property
    def blob(self) -> str:
        """Where in the vault the words of one who took part are. A borrower's are in the rows."""
        return f"text:{self.pk}"


class Effect(TenantModel):
    """One thing that has changed: the area, and a sentence by the borrower about its own work."""

    ask = models.ForeignKey(EffectAsk, on_delete=models.PROTECT, related_name="effects")
    area = models.CharField(max_length=20, choices=EffectArea.choices)
    text = models.TextField(blank=True)

    personal = Personal(none="ask area text")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "area"], name="effect_area_once")]


class EffectDelivery(TenantModel):
    """Whether one who took part knows what a loan has changed, and how."""

    ask = models.ForeignKey(EffectAsk, on_delete=models.PROTECT, related_name="deliveries")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="effect_deliveries"
    )
    reached_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, choices=Delivery.How.choices, blank=True)

    personal = Personal(none="ask reached_at how", pseudonym="participation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "participation"], name="effect_delivery_once")
        ]
