"""The times at which a loan is held, and who comes to each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan, Participation


class Occasion(StatefulModel, TenantModel):
    """One time at which a loan is held.

    `sequence` counts its changes, for calendars that have it already. `asked_at`: when those who
    take part were asked, the day before, whether they are still coming. `follows`: the id of the
    time at another library's loan to which people are lent; no key, since nothing of it is read.
    """

    class Interpreter(models.TextChoices):
        NONE = "none", _("no interpreter is needed")
        TO_BOOK = "to_book", _("an interpreter is to be booked")
        BOOKED = "booked", _("the interpreter is booked")

    class BookedBy(models.TextChoices):
        LIBRARY = "library", _("{library:sg.def}")
        BORROWER = "borrower", _("{borrower:sg.def}")

    class Says(models.TextChoices):
        AS_AGREED = "as_agreed", _("it is as agreed")
        CHANGED = "changed", _("something has changed")

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="occasions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    digital = models.BooleanField(default=False)
    video_url = models.CharField(max_length=500, blank=True)
    access = models.CharField(max_length=500, blank=True)
    interpreter = models.CharField(
        max_length=8, choices=Interpreter.choices, default=Interpreter.NONE
    )
    interpreter_language = models.CharField(max_length=60, blank=True)
    interpreter_by = models.CharField(max_length=8, choices=BookedBy.choices, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    borrower_says = models.CharField(max_length=12, choices=Says.choices, blank=True)
    follows = models.UUIDField(null=True)

    table: ClassVar[StateTable] = states.OCCASION
    personal = Personal(
        none="state loan starts_at ends_at digital video_url access interpreter "
        "interpreter_language interpreter_by sequence asked_at borrower_says follows",
        organisation="place",
        why="the interpreter is for the occasion; whom it is for is written nowhere",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="occasion_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(interpreter="none", interpreter_by="")
                | ~models.Q(interpreter="none") & ~models.Q(interpreter_by=""),
                name="occasion_interpreter_booked_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["loan", "starts_at"], name="occasion_order"),
            models.Index(fields=["programme", "state", "starts_at"], name="occasion_coming"),
        ]


class Attendance(StatefulModel, TenantModel):
    """Whether one who takes part in a loan comes to one of its times. No reason is asked for."""

    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="attendances")
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="attendances"
    )
    by_phone = models.BooleanField(default=False)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.ATTENDANCE
    personal = Personal(
        none="state occasion by_phone asked_at answered_at", pseudonym="participation"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occasion", "participation"], name="attendance_once"),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="attendance_state"),
        ]
