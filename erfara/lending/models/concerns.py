"""Something that felt wrong, and the answer to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.inquiries import Inquiry
from erfara.lending.models.loans import Loan
from erfara.people.models import Person


class Concern(StatefulModel, TenantModel):
    """What somebody says felt wrong. An answer is owed by a day. Nobody who borrows sees it.

    The words, hers and the answers, are one of her blobs in the vault. `route` is whom she wants
    to read it: where it is about a coordinator, an administrator does, and no coordinator sees it.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", _("something felt wrong")
        IMPROPER = "improper", _("a question was improper")
        SUPPORT = "support", _("worry about a support assignment")
        LOAN = "loan", _("about a loan, from {borrower:sg.def}")

    class Route(models.TextChoices):
        COORDINATOR = "coordinator", _("{coordinator:sg.def}")
        ADMINISTRATOR = "administrator", _("whoever administers {library:sg.def}")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    route = models.CharField(max_length=16, choices=Route.choices, default=Route.COORDINATOR.value)
    inquiry = models.ForeignKey(
        Inquiry, on_delete=models.PROTECT, null=True, related_name="concerns"
    )
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, null=True, related_name="concerns")
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    settles_on = models.DateField(null=True)

    table: ClassVar[StateTable] = states.CONCERN
    personal = Personal(
        none="state kind route loan answer_by answered_at settles_on", pseudonym="person inquiry"
    )

    class Meta:
        indexes = [models.Index(fields=["programme", "state", "answer_by"], name="concern_due")]

    @property
    def blob(self) -> str:
        """Where in the vault what was said and answered is."""
        return f"text:{self.pk}"
