"""People in a library, and what they have lived through."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states
from erfara.people.models.persons import Person
from erfara.vocabulary.choices import Channel, ExperienceRole


class Contributor(StatefulModel, TenantModel):
    """A person in a library's register. Outlives the person's details, as a number and a year."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="contributor")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=20, choices=Channel.choices)
    forms = models.JSONField(default=list, blank=True)
    applied_on = models.DateField()
    joined_on = models.DateField(null=True)
    paused_until = models.DateField(null=True)
    erase_after = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.CONTRIBUTOR
    personal = Personal(
        none="state number channel forms applied_on joined_on paused_until erase_after",
        pseudonym="person",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="contributor_number_once"),
            models.CheckConstraint(
                condition=~models.Q(state="leaving") | models.Q(erase_after__isnull=False),
                name="contributor_leaving_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "number"], name="contributor_list")]


class Experience(TenantModel):
    """Something lived through. What it was stands in the vault, in the person's own words.

    There is no field for how bad, how long ago or how close: experiences are not ranked.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="experiences"
    )
    role = models.CharField(max_length=12, choices=ExperienceRole.choices)

    personal = Personal(none="role", pseudonym="contributor")

    class Meta:
        indexes = [models.Index(fields=["contributor"], name="experience_contributor")]
