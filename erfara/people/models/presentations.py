"""A short text about oneself, without a name, for everybody to read. The text is in the vault."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.people.models.contributors import Contributor
from erfara.people.presentation_states import PRESENTATION
from erfara.vocabulary.choices import Area, ExperienceRole
from erfara.vocabulary.drawings import Drawing

OPEN = ("draft", "sent", "wished")
# Where in the register somebody is who can have one: asked or resting, but here.
HERE = ("active", "paused", "resting")


class Presentation(StatefulModel, TenantModel):
    """One version of what a person lets be shown. `page` is the address of what is public: the
    same for each version, and another one after it has been taken down.

    `area` and `role` may stand beside the text, while enough people share them (`facets`).
    `ends_on`: the day on which one that waits is thrown away.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.CASCADE, related_name="presentations"
    )
    no = models.PositiveSmallIntegerField()
    page = models.UUIDField(default=uuid.uuid4)
    picture = models.CharField(max_length=12, choices=Drawing.choices, blank=True)
    area = models.CharField(max_length=20, choices=Area.choices, blank=True)
    role = models.CharField(max_length=12, choices=ExperienceRole.choices, blank=True)
    begun_by_herself = models.BooleanField(default=False)
    ends_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    signed_on = models.DateField(null=True)
    public_at = models.DateTimeField(null=True)

    table: ClassVar[StateTable] = PRESENTATION
    personal = Personal(
        none="state no page picture area role begun_by_herself ends_on sent_at signed_on public_at",
        pseudonym="contributor",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contributor", "no"], name="presentation_no_once"),
            models.UniqueConstraint(
                fields=["contributor"], condition=models.Q(state="public"),
                name="presentation_public_once",
            ),
            models.UniqueConstraint(
                fields=["contributor"], condition=models.Q(state__in=OPEN),
                name="presentation_open_once",
            ),
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(state="public"), name="presentation_page_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=OPEN) | models.Q(ends_on__isnull=False),
                name="presentation_open_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="public") | models.Q(public_at__isnull=False),
                name="presentation_public_since",
            ),
            models.CheckConstraint(
                condition=models.Q(area="", role="") | (~models.Q(area="") & ~models.Q(role="")),
                name="presentation_both_facets_or_none",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="presentation_by_state")]
