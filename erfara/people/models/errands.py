"""What has to be done outside the product after somebody has said no."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people import states
from erfara.people.models.contributors import Contributor


class Errand(StatefulModel, TenantModel):
    """A coordinator has something to take down or take back where the product can't reach."""

    class Kind(models.TextChoices):
        SOCIAL_MEDIA = "social_media", _("Take down what has been shown in social media.")
        RESEARCH = "research", _("Tell those who do research to use it no more.")
        HANDOVER = "handover", _("Tell whoever takes over that this person doesn't come along.")

    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="errands")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    due_on = models.DateField()

    table: ClassVar[StateTable] = states.ERRAND
    personal = Personal(none="state kind due_on", pseudonym="contributor")

    class Meta:
        indexes = [models.Index(fields=["programme", "state"], name="errand_list")]
