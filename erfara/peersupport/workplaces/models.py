"""Workplaces that receive peer supporters, and what has to be in place before they do."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.organisations.models import Unit
from erfara.peersupport.workplaces import states
from erfara.people.models import Person

OVER = ("ended",)
# A round that counts. A workplace has one at a time.
ROUND_OPEN = ("open", "late", "filled")


class Workplace(StatefulModel, TenantModel):
    """A ward, a clinic, a day centre, a team: from the raised hand, or the offer, to its end.

    Whoever is named there is a person; what she wrote when she raised the workplace's hand is in
    the vault under her key, in `blob`.
    """

    class Kind(models.TextChoices):
        INPATIENT = "inpatient", _("psychiatric inpatient care")
        OUTPATIENT = "outpatient", _("psychiatric outpatient care")
        ADDICTION = "addiction", _("addiction care")
        SOCIAL = "social", _("social psychiatry")
        HOUSING = "housing", _("supported housing")
        HOUSING_FIRST = "housing_first", _("Housing First")
        DAY_CENTRE = "day_centre", _("day centre")
        FORENSIC = "forensic", _("forensic psychiatry")
        ACT = "act", _("ACT, FACT or RACT team")
        BASE = "base", _("a base for several, such as a house of psychiatry")
        OTHER = "other", _("something else")

    class Came(models.TextChoices):
        HAND = "hand", _("raised its hand")
        OFFERED = "offered", _("was offered to take part")
        TOLD = "told", _("told us when we met or phoned")

    no = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    municipality = models.CharField(max_length=80, blank=True)
    came = models.CharField(max_length=8, choices=Came.choices)
    peers_wanted = models.PositiveSmallIntegerField(default=2)
    # Two are less alone than one: with one there is a reason.
    why_one = models.CharField(max_length=300, blank=True)
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    clinician = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    manager_since = models.DateField(null=True)
    # When it was written that one had gone or another had come: what hung on her is older.
    manager_changed_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    look_again_on = models.DateField(null=True)
    ready_on = models.DateField(null=True)
    recheck_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.WORKPLACE
    personal = Personal(
        none="state no kind came peers_wanted manager_since manager_changed_at answer_by "
        "reminded_at look_again_on ready_on recheck_on ended_at",
        pseudonym="manager contact clinician",
        organisation="unit municipality why_one",
        why="why_one is about the workplace; personal identity numbers are refused",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "no"], name="workplace_no_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=~models.Q(state__in=OVER), name="workplace_unit_once"
            ),
            models.CheckConstraint(
                condition=models.Q(peers_wanted__in=[1, 2]), name="workplace_one_or_two_peers"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ended") | models.Q(ended_at__isnull=False),
                name="workplace_ended_when",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="workplace_list")]

    @property
    def blob(self) -> str:
        """Where in the vault the words of whoever raised the hand are."""
        return f"workplace:{self.pk}"

    def people_ids(self) -> list[UUID]:
        """Those who are named there, each once."""
        named = (self.contact_id, self.manager_id, self.clinician_id)
        return list(dict.fromkeys(pk for pk in named if pk is not None))


class Readiness(StatefulModel, TenantModel):
    """One round of getting ready: the first, after a new manager, when a year has passed, or when
    somebody asks for it."""

    class Why(models.TextChoices):
        FIRST = "first", _("the first time")
        NEW_MANAGER = "new_manager", _("there is a new manager")
        YEARLY = "yearly", _("a year has passed")
        ASKED = "asked", _("somebody asked for it")
        BACK = "back", _("it takes part again")

    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="rounds")
    why = models.CharField(max_length=12, choices=Why.choices)
    due_on = models.DateField()
    reminded_at = models.DateTimeField(null=True)
    filled_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.READINESS
    personal = Personal(none="state workplace why due_on reminded_at filled_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workplace"], condition=models.Q(state__in=ROUND_OPEN),
                name="readiness_one_at_a_time",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="readiness_list")]


class ReadinessItem(TenantModel):
    """One thing that is to be in place (`readiness.ITEMS`): how it stands, by what, since when.

    `KEPT`: it was in place in the round before, and somebody says whether it still is.
    """

    class Standing(models.TextChoices):
        MISSING = "missing", _("to do")
        KEPT = "kept", _("was in place before")
        DONE = "done", _("in place")
        NOT_NEEDED = "not_needed", _("not needed here")

    class Told(models.TextChoices):
        WORKPLACE = "workplace", _("the workplace")
        LEAD = "lead", _("{coordinator:sg.def}")
        COURSE = "course", _("a course that was held")

    readiness = models.ForeignKey(Readiness, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=16)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.MISSING)
    # In what way, or why it is not needed.
    evidence = models.CharField(max_length=500, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    done_on = models.DateField(null=True)
    told_by = models.CharField(max_length=9, choices=Told.choices, blank=True)
    # What was left, when somebody who looked at it said so.
    left = models.CharField(max_length=300, blank=True)

    personal = Personal(
        none="readiness key standing number done_on told_by",
        organisation="evidence left",
        why="what is in place at a workplace; personal identity numbers are refused, and nobody "
        "is named",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["readiness", "key"], name="readiness_item_once"),
            models.CheckConstraint(
                condition=~models.Q(standing="done") | models.Q(done_on__isnull=False),
                name="readiness_item_done_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(standing="not_needed") | ~models.Q(evidence=""),
                name="readiness_item_not_needed_why",
            ),
        ]
        indexes = [
            # What is not in place yet, among all that is.
            models.Index(fields=["programme", "standing", "key"], name="readiness_item_left")
        ]

    @property
    def in_place(self) -> bool:
        """Whether nothing is left to do about it."""
        return self.standing in {self.Standing.DONE, self.Standing.NOT_NEEDED}
