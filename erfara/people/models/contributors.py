"""People in a library, and what they have lived through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states
from erfara.people.models.imports import RegisterImport
from erfara.people.models.persons import Person
from erfara.vocabulary.choices import Area, AskOften, Channel, ExperienceRole, MessagesBy


class Contributor(StatefulModel, TenantModel):
    """A person in a library's register. Outlives the person's details, as a number and a year.

    `last_seen_on`: the last sign of life, such as an answer or a visit to her own page.
    `spared_until`: a coordinator lets her rest from new questions until that day, since she has
    been asked much. She sees it, and ends it when she wants.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contributor")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=20, choices=Channel.choices)
    forms = models.JSONField(default=list, blank=True)
    applied_on = models.DateField()
    joined_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    spared_until = models.DateField(null=True)
    ask_often = models.CharField(max_length=10, choices=AskOften.choices, default=AskOften.ANY_TIME)
    messages_by = models.CharField(
        max_length=4, choices=MessagesBy.choices, default=MessagesBy.MAIL
    )
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    last_seen_on = models.DateField(null=True)
    erase_after = models.DateTimeField(null=True)
    came_with = models.ForeignKey(
        RegisterImport, null=True, on_delete=models.PROTECT, related_name="+"
    )

    table: ClassVar[StateTable] = states.CONTRIBUTOR
    personal = Personal(
        none="state number channel forms applied_on joined_on paused_until "
        "spared_until ask_often messages_by away_from away_until last_seen_on erase_after "
        "came_with",
        pseudonym="person",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="contributor_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state="leaving") | models.Q(erase_after__isnull=False),
                name="contributor_leaving_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(away_from__isnull=True, away_until__isnull=True)
                | models.Q(away_until__gte=models.F("away_from")),
                name="contributor_away_from_until",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state", "number"], name="contributor_list"),
            # The figures count by year along this, without reading a row.
            models.Index(fields=["programme", "joined_on", "state"], name="contributor_joined"),
        ]


class Experience(TenantModel):
    """Something lived through. What it was stands in the vault, in the person's own words.

    There is no field for how bad, how long ago or how close: experiences are not ranked.
    `matchable`: she may keep one to herself and the coordinators, out of every search for people.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="experiences"
    )
    role = models.CharField(max_length=12, choices=ExperienceRole.choices)
    area = models.CharField(max_length=20, choices=Area.choices, blank=True)
    matchable = models.BooleanField(default=True)
    # The question that made her think of it, if one did.
    came_with = models.UUIDField(null=True)

    personal = Personal(none="role area matchable came_with", pseudonym="contributor")

    class Meta:
        indexes = [models.Index(fields=["contributor"], name="experience_contributor")]
