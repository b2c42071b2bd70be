"""A panel that was drawn: by whom, with which quotas and seed, so that it can be drawn again."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel
from erfara.lending.models.requests import LoanRequest


def number_drawn(number: int) -> str:
    """How somebody stands in a draw: her number in the register, so long that numbers sort."""
    return f"{number:06}"


class Draw(TenantModel):
    """A lottery among those who could be asked about a request. It is kept as it was.

    `pool`: number in the register → the groups she counts for. `quotas`: group → at least, at
    most. `panel`: the numbers that were drawn. `report`: everybody's chance, and the panels that
    it was drawn among.
    """

    request = models.ForeignKey(LoanRequest, on_delete=models.CASCADE, related_name="draws")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    pool = models.JSONField()
    quotas = models.JSONField()
    panel = models.JSONField()
    report = models.JSONField()
    drawn_by = models.UUIDField(null=True)

    personal = Personal(
        none="request number size seed quotas report",
        pseudonym="pool panel",
        staff="drawn_by",
        why="people stand by their numbers, which stand for nobody when they have left",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="draw_number_once")
        ]
