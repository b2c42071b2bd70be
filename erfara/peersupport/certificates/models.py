"""A certificate, and what its holder asks about it. Whose name stands on it is in the vault."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.peersupport.certificates import states
from erfara.people.models import Person

# On its way or in force: one at a time for each completed course.
LIVE = ("proposed", "turned_back", "valid", "expired")


def label_of(number: int | None, issued_on: date | None) -> str:
    """What a certificate is called on paper: the year it was issued, and its number."""
    return "" if number is None or issued_on is None else f"{issued_on.year}-{number:03d}"


class Certificate(StatefulModel, TenantModel):
    """That somebody has completed her training, said by the user movement.

    Her name as it stands on it, the code by which anybody can check it, and the words around it
    lie in her vault; the row has a digest of the code alone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.ForeignKey(
        "peersupport.Enrolment", on_delete=models.PROTECT, related_name="certificates"
    )
    number = models.PositiveIntegerField(null=True)
    digest = models.BinaryField(max_length=32, null=True)
    issuer = models.CharField(max_length=160, blank=True)
    course = models.CharField(max_length=160, blank=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    BLOB: ClassVar[str] = "certificates"
    table: ClassVar[StateTable] = states.CERTIFICATE
    personal = Personal(
        none="state number digest issued_on valid_until reminded_at replaces",
        pseudonym="person enrolment", organisation="issuer course",
        why="the name on it, its code and the words around it stand in the vault",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], name="certificate_number_once"
            ),
            models.UniqueConstraint(fields=["digest"], name="certificate_digest_once"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=models.Q(state__in=LIVE),
                name="certificate_one_live",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["valid", "expired", "replaced", "revoked"])
                | models.Q(
                    number__isnull=False, digest__isnull=False, issued_on__isnull=False
                ),
                name="certificate_issued_whole",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["programme", "state"], name="certificate_state"),
            models.Index(fields=["state", "valid_until"], name="certificate_until"),
            # The list in its order, and how many people have one: read from the index alone.
            models.Index(
                fields=["programme", "issued_on", "number", "created_at", "state"],
                name="certificate_list",
            ),
            models.Index(fields=["programme", "person", "issued_on"], name="certificate_holders"),
        ]

    @property
    def label(self) -> str:
        """What it is called on paper: the year it was issued, and its number."""
        return label_of(self.number, self.issued_on)


class CertificateErrand(StatefulModel, TenantModel):
    """A new certificate asked for by its holder: it runs out, or she has another name now."""

    class Kind(models.TextChoices):
        RENEWAL = "renewal", _("it runs out")
        NAME = "name", _("another name")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="errands")
    kind = models.CharField(max_length=8, choices=Kind.choices)

    table: ClassVar[StateTable] = states.ERRAND
    personal = Personal(
        none="state kind", pseudonym="certificate", why="what the issuer wrote is in the vault"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["certificate"], condition=models.Q(state="asked"),
                name="certificate_errand_one",
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="certificate_errand_state")]
