"""A loan, and who takes part in it."""

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
    # While somebody is looked for after a withdrawal: the last day of it. See `policies.asks`.
    seeks_until = models.DateField(null=True)
    carried_out_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    # What the county's registry calls the case, when the agreement has been handed to it.
    diary_number = models.CharField(max_length=60, blank=True)

    table: ClassVar[StateTable] = states.LOAN
    personal = Personal(
        none="state request team_reason cancel_reason seeks_until carried_out_on closed_at "
        "diary_number"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="cancelled") & ~models.Q(cancel_reason="")
                | ~models.Q(state="cancelled") & models.Q(cancel_reason=""),
                name="loan_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(seeks_until__isnull=True) | models.Q(state="confirmed"),
                name="loan_seeks_before_it_is_held",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="loan_state"),
            # What is asked so many months later.
            models.Index(fields=["programme", "carried_out_on"], name="loan_held_on"),
        ]


class Participation(StatefulModel, TenantModel):
    """One who takes part in a loan. Somebody from outside the library has no person here: only
    through whom she came, and what she brings."""

    class Through(models.TextChoices):
        BORROWER = "borrower", _("{borrower:sg.def} found them")
        ASSOCIATION = "association", _("an association sent them")
        LIBRARY = "library", _("another {library:sg} lent them")
        OTHER = "other", _("in another way")

    class CallAbout(models.TextChoices):
        CANCELLED = "cancelled", _("that it was cancelled")
        NEVER = "never", _("that no answer came from {borrower:sg.def}")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="participations")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, null=True, related_name="participations"
    )
    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, null=True, related_name="participation"
    )
    outside = models.BooleanField(default=False)
    through = models.CharField(max_length=12, choices=Through.choices, blank=True)
    # The thread to the library that lends them, when it is on the same installation.
    passed_on = models.ForeignKey(
        "lending.PassedOn", on_delete=models.PROTECT, null=True, related_name="participations"
    )
    # Roles of experience of one from outside, as the borrower has said.
    brings = models.JSONField(default=list)
    # What one who is reached by no message is still to be told on the telephone, and since when.
    call_about = models.CharField(max_length=12, choices=CallAbout.choices, blank=True)
    call_since = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.PARTICIPATION
    personal = Personal(
        none="state loan outside through passed_on brings call_about call_since",
        pseudonym="contributor inquiry",
        why="through and brings are about one from outside, of whom nothing else is known here",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outside=True, contributor__isnull=True, inquiry__isnull=True)
                | models.Q(outside=False, contributor__isnull=False, through=""),
                name="participation_outside_has_no_person",
            ),
            models.CheckConstraint(
                condition=models.Q(passed_on__isnull=True) | models.Q(outside=True),
                name="participation_passed_on_is_outside",
            ),
            models.UniqueConstraint(
                fields=["loan", "contributor"],
                condition=models.Q(contributor__isnull=False),
                name="participation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(call_about="", call_since__isnull=True)
                | ~models.Q(call_about="") & models.Q(call_since__isnull=False),
                name="participation_call_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["contributor", "state"], name="participation_contributor"),
            models.Index(
                fields=["programme"],
                condition=~models.Q(call_about=""),
                name="participation_to_call",
            ),
        ]
