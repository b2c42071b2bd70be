"""Payments to people who take part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.compensation import states
from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending.models import Participation
from erfara.organisations.models import Programme


class Compensation(StatefulModel, TenantModel):
    """What one person gets for one loan, in whole and hundredths of kronor (SEK)."""

    class Basis(models.TextChoices):
        HOUR = "hour", _("by the hour")
        HALF_DAY = "half_day", _("half a day")
        DAY = "day", _("a day")
        LECTURE = "lecture", _("a lecture")
        LUMP = "lump", _("a sum for everything")

    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, related_name="compensation"
    )
    payer = models.CharField(max_length=16, choices=Programme.Payer.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.LUMP)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    paid_on = models.DateField(null=True)

    table: ClassVar[StateTable] = states.PAYMENT
    personal = Personal(none="state payer basis amount paid_on", pseudonym="participation")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="compensation_not_negative"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | models.Q(paid_on__isnull=False),
                name="compensation_paid_on_a_day",
            ),
        ]
