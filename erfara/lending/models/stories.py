"""What a loan led to, told to everybody: only when all who were part of it have said yes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.lending import states
from erfara.lending.models.loans import Loan
from erfara.people.models import Person


class Story(StatefulModel, TenantModel):
    """A short text about a loan. Its words are in the vault, under this row's own id."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="stories")
    answer_by = models.DateField(null=True)
    published_on = models.DateField(null=True)
    emptied_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = states.STORY
    personal = Personal(none="state loan answer_by published_on emptied_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                condition=models.Q(state__in=["draft", "asked", "public"]),
                name="story_one_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["programme", "state"], name="story_list")]


class StoryPermission(TenantModel):
    """One person's yes or no to one story. Nobody has to say why."""

    class Answer(models.TextChoices):
        WAITING = "", _("has not answered")
        YES = "yes", _("yes")
        NO = "no", _("no")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="permissions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    borrower = models.BooleanField(default=False)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    personal = Personal(none="story borrower answer answered_at", pseudonym="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "person"], name="story_permission_once")
        ]
