"""A question to one person, and what was said about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.requests import LoanRequest
from erfara.people.models import Contributor


class Inquiry(StatefulModel, TenantModel):
    """One person asked about one request. Nobody sees who else was asked."""

    request = models.ForeignKey(LoanRequest, on_delete=models.PROTECT, related_name="inquiries")
    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="inquiries",
        db_index=False,  # two of the indexes below begin with her
    )  # fmt: skip
    why = models.CharField(max_length=300, blank=True)
    by_phone = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, blank=True)
    answered_at = models.DateTimeField(null=True)
    not_now_until = models.DateField(null=True)
    # Where she is asked at short notice: her own last moment, instead of the request's last day.
    answer_before = models.DateTimeField(null=True)
    # When a coordinator last phoned her in vain.
    phoned_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.INQUIRY
    personal = Personal(
        none="state request why by_phone sent_at reminded_at answer answered_at not_now_until "
        "answer_before phoned_at",
        pseudonym="contributor",
        why="why says what in the request made the coordinator think of her, not what she told",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "contributor"], name="inquiry_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", "yes", "no", "asked_more", "not_now"]),
                name="inquiry_answer_known",
            ),
        ]
        indexes = [
            models.Index(fields=["contributor", "state"], name="inquiry_contributor"),
            # When she was last asked, without reading a row.
            models.Index(fields=["contributor", "sent_at"], name="inquiry_last"),
            # Those that wait, among all that ever were.
            models.Index(fields=["programme", "state"], name="inquiry_state"),
        ]


class InquiryMessage(TenantModel):
    """A line in the talk between a person and a coordinator about a question.

    The whole talk is one of the person's blobs in the vault; each line's text has its id there.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="messages")
    from_person = models.BooleanField()
    written_by = models.UUIDField(null=True)

    personal = Personal(none="from_person", pseudonym="inquiry written_by")

    class Meta:
        indexes = [models.Index(fields=["inquiry", "created_at"], name="inquiry_message_order")]

    @property
    def blob(self) -> str:
        """Where in the vault the talk is."""
        return f"text:{self.inquiry_id}"
