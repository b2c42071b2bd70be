"""Figures that have been counted beforehand."""

from __future__ import annotations

from django.db import models

from erfara.foundation.models import Personal, TenantModel


class FigureSheet(TenantModel):
    """The figures of one span as they were at a moment: for large libraries, and once a quarter
    the groups of people, rounded, for those who don't see the register."""

    key = models.CharField(max_length=80)
    counted_at = models.DateTimeField()
    figures = models.JSONField()

    personal = Personal(
        none="key counted_at figures",
        why="counts; those of people by group are rounded to fives, small groups left out",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="figure_sheet_once")
        ]
