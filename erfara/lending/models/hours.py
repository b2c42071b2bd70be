"""The time that a loan took: of those who took part, the borrower and the coordinators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, TenantModel
from erfara.lending.models.loans import Loan, Participation
from erfara.lending.models.occasions import Occasion


class TimeSpent(TenantModel):
    """Minutes that somebody spent on a loan, and how we know.

    Whose they are stands as a party; a person's own lines point to her part in the loan, those of
    people from outside too. A borrower's and a coordinator's are the side's, not one employee's.
    """

    class Party(models.TextChoices):
        PERSON = "person", _("those who took part")
        BORROWER = "borrower", _("{borrower:sg.def}")
        COORDINATOR = "coordinator", _("{coordinator:sg.def}")

    class What(models.TextChoices):
        PREPARATION = "preparation", _("preparation")
        TRAVEL = "travel", _("travel")
        MEETING = "meeting", _("the meeting itself")
        FOLLOW_UP = "follow_up", _("afterwards")

    class Known(models.TextChoices):
        OCCASION = "occasion", _("from how long it was")
        FOLLOW_UP = "follow_up", _("told in the follow-up")
        COORDINATOR = "coordinator", _("written by {coordinator:sg.def}")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="hours")
    party = models.CharField(max_length=12, choices=Party.choices)
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="hours"
    )
    occasion = models.ForeignKey(
        Occasion, on_delete=models.PROTECT, null=True, related_name="hours"
    )
    what = models.CharField(max_length=12, choices=What.choices)
    known = models.CharField(max_length=12, choices=Known.choices)
    minutes = models.PositiveIntegerField()
    day = models.DateField()

    personal = Personal(
        none="loan party occasion what known minutes day", pseudonym="participation"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(party="person") | models.Q(participation__isnull=True),
                name="time_spent_by_whose_it_is",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=60_000), name="time_spent_sane"
            ),
            models.UniqueConstraint(
                fields=["occasion", "participation"],
                condition=models.Q(occasion__isnull=False, participation__isnull=False),
                name="time_spent_once_per_occasion",
            ),
        ]
        indexes = [models.Index(fields=["programme", "day"], name="time_spent_by_day")]
