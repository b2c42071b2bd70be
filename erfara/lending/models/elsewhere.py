"""Where a programme sends those who are better off asking somebody else."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, TenantModel


class Elsewhere(TenantModel):
    """One place to turn to instead, as coordinators have written it down. No person stands here."""

    class Kind(models.TextChoices):
        OWN_USERS = "own_users", _("the unit's own users")
        COUNCIL = "council", _("a user council")
        ASSOCIATION = "association", _("an association")
        AUDIT = "audit", _("a user audit")
        LIBRARY = "library", _("{library:sg} in another county")
        OTHER = "other", _("somebody else")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=160)
    what_for = models.CharField(max_length=300, blank=True)
    how = models.CharField(max_length=300)

    personal = Personal(none="kind what_for", organisation="name how")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="elsewhere_name_once")
        ]
