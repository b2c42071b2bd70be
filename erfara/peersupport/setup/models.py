"""What a peer support programme has decided, who is behind it, and what it is to reach."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.organisations.models import Organisation, Unit
from erfara.peersupport.setup import states
from erfara.peersupport.setup.kinds import KEPT_MONTHS, usual_interviews
from erfara.people.models import Person


class PeerSetup(TenantModel):
    """What a programme of peer support has decided: one row, written before anything else.

    `model`: the key of a model in `kinds.py`, from which the rest was proposed. `interviewed`,
    `trained`, `employed`: so many are planned from one round of recruitment. `interviews`: the two
    functions that each write about an interview. `keep_months`: so
    long after a no what an applicant wrote is kept. `certificate_years`: empty: until revoked.
    """

    class Employer(models.TextChoices):
        PRINCIPAL = "principal", _("the region or municipality")
        USER_ORGANISATION = "user_organisation", _("a user organisation")
        SOCIAL_ENTERPRISE = "social_enterprise", _("a social enterprise")
        CHANGES = "changes", _("first one, then another, during the placement")

    model = models.CharField(max_length=16)
    employer_model = models.CharField(max_length=20, choices=Employer.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    funded_until = models.DateField(null=True)
    issuer = models.CharField(max_length=160, blank=True)
    certificate_years = models.PositiveSmallIntegerField(null=True)
    peers_per_workplace = models.PositiveSmallIntegerField(default=2)
    keep_applicants_months = models.PositiveSmallIntegerField(default=KEPT_MONTHS)
    interviewed = models.PositiveSmallIntegerField(default=25)
    trained = models.PositiveSmallIntegerField(default=12)
    employed = models.PositiveSmallIntegerField(default=8)
    interviews = models.JSONField(default=usual_interviews)
    # The municipalities that are to be reached.
    municipalities = models.JSONField(default=list, blank=True)

    personal = Personal(
        none="model employer_model starts_on ends_on funded_until certificate_years "
        "peers_per_workplace keep_applicants_months interviewed trained employed interviews "
        "municipalities",
        organisation="issuer",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme"], name="peer_setup_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="peer_setup_ends_later",
            ),
            models.CheckConstraint(
                condition=models.Q(peers_per_workplace__in=[1, 2]), name="peer_setup_one_or_two"
            ),
            models.CheckConstraint(
                condition=models.Q(certificate_years__isnull=True)
                | models.Q(certificate_years__gte=1),
                name="peer_setup_certificate_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(keep_applicants_months__gte=1, keep_applicants_months__lte=24),
                name="peer_setup_keeps_two_years_at_most",
            ),
            models.CheckConstraint(
                condition=models.Q(interviewed__gte=models.F("trained"))
                & models.Q(trained__gte=models.F("employed")),
                name="peer_setup_funnel_narrows",
            ),
        ]


class Party(TenantModel):
    """An organisation behind the programme: who employs, who pays, who speaks for users.

    `contact`: whom one turns to there; her name is in the vault.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("employs {contributor:pl.def}")
        REGION = "region", _("region")
        MUNICIPALITY = "municipality", _("municipality")
        USER_ORGANISATION = "user_organisation", _("user organisation")
        OTHER = "other", _("somebody else")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    personal = Personal(
        none="kind starts_on ends_on", organisation="organisation", pseudonym="contact"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "kind"],
                condition=models.Q(ends_on__isnull=True),
                name="party_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="party_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    def live_on(self, day: date) -> bool:
        """Whether it is part of the programme that day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class GroupMember(TenantModel):
    """Somebody in the working group of the parties, and what she is there for."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="group")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=120)
    left_on = models.DateField(null=True)

    personal = Personal(none="left_on", organisation="party function", pseudonym="person")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "person"],
                condition=models.Q(left_on__isnull=True),
                name="group_member_once",
            )
        ]


class Goal(TenantModel):
    """What is to be reached until a day. How far it is gets counted from rows, never written.

    `base`: from where a growth is counted.
    """

    class Kind(models.TextChoices):
        KEEP = "keep", _("keep so many {contributor:pl}")
        GROW = "grow", _("grow by so many per cent")
        MUNICIPALITIES = "municipalities", _("reach so many municipalities")
        PER_CLINIC = "per_clinic", _("have somebody at so many outpatient clinics")
        INTERVIEWED = "interviewed", _("interview so many")
        TRAINED = "trained", _("train so many")
        EMPLOYED = "employed", _("so many get a place")

    kind = models.CharField(max_length=16, choices=Kind.choices)
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(null=True)
    by_day = models.DateField()
    dropped_on = models.DateField(null=True)

    personal = Personal(none="kind number base by_day dropped_on")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="goal_of_something"),
            models.CheckConstraint(
                condition=~models.Q(kind="grow") | models.Q(base__gte=1, base__isnull=False),
                name="goal_grows_from_something",
            ),
        ]
        indexes = [models.Index(fields=["programme", "by_day"], name="goal_list")]

    @property
    def target(self) -> int:
        """How many it comes to: a growth is counted from its base, and rounded up."""
        if self.kind == self.Kind.GROW and self.base is not None:
            return -(-self.base * (100 + self.number) // 100)
        return self.number


class InformationDay(StatefulModel, TenantModel):
    """A day on which workplaces hear what peer support is, before any of them says yes."""

    no = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300)

    table: ClassVar[StateTable] = states.INFORMATION_DAY
    personal = Personal(none="state no starts_at ends_at", organisation="place")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "no"], name="information_day_no_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="information_day_ends_later",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="information_day_list")]


class Invited(TenantModel):
    """A workplace that is invited to an information day. Who came is a number, never a name."""

    day = models.ForeignKey(InformationDay, on_delete=models.CASCADE, related_name="invited")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    came = models.PositiveSmallIntegerField(null=True)

    personal = Personal(none="day came", organisation="unit")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "unit"], name="invited_once")
        ]  # fmt: skip
