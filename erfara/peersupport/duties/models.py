"""Who does what between employer, workplace and user organisation, version by version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.peersupport.duties import states
from erfara.peersupport.workplaces.models import Workplace
from erfara.people.models import Person

# One of these is the version that counts. A draft may lie beside it.
COUNTS = ("asked", "late", "agreed", "without")


class DutyMatrix(StatefulModel, TenantModel):
    """One version for one workplace.

    `rows` is what is agreed, in the words it was agreed in (`duties.tasks`): a later change of the
    product's own sentences changes nothing here. Nobody is named in it.
    """

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="matrices")
    version = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=list)
    answer_by = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.DUTY_MATRIX
    personal = Personal(
        none="state workplace version answer_by sent_at reminded_at",
        organisation="rows",
        why="rows say which party does what; personal identity numbers are refused",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workplace", "version"], name="duty_version_once"),
            models.UniqueConstraint(
                fields=["workplace"], condition=models.Q(state__in=COUNTS), name="duty_one_counts"
            ),
            models.UniqueConstraint(
                fields=["workplace"], condition=models.Q(state="draft"), name="duty_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "replaced", "ended"])
                | models.Q(answer_by__isnull=False, sent_at__isnull=False),
                name="duty_sent_with_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="duty_matrix_list"),
            # Whether the parties of a workplace have agreed.
            models.Index(fields=["workplace", "state"], name="duty_matrix_of"),
        ]


class DutyAnswer(StatefulModel, TenantModel):
    """One party's answer to one version, by the person who speaks for it.

    What she wants changed, and the answer to it, are in the vault under her key, in `blob`.
    """

    class Side(models.TextChoices):
        EMPLOYER = "employer", _("the employer")
        WORKPLACE = "workplace", _("the workplace")
        USER_ORGANISATION = "user_org", _("the user organisation")

    class How(models.TextChoices):
        PAGE = "page", _("on their own page")
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        MET = "met", _("when we met")

    matrix = models.ForeignKey(DutyMatrix, on_delete=models.PROTECT, related_name="answers")
    side = models.CharField(max_length=12, choices=Side.choices)
    organisation = models.CharField(max_length=160)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    noted_by = models.UUIDField(null=True)

    table: ClassVar[StateTable] = states.DUTY_ANSWER
    personal = Personal(
        none="state matrix side answered_at how",
        pseudonym="person",
        staff="noted_by",
        organisation="organisation",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matrix", "side"], name="duty_answer_once"),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | models.Q(answered_at__isnull=False) & ~models.Q(how=""),
                name="duty_answer_given_when_and_how",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="duty_answer_list")]

    @property
    def blob(self) -> str:
        """Where in the vault the words about this answer are."""
        return f"duties:{self.pk}"
