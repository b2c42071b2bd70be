"""Two places in the register that are one person; or that look so and are two."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel
from erfara.people.models.contributors import Contributor


class Merging(TenantModel):
    """Everything of `gone` has been moved to `kept`. The row of `gone` stays, as a number.

    `erased_at`: when what was left of `gone` in the vault was erased, after the move.
    """

    kept = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="merged_in")
    gone = models.OneToOneField(Contributor, on_delete=models.PROTECT, related_name="merged_into")
    merged_by = models.UUIDField(null=True)
    erased_at = models.DateTimeField(null=True)

    personal = Personal(none="erased_at", pseudonym="kept gone", staff="merged_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")), name="merging_takes_two"
            ),
        ]


class NotSame(TenantModel):
    """Somebody has looked: these two are two. They are not asked about again."""

    first = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="not_same")
    second = models.ForeignKey(Contributor, on_delete=models.CASCADE, related_name="not_same_as")
    said_by = models.UUIDField(null=True)

    personal = Personal(pseudonym="first second", staff="said_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_same_once"),
        ]
