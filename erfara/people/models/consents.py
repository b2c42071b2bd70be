"""What a person has agreed to, in which words, when and how; and when she took it back."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, TenantModel
from erfara.people.models.persons import Person


class Purpose(models.TextChoices):
    """Each purpose is asked for on its own."""

    REGISTER = "register", _("be in the register")
    EMAIL = "email", _("be asked by e-mail")
    TEXT_MESSAGE = "text_message", _("be asked by text message")
    PRESENTATION = "presentation", _("a public presentation without name")
    PICTURE = "picture", _("a picture with the presentation")
    SOCIAL_MEDIA = "social_media", _("be shown in social media")
    STATISTICS = "statistics", _("background for statistics")
    HANDOVER = "handover", _("be passed on to a new owner")
    RESEARCH = "research", _("research")


class How(models.TextChoices):
    """Through which channel a consent came or went."""

    IN_PERSON = "in_person", _("when we met")
    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")
    OWN_PAGE = "own_page", _("on my own page")
    LINK = "link", _("through a link")


class ConsentText(TenantModel):
    """The words of a consent, in one version. A changed text is a new version."""

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()

    personal = Personal(none="purpose version text_sv text_en")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "purpose", "version"], name="consent_text_version_once"
            )
        ]


class Consent(TenantModel):
    """One consent by one person for one purpose."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=12, choices=How.choices)
    given_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    withdrawn_by = models.UUIDField(null=True)

    personal = Personal(
        none="purpose text given_at given_how withdrawn_at withdrawn_how",
        pseudonym="person given_by withdrawn_by",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_live_once",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_how="")
                | models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_how=""),
                name="consent_withdrawn_at_how",
            ),
        ]
