"""Payments to people who take part: what was agreed, by which rates, and on which list."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.compensation import states
from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending.models import Participation
from erfara.organisations.models import Programme


class PaymentList(StatefulModel, TenantModel):
    """What the library pays for a period, for whoever pays it out. Its rows are payments.

    A list with more than a few names takes two, like every list of names.
    """

    number = models.PositiveIntegerField()
    until = models.DateField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    sent_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)

    table: ClassVar[StateTable] = states.PAYMENT_LIST
    personal = Personal(
        none="state number until asked_at sent_on paid_on", staff="asked_by decided_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="payment_list_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="payment_list_takes_two",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="payment_list_state")]


class Compensation(StatefulModel, TenantModel):
    """What one person gets for one loan, in whole and hundredths of kronor (SEK): the fee, and a
    row for each cost that was approved."""

    class Kind(models.TextChoices):
        FEE = "fee", _("for taking part")
        PREPARATION = "preparation", _("for preparing")
        TRAVEL = "travel", _("for the journey")
        MILEAGE = "mileage", _("for driving")
        OUTLAY = "outlay", _("for an outlay")

    class Basis(models.TextChoices):
        # The amount is always the whole sum: these say what it is for, and none reads as a price.
        SHORT = "short", _("a short time")
        HOUR = "hour", _("in all, counted by the hour")
        HALF_DAY = "half_day", _("half a day")
        DAY = "day", _("a day")
        LECTURE = "lecture", _("a lecture")
        LUMP = "lump", _("a sum for everything")

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="compensations"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FEE)
    payer = models.CharField(max_length=16, choices=Programme.Payer.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.LUMP)
    amount = models.DecimalField(max_digits=9, decimal_places=2)
    paid_on = models.DateField(null=True)
    # When a borrower who is late was reminded, and when once more, for the last time.
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    payment_list = models.ForeignKey(
        PaymentList, null=True, on_delete=models.PROTECT, related_name="payments"
    )

    table: ClassVar[StateTable] = states.PAYMENT
    personal = Personal(
        none="state kind payer basis amount paid_on reminded_at escalated_at payment_list",
        pseudonym="participation",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="compensation_not_negative"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["paid", "said_paid"])
                | models.Q(paid_on__isnull=False),
                name="compensation_paid_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["listed", "sent"])
                | models.Q(payment_list__isnull=False),
                name="compensation_on_a_list",
            ),
            models.UniqueConstraint(
                fields=["participation"], condition=models.Q(kind="fee"),
                name="compensation_one_fee",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="compensation_state")]


class Claim(StatefulModel, TenantModel):
    """A cost that somebody has had, or time beside the meeting. What it was stands in the vault.

    `quantity`: hours of preparation or kilometres driven; the sum comes from the rates then.
    """

    class Kind(models.TextChoices):
        PREPARATION = "preparation", _("time to prepare")
        TRAVEL = "travel", _("bus, train or taxi")
        MILEAGE = "mileage", _("driving my own car")
        OUTLAY = "outlay", _("something else I paid for")

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="claims"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    day = models.DateField()
    quantity = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    said_by = models.UUIDField(null=True)
    payment = models.OneToOneField(
        Compensation, null=True, on_delete=models.PROTECT, related_name="claim"
    )

    BLOB: ClassVar[str] = "claims"
    table: ClassVar[StateTable] = states.CLAIM
    personal = Personal(
        none="state kind day quantity amount payment", pseudonym="participation said_by",
        why="what it was for stands in the vault",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=False) | models.Q(quantity__isnull=False),
                name="claim_says_how_much",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(payment__isnull=False),
                name="claim_approved_is_paid",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="claim_state")]


class Rate(TenantModel):
    """What is paid for something from a day on: kronor, or a share of the price base amount.

    `over` and `up_to` are hours, the first not included: half a day over 2 and up to 4.
    """

    class What(models.TextChoices):
        SHORT = "short", _("a short time")
        HALF_DAY = "half_day", _("half a day")
        DAY = "day", _("a day")
        HOUR = "hour", _("an hour")
        LECTURE = "lecture", _("a lecture")
        PREPARATION = "preparation", _("an hour of preparing")
        MILEAGE = "mileage", _("a kilometre in one's own car")

    what = models.CharField(max_length=12, choices=What.choices)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    percent = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    over = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    up_to = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120, blank=True)

    personal = Personal(
        none="what amount percent over up_to valid_from valid_to source",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__isnull=True, amount__gte=Decimal(0))
                | models.Q(amount__isnull=True, percent__gt=Decimal(0)),
                name="rate_one_way",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="rate_ends_later",
            ),
            models.UniqueConstraint(
                fields=["programme", "what", "valid_from"], name="rate_from_a_day_once"
            ),
        ]  # fmt: skip


class PriceBase(TenantModel):
    """A year's price base amount that a programme has written itself, over the shipped one."""

    year = models.PositiveSmallIntegerField()
    amount = models.PositiveIntegerField()

    personal = Personal(none="year amount")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="price_base_year_once")
        ]
