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
    RENEWED = "renewed", _("given anew")
    LAPSED = "lapsed", _("it had run out")
    MERGED = "merged", _("when two entries turned out to be one person")


class Basis(models.TextChoices):
    """On which ground of the law details are used for a purpose (GDPR art. 6, and 9 with it)."""

    CONSENT = "consent", _("consent (article 6.1.a, 9.2.a)")
    PUBLIC_INTEREST = "public_interest", _("a task of public interest (article 6.1.e)")
    CONTRACT = "contract", _("an agreement with the person (article 6.1.b)")
    LEGAL_DUTY = "legal_duty", _("a duty by law (article 6.1.c)")


class ThoseBefore(models.TextChoices):
    """What new words mean for those who agreed to the old ones."""

    KEEP = "keep", _("Nobody is asked. A yes to the old words goes on.")
    ASK = "ask", _("Ask them again. Whoever doesn't answer keeps what they said yes to.")
    END = "end", _("Ask them again. Whoever doesn't answer in time is no longer in on it.")


# What is shown to everybody is shown on nothing but a yes.
CONSENT_ONLY = frozenset({Purpose.PRESENTATION, Purpose.PICTURE, Purpose.SOCIAL_MEDIA})


class ConsentText(TenantModel):
    """The words of a consent, in one version. A changed text is a new version.

    The ground of the law belongs to the words: another ground is a new version. Where it isn't
    consent, the words inform, and a "consent" to them says that she has been informed and has not
    objected.
    """

    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    text_sv = models.TextField()
    text_en = models.TextField()
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.CONSENT)
    because_sv = models.TextField(blank=True)
    because_en = models.TextField(blank=True)
    those_before = models.CharField(
        max_length=4, choices=ThoseBefore.choices, default=ThoseBefore.KEEP
    )
    answer_by = models.DateField(null=True)

    personal = Personal(
        none="purpose version text_sv text_en basis because_sv because_en those_before answer_by"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "purpose", "version"], name="consent_text_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(basis="consent")
                | ~models.Q(purpose__in=["presentation", "picture", "social_media"]),
                name="consent_text_public_on_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(those_before="keep", answer_by__isnull=True)
                | ~models.Q(those_before="keep") & models.Q(answer_by__isnull=False),
                name="consent_text_asks_until_a_day",
            ),
        ]

    @property
    def informs(self) -> bool:
        """Whether the ground is another than consent: said no to by objecting."""
        return self.basis != Basis.CONSENT


class Consent(TenantModel):
    """One consent by one person for one purpose.

    `answer_by`: she is asked whether it goes on, until that day. With `ends_unanswered` silence
    ends it then; otherwise silence keeps it, with the old words.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=12, choices=How.choices)
    given_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=12, choices=How.choices, blank=True)
    withdrawn_by = models.UUIDField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    ends_unanswered = models.BooleanField(default=False)

    personal = Personal(
        none="purpose text given_at given_how withdrawn_at withdrawn_how asked_again_at answer_by "
        "ends_unanswered",
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
            models.CheckConstraint(
                condition=models.Q(answer_by__isnull=False) | models.Q(ends_unanswered=False),
                name="consent_ends_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["programme", "answer_by"],
                condition=models.Q(answer_by__isnull=False, withdrawn_at__isnull=True),
                name="consent_asked_again",
            ),
        ]
