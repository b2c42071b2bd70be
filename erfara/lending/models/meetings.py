"""The first meeting with a borrower: the times that are offered, and the one that is booked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.requests import LoanRequest
from erfara.vocabulary.choices import TalkWay


class Meeting(StatefulModel, TenantModel):
    """A first meeting. `starts_at` is the time that is, or last was, booked.

    `sequence` counts the changes, for calendars. `answer_by`: the last day to choose among the
    times; `ends_on`: the day on which the request ends if nobody has chosen even then. What is
    said at it lies in the vault, under the key of the contact.
    """

    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="meetings")
    how = models.CharField(max_length=10, choices=TalkWay.choices)
    minutes = models.PositiveSmallIntegerField(default=60)
    starts_at = models.DateTimeField(null=True)
    place = models.CharField(max_length=300, blank=True)
    video_link = models.CharField(max_length=500, blank=True)
    agenda = models.TextField(blank=True)
    offered_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)

    table: ClassVar[StateTable] = states.MEETING
    personal = Personal(
        none="state request how minutes starts_at video_link agenda offered_on answer_by ends_on "
        "reminded_at sequence",
        organisation="place",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["offered", "declined", "booked"]),
                name="meeting_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="booked") | models.Q(starts_at__isnull=False),
                name="meeting_booked_has_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="offered") | models.Q(answer_by__isnull=False),
                name="meeting_offered_has_last_day",
            ),
            models.CheckConstraint(
                condition=models.Q(video_link="") | models.Q(video_link__startswith="https://"),
                name="meeting_link_is_https",
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "state"], name="meeting_list"),
            models.Index(fields=["programme", "starts_at"], name="meeting_when"),
        ]


class MeetingTime(TenantModel):
    """One of the times that a borrower may choose among."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    personal = Personal(none="meeting starts_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "starts_at"], name="meeting_time_once")
        ]
