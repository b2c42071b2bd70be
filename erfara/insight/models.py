"""Figures that have been counted beforehand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from erfara.foundation.models import Personal, TenantModel


class FigureSheet(TenantModel):
    """The figures of one span as they were at a moment: for large libraries, and once a quarter
    the groups of people, rounded, for those who don't see the register.

    One that somebody has asked for is an order until it is counted (`waits`), and is let go of some
    days after it was asked for. `taken_at`: when a worker began to count it.
    """

    key = models.CharField(max_length=80)
    counted_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    asked_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True)

    personal = Personal(
        none="key counted_at figures asked_at waits taken_at",
        why="counts; what is told of people by group to those who don't see the register is "
        "rounded to fives, small groups left out",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="figure_sheet_once"),
            models.CheckConstraint(
                condition=Q(counted_at__isnull=False) | Q(waits=True), name="figure_sheet_counted"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(asked_at__isnull=False), name="figure_sheet_asked"
            ),
        ]


class FigureRows(TenantModel):
    """The requests behind one number of a sheet, some thousands to a part: packed numbers, and for
    days and hours how much each gives (`insight/behind.py`)."""

    sheet = models.ForeignKey(FigureSheet, on_delete=models.CASCADE, related_name="rows")
    figure = models.CharField(max_length=20)
    line = models.CharField(max_length=20)
    column = models.CharField(max_length=30)
    part = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    numbers = models.BinaryField()
    amounts = models.BinaryField(default=b"")

    personal = Personal(
        none="sheet figure line column part count numbers amounts",
        why="which requests a number counts, by their number; nobody behind a request stands here",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "figure", "column", "part"], name="figure_rows_once"
            ),
        ]
