"""A loan: who takes part, when it is held."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.inquiries import Inquiry
from erfara.lending.models.requests import LoanRequest
from erfara.people.models import Contributor


class Loan(StatefulModel, TenantModel):
    """Begins when the first person is confirmed."""

    class CancelReason(models.TextChoices):
        TOO_FEW = "too_few", _("too few could take part")
        BORROWER = "borrower", _("{borrower:sg.def} cancelled")
        PEOPLE = "people", _("somebody fell ill or could not come")
        LIBRARY_CLOSES = "library_closes", _("{library:sg.def} closes")
        OTHER = "other", _("something else")

    request = models.OneToOneField(LoanRequest, on_delete=models.PROTECT, related_name="loan")
    team_reason = models.CharField(max_length=300, blank=True)
    cancel_reason = models.CharField(max_length=16, choices=CancelReason.choices, blank=True)
    carried_out_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.LOAN
    personal = Personal(none="state request team_reason cancel_reason carried_out_on closed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="cancelled") & ~models.Q(cancel_reason="")
                | ~models.Q(state="cancelled") & models.Q(cancel_reason=""),
                name="loan_cancelled_with_reason",
            ),
        ]


class Participation(StatefulModel, TenantModel):
    """One who takes part in a loan. Somebody from outside the library has no person here."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="participations")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, null=True, related_name="participations"
    )
    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, null=True, related_name="participation"
    )
    outside = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.PARTICIPATION
    personal = Personal(none="state loan outside", pseudonym="contributor inquiry")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outside=True, contributor__isnull=True, inquiry__isnull=True)
                | models.Q(outside=False, contributor__isnull=False),
                name="participation_outside_has_no_person",
            ),
            models.UniqueConstraint(
                fields=["loan", "contributor"],
                condition=models.Q(contributor__isnull=False),
                name="participation_once",
            ),
        ]
        indexes = [models.Index(fields=["contributor", "state"], name="participation_contributor")]


class Occasion(StatefulModel, TenantModel):
    """One time at which a loan is held."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="occasions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    digital = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.OCCASION
    personal = Personal(none="state loan starts_at ends_at digital", organisation="place")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="occasion_ends_later"
            )
        ]
        indexes = [models.Index(fields=["loan", "starts_at"], name="occasion_order")]
