"""Nothing has been heard of somebody for long: what has been asked, and what comes next."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel
from erfara.people.models.contributors import Contributor


class Silence(TenantModel):
    """One silence, from the question whether she still wants to be asked to the next sign of life.

    `since`: the last sign. Each step is taken once: asked, reminded, resting from, told that she
    goes on a day. Any sign of life ends it.
    """

    contributor = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="silences")
    since = models.DateField()
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True)
    rested_on = models.DateField(null=True)
    told_on = models.DateField(null=True)
    goes_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    personal = Personal(
        none="since asked_on reminded_on rested_on told_on goes_on ended_on",
        pseudonym="contributor",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contributor"], condition=models.Q(ended_on__isnull=True),
                name="silence_once",
            ),
            models.CheckConstraint(
                condition=models.Q(told_on__isnull=True, goes_on__isnull=True)
                | models.Q(goes_on__gt=models.F("told_on")),
                name="silence_goes_after_told",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["programme", "asked_on"], condition=models.Q(ended_on__isnull=True),
                name="silence_open",
            ),
        ]  # fmt: skip
