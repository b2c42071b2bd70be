"""Who borrows and employs: organisations and their units, each programme with a list of its own."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel


class Organisation(TenantModel):
    """A region, a municipality, an association, a university."""

    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=160)

    personal = Personal(organisation="name sort_key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "sort_key"], name="organisation_once")
        ]

    def __str__(self) -> str:
        return self.name


def unit_label(organisation: str, unit: str) -> str:
    """What a unit is called: with its organisation, or the organisation alone."""
    return f"{organisation}, {unit}" if unit else organisation


class Unit(TenantModel):
    """A part of an organisation that asks for people. A whole organisation has one unnamed unit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=160, blank=True)
    sort_key = models.CharField(max_length=160, blank=True)

    personal = Personal(organisation="organisation name sort_key")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sort_key"], name="unit_once")
        ]

    def __str__(self) -> str:
        return unit_label(self.organisation.name, self.name)


class Counter(TenantModel):
    """The last number given out: requests and people are numbered within their programme."""

    name = models.CharField(max_length=20)
    value = models.PositiveIntegerField(default=0)

    personal = Personal(none="name value")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="counter_once")]
