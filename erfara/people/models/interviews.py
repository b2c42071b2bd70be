"""The talk, the parts that are filled in during it, and what somebody has been trained in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people.interview_states import INTERVIEW
from erfara.people.models.contributors import Contributor
from erfara.vocabulary.choices import TalkWay, TrainingKind


class Interview(StatefulModel, TenantModel):
    """A talk from a guide: booked, held, thought over. Where it is stands in the vault.

    `sequence` counts the times it was moved, for calendars. `look_again_on`: the day when one who
    thinks about it comes back to the coordinators. `called_off_by_her`: it was she who did.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="interviews"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=TalkWay.choices)
    sequence = models.PositiveSmallIntegerField(default=0)
    interviewer = models.UUIDField(null=True)
    second_interviewer = models.UUIDField(null=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    look_again_on = models.DateField(null=True)
    called_off_by_her = models.BooleanField(default=False)

    table: ClassVar[StateTable] = INTERVIEW
    personal = Personal(
        none="state starts_at ends_at how sequence begun_at ended_at look_again_on "
        "called_off_by_her",
        pseudonym="contributor",
        staff="interviewer second_interviewer",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contributor"],
                condition=models.Q(state__in=["booked", "under_way", "thinking"]),
                name="interview_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="interview_lasts"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="thinking") | models.Q(look_again_on__isnull=False),
                name="interview_thinking_until",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "starts_at"], name="interview_list")]


class Part(TenantModel):
    """A part of what is known about somebody, and how often it has been written.

    The number lets two people write at once: who saves over a number she hasn't seen is told, and
    sees both. What the part says stands elsewhere.
    """

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=32)
    number = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    personal = Personal(none="name number changed_at", pseudonym="contributor changed_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "name"], name="part_once"),
        ]


class Training(TenantModel):
    """Something somebody is trained in. A merit when people are chosen; only a support assignment
    asks for it.

    A year, or the day when it is known. `valid_until`: the last day it counts, when it has one.
    """

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="trainings")
    kind = models.CharField(max_length=20, choices=TrainingKind.choices)
    year = models.PositiveSmallIntegerField(null=True)
    completed_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    personal = Personal(none="kind year completed_on valid_until", pseudonym="contributor")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(year__isnull=True)
                | models.Q(year__gte=1950) & models.Q(year__lte=2100),
                name="training_year_sensible",
            ),
        ]
        indexes = [
            models.Index(fields=["contributor"], name="training_contributor"),
            # Those that end soon, among all.
            models.Index(fields=["programme", "valid_until"], name="training_ends"),
        ]


class BackgroundCount(TenantModel):
    """Who we are, counted once a quarter: rounded, small groups left out, frozen.

    `counts`: variable → list of [value, rounded number or None for too few]; a variable that can't
    be shown without giving a small group away has None instead of the list. See people.counting.
    """

    quarter = models.CharField(max_length=7)
    taken_on = models.DateField()
    base = models.PositiveIntegerField()
    in_register = models.PositiveIntegerField()
    counts = models.JSONField()

    personal = Personal(
        none="quarter taken_on base in_register counts",
        why="rounded to fives, groups of fewer than five left out, protected people not counted",
    )

    class Meta:
        verbose_name = _("count of backgrounds")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "quarter"], name="background_once_a_quarter"
            ),
        ]
