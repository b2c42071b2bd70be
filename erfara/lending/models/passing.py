"""A request between two libraries: passed over with its borrower's yes, or helped with people."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.requests import LoanRequest
from erfara.organisations.models import Programme


class PassedOn(StatefulModel, TenantModel):
    """The thread between a request here and the one it becomes in another programme.

    The row belongs to the programme that asks. The other one reads of it what stands here and
    nothing behind it: `for_whom` is a copy, so that neither side follows a key into the other's
    rows. `number`: how many people are asked for (help) or come by now.
    """

    class Kind(models.TextChoices):
        OVER = "over", _("the whole request")
        HELP = "help", _("people")

    class Outcome(models.TextChoices):
        NONE = "", ""
        REFUSED = "refused", _("{borrower:sg.def.cap} wants to keep it here.")
        SILENT = "silent", _("{borrower:sg.def.cap} has not answered.")
        CLOSED = "closed", _("The other {library:sg} takes in no requests now.")
        DECLINED = "declined", _("The other {library:sg} can't lend anybody this time.")
        FEWER = "fewer", _("Fewer people come than was said.")
        LATE = "late", _("The other {library:sg} has found people, but you no longer look.")

    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="passed_on")
    to_programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    received = models.OneToOneField(
        LoanRequest, on_delete=models.PROTECT, null=True, related_name="came_from"
    )
    words = models.TextField(blank=True)
    for_whom = models.CharField(max_length=330, blank=True)
    number = models.PositiveSmallIntegerField(default=0)
    answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    ended_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.PASSED_ON
    personal = Personal(
        none="state request to_programme kind received words number answer_by reminded_at "
        "outcome ended_at",
        organisation="for_whom",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state="asked"),
                name="passed_on_asked_one_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["request", "to_programme"],
                condition=models.Q(state__in=["helping", "helped", "changed"]),
                name="passed_on_helped_once_by_each",
            ),
            models.CheckConstraint(
                condition=~models.Q(to_programme=models.F("programme")),
                name="passed_on_to_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["over", "helping", "helped"])
                | models.Q(received__isnull=False),
                name="passed_on_is_received",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="passed_on_list")]
