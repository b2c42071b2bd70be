"""Saved cost scenarios: each save is a version, and no version is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import AppendOnly, Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.governance import states


class Scenario(StatefulModel, TenantModel):
    """What something would cost, as a programme reckons. Its figures are in its versions."""

    class Kind(models.TextChoices):
        UPPSALA_1 = "uppsala-1", _("from Uppsala's proposal 1")
        UPPSALA_2 = "uppsala-2", _("from Uppsala's proposal 2")
        UPPSALA_3 = "uppsala-3", _("from Uppsala's proposal 3")
        EMPTY = "empty", _("from nothing")
        IMPORTED = "imported", _("from a file")

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    # The number of the newest version: who saves says which one was seen, and is told if it isn't
    # the newest any more.
    version = models.PositiveIntegerField()
    changed_at = models.DateTimeField()

    table: ClassVar[StateTable] = states.SCENARIO
    personal = Personal(none="state name sort_key kind version changed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(version__gte=1), name="scenario_has_a_version"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["kept", "put_away"]), name="scenario_state_known"
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="scenario_programme_state")]

    def __str__(self) -> str:
        return self.name


class ScenarioVersion(AppendOnly, TenantModel):
    """A scenario as somebody saved it: the engine's own document, and what it came to.

    `called` is the name somebody gave it; `changed` the paths that differ from the version before;
    `back_to` the version that was fetched back; `figures` the sums when it was saved.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    called = models.CharField(max_length=120, blank=True)
    content: models.JSONField[dict[str, Any]] = models.JSONField()
    figures: models.JSONField[dict[str, Any]] = models.JSONField()
    changed: models.JSONField[list[Any]] = models.JSONField(default=list)
    back_to = models.PositiveIntegerField(null=True)
    made_by = models.UUIDField(null=True)

    personal = Personal(
        none="scenario number called content figures changed back_to", staff="made_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scenario", "number"], name="scenario_version_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="scenario_version_from_one"
            ),
        ]
