"""What a loan owes after it was held: follow-up, and telling everybody what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan, Participation


class FollowUp(StatefulModel, TenantModel):
    """A talk afterwards: one with the borrower, one with each person who took part."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="follow_ups")
    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, null=True, related_name="follow_up"
    )
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.FOLLOW_UP
    personal = Personal(none="state loan due_on reminded_at", pseudonym="participation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                condition=models.Q(participation__isnull=True),
                name="follow_up_with_borrower_once",
            )
        ]
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="follow_up_due")]


class Feedback(StatefulModel, TenantModel):
    """A debt to those who took part. It has a day, and is written off only with a reason."""

    class Kind(models.TextChoices):
        SUMMARY = "summary", _("summary of the follow-up")
        BORROWER = "borrower", _("what {borrower:sg.def} did with it")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="feedback")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    due_on = models.DateField()
    text = models.TextField(blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    # When two reminders had not helped, and somebody else was told or had to phone.
    escalated_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.FEEDBACK
    personal = Personal(none="state loan kind due_on text reminders reminded_at escalated_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "kind"], name="feedback_kind_once"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["on_its_way", "given"]) | ~models.Q(text=""),
                name="feedback_given_has_text",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "due_on"], name="feedback_due")]


class Delivery(TenantModel):
    """Whether one who took part has got one piece of feedback, and how."""

    class How(models.TextChoices):
        MESSAGE = "message", _("by a message")
        PHONE = "phone", _("by phone")
        IN_PERSON = "in_person", _("when we met")
        LETTER = "letter", _("by letter")
        BORROWER = "borrower", _("through {borrower:sg.def}")

    feedback = models.ForeignKey(Feedback, on_delete=models.PROTECT, related_name="deliveries")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="deliveries"
    )
    reached_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True)

    personal = Personal(none="feedback reached_at how", pseudonym="participation")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feedback", "participation"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(reached_at__isnull=True, how="")
                | models.Q(reached_at__isnull=False) & ~models.Q(how=""),
                name="delivery_reached_how",
            ),
        ]
