"""Answers to a question set."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, TenantModel
from erfara.people.models import Person


class Response(TenantModel):
    """One filled-in set about one thing. Choices are here, own words in the vault."""

    class Channel(models.TextChoices):
        WEB = "web", _("by themself, on the page")
        PHONE = "phone", _("by phone, taken down")
        MEETING = "meeting", _("in a meeting, taken down")
        PAPER = "paper", _("on paper, taken down")

    set_key = models.CharField(max_length=40)
    set_version = models.PositiveSmallIntegerField()
    about_kind = models.CharField(max_length=64)
    about_id = models.UUIDField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=12, choices=Channel.choices)
    answers = models.JSONField(default=dict)

    personal = Personal(
        none="set_key set_version about_kind about_id channel answers",
        pseudonym="person",
        why="answers holds ticked choices and hours; own words are in the vault",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["about_id", "set_key"], name="response_once")
        ]

    @property
    def blob(self) -> str:
        """Where in the vault the own words are."""
        return f"text:{self.pk}"
