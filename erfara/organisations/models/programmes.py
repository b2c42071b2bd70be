"""The tenant, and who works in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import MEMBERS, Role
from erfara.foundation.models import BaseModel, Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.organisations import states
from erfara.organisations.words import Words


def three_times_a_year() -> list[int]:
    """Months after a loan at which it is asked what has changed."""
    return [3, 6, 12]


class Programme(StatefulModel, BaseModel):
    """A library or a peer support programme of a county. Every other row belongs to one."""

    class Kind(models.TextChoices):
        LIBRARY = "library", _("living library")
        PEER_SUPPORT = "peer_support", _("peer support")

    class Broker(models.TextChoices):
        DIRECT = "direct", _("{contributor:pl.cap} and {borrower:sg} contact each other")
        COORDINATOR = "coordinator", _("{coordinator:sg.def.cap} passes everything on")

    class Payer(models.TextChoices):
        BORROWER = "borrower", _("{borrower:sg.def.cap} pays")
        LIBRARY = "library", _("{library:sg.def.cap} pays")

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.LIBRARY)
    county = models.CharField(max_length=80)
    owner = models.CharField(max_length=160, blank=True)
    about = models.TextField(blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    vocabulary = models.CharField(max_length=40, default="erfaren")
    word_overrides = models.JSONField(default=dict, blank=True)
    broker = models.CharField(max_length=16, choices=Broker.choices, default=Broker.DIRECT)
    payer = models.CharField(max_length=16, choices=Payer.choices, default=Payer.BORROWER)
    inquiry_days = models.PositiveSmallIntegerField(default=10)
    follow_up_days = models.PositiveSmallIntegerField(default=14)
    feedback_days = models.PositiveSmallIntegerField(default=60)
    smallest_team = models.PositiveSmallIntegerField(default=2)
    # So many days after a time each is asked how she is; empty: nobody is.
    aftercare_days = models.PositiveSmallIntegerField(null=True, blank=True, default=1)
    # Within so many days what felt wrong is answered.
    concern_days = models.PositiveSmallIntegerField(default=7)
    # So many months after a loan its borrower is asked what has changed; empty: never.
    effect_months = models.JSONField(default=three_times_a_year, blank=True)
    # How many years a consent holds; empty: until it is taken back.
    consent_years = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    # After so many months of silence somebody is asked whether she still wants to; empty: never.
    still_months = models.PositiveSmallIntegerField(null=True, blank=True, default=12)
    recruits_from = models.DateField(null=True, blank=True)
    recruits_until = models.DateField(null=True, blank=True)
    # Whether both sides of a loan say yes to a written agreement before it is held.
    asks_agreement = models.BooleanField(default=True)
    # Whether each who takes part declares what could stand in the way, as the county asks.
    asks_conflicts = models.BooleanField(default=False)
    # Within so many days after a meeting everybody is paid.
    payment_days = models.PositiveSmallIntegerField(default=30)
    # The section of law that the county writes beside what its registry is to keep secret.
    secrecy_law = models.CharField(max_length=120, blank=True)
    # Whether other programmes here may pass requests on to this one, and ask it for people.
    takes_from_others = models.BooleanField(default=False)
    shows_staff_names = models.BooleanField(default=True)
    sends_messages = models.BooleanField(default=True)
    # The day before a loan is held: are you still coming?
    asks_day_before = models.BooleanField(default=True)
    # Whether somebody has put away the list of what a new library has to do.
    first_week_over = models.BooleanField(default=False)
    clock_stands_at = models.DateTimeField(null=True, blank=True)
    record_note = models.TextField(blank=True)

    table: ClassVar[StateTable] = states.PROGRAMME
    personal = Personal(
        none="state slug kind vocabulary word_overrides broker payer inquiry_days follow_up_days "
        "feedback_days payment_days smallest_team aftercare_days concern_days effect_months "
        "consent_years "
        "still_months recruits_from recruits_until "
        "asks_agreement asks_conflicts secrecy_law asks_day_before first_week_over "
        "takes_from_others "
        "shows_staff_names sends_messages clock_stands_at record_note",
        organisation="name county owner about contact_email contact_phone",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(smallest_team__gte=1), name="programme_team_at_least_one"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    feedback_days__gte=1, inquiry_days__gte=1, follow_up_days__gte=1
                ),
                name="programme_deadlines_at_least_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(consent_years__isnull=True) | models.Q(consent_years__gte=1),
                name="programme_consents_hold_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(still_months__isnull=True) | models.Q(still_months__gte=1),
                name="programme_silence_lasts_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> Words:
        """Its own nouns: the vocabulary it chose, with what it has changed."""
        return Words.from_settings({"vocabulary": self.vocabulary, **self.word_overrides})

    def recruits_on(self, day: date) -> bool:
        """Whether somebody may sign up that day."""
        return (
            self.state in {"building", "running"}
            and (self.recruits_from is None or self.recruits_from <= day)
            and (self.recruits_until is None or day <= self.recruits_until)
        )

    @property
    def member_roles(self) -> list[tuple[str, object]]:
        """What somebody may be here, with its name."""
        peers = self.kind == self.Kind.PEER_SUPPORT
        return [
            (role, label)
            for role, label in Membership.STAFF_ROLES
            if peers or role not in Membership.PEER_ROLES
        ]

    @property
    def lends(self) -> bool:
        """Whether new requests are taken in."""
        return self.state == "running"

    def moment(self, real: datetime) -> datetime:
        """The time it is here: the real one, or where a record's clock stands."""
        return self.clock_stands_at or real


LONGEST_MEMBERSHIP = timedelta(days=366)


class Membership(TenantModel):
    """A user's role in a programme, always with an end.

    `perspective`: a peer support programme is led by two with equal rights, one who has a
    profession of care or social work and one who has been where its people are.
    """

    class Perspective(models.TextChoices):
        PROFESSION = "profession", _("a profession in care or social work")
        EXPERIENCE = "experience", _("experience of one’s own")

    STAFF_ROLES: ClassVar[list[tuple[str, object]]] = [
        (Role.COORDINATOR, _("{coordinator:sg}")),
        (Role.STEERING, _("steering reader")),
        (Role.ADMINISTRATOR, _("administrator of the programme")),
        (Role.USER_ORGANISATION, _("user organisation")),
        (Role.RECRUITER, _("HR at the employer’s")),
        (Role.TRAINER, _("trainer")),
    ]
    # What only a peer support programme has.
    PEER_ROLES: ClassVar[frozenset[str]] = frozenset(
        {Role.USER_ORGANISATION, Role.RECRUITER, Role.TRAINER}
    )

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=16)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    granted_by = models.UUIDField(null=True)
    # Whether a coordinator wants a mail on Mondays about what waits.
    weekly_mail = models.BooleanField(default=False)
    perspective = models.CharField(max_length=10, choices=Perspective.choices, blank=True)

    personal = Personal(
        none="role starts_on ends_on ended_at weekly_mail",
        staff="user granted_by ended_by perspective",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="membership_ends_later"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(MEMBERS)),
                name="membership_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_by__isnull=False),
                name="membership_ended_at_by",
            ),
            models.UniqueConstraint(
                fields=["programme", "user", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="membership_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "programme"], name="membership_user_programme")]

    def live_on(self, day: date) -> bool:
        """Whether it counts that day."""
        return self.ended_at is None and self.starts_on <= day <= self.ends_on
