"""What both sides of a loan agree on, version by version, and who has said yes to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan, Participation
from erfara.people.models import Person

# While it is in one of these, it is the one that counts. A loan has one at a time.
LIVE = ("draft", "asked", "late", "agreed", "without")


class Agreement(StatefulModel, TenantModel):
    """One version of a loan's agreement.

    `terms` is what was agreed, in the words it was agreed in: a later change of the assignment, or
    of the product's own sentences, changes nothing here. Nobody who takes part is named in it.
    """

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    terms = models.JSONField(default=dict)
    accept_by = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    # A support assignment has an end, and a talk about how it goes before that.
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)

    table: ClassVar[StateTable] = states.AGREEMENT
    personal = Personal(
        none="state loan version accept_by sent_at reminded_at ends_on review_on",
        organisation="terms",
        why="terms hold the assignment and the borrower's contact person, and nobody who takes "
        "part; personal identity numbers are refused",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["loan", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["loan"], condition=models.Q(state__in=LIVE), name="agreement_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "replaced", "ended"])
                | models.Q(accept_by__isnull=False, sent_at__isnull=False),
                name="agreement_sent_with_a_day",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="agreement_list")]


class Acceptance(StatefulModel, TenantModel):
    """One side's answer to one version: a person who takes part, or the borrower.

    Words of hers (what she wants changed, whom she turns to, what she declares) and a coordinator's
    about her are in the vault under `person`'s key, in `blob`. `person` is who the answer is hers:
    whoever at the borrower's answered, after the contact has changed too.
    """

    class How(models.TextChoices):
        PAGE = "page", _("on her own page")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        MET = "met", _("when we met")

    class Support(models.TextChoices):
        COORDINATOR = "coordinator", _("{coordinator:sg.def}")
        BORROWER = "borrower", _("the contact person where I am going")
        OWN = "own", _("somebody I choose myself")
        NOBODY = "nobody", _("nobody, I need none")

    class Conflict(models.TextChoices):
        NOTHING = "nothing", _("nothing to declare")
        DECLARED = "declared", _("something to declare")

    class Outcome(models.TextChoices):
        NO_OBSTACLE = "no_obstacle", _("no obstacle")
        NOT_SUITABLE = "not_suitable", _("not suitable for this assignment")

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acceptances")
    # Empty: the borrower's side.
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, null=True, related_name="acceptances"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    basis = models.CharField(max_length=12, blank=True)
    payer = models.CharField(max_length=16, blank=True)
    answered_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    noted_by = models.UUIDField(null=True)
    support = models.CharField(max_length=12, choices=Support.choices, blank=True)
    conflict = models.CharField(max_length=8, choices=Conflict.choices, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    assessed_at = models.DateTimeField(null=True)
    assessed_by = models.UUIDField(null=True)

    table: ClassVar[StateTable] = states.ACCEPTANCE
    personal = Personal(
        none="state agreement amount basis payer answered_at how support conflict outcome "
        "assessed_at",
        pseudonym="participation person",
        staff="noted_by assessed_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "participation"],
                condition=models.Q(participation__isnull=False),
                name="acceptance_once",
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(participation__isnull=True),
                name="acceptance_of_borrower_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "declared"])
                | models.Q(answered_at__isnull=False) & ~models.Q(how=""),
                name="acceptance_given_when_and_how",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", assessed_at__isnull=True)
                | ~models.Q(outcome="") & models.Q(assessed_at__isnull=False),
                name="acceptance_assessed_when",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="acceptance_list")]

    @property
    def blob(self) -> str:
        """Where in the vault the words about this answer are."""
        return f"agreement:{self.pk}"
