"""Who waits for a place, what workplaces wish for, and what has been offered."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from erfara.foundation.models import Personal, StatefulModel, TenantModel
from erfara.foundation.states import StateTable
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.certificates.policies import is_valid
from erfara.peersupport.pool import states
from erfara.peersupport.setup.models import Party
from erfara.people.models import Person


class PeerSupporter(StatefulModel, TenantModel):
    """Somebody with a certificate, in the pool or at a place from it.

    One who was at work before the programme was written here has none of it: `elsewhere` says which
    other one she has, if any.

    `extent` is what she wants in percent of full time; empty: any. `municipalities` are where she
    can work; empty: anywhere. `waits_since` is counted anew when she comes back to the pool.
    """

    number = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="peer_supporters")
    certificate = models.ForeignKey(
        Certificate, null=True, on_delete=models.PROTECT, related_name="supporters"
    )
    elsewhere = models.CharField(max_length=160, blank=True)
    extent = models.PositiveSmallIntegerField(null=True)
    municipalities = models.JSONField(default=list, blank=True)
    waits_since = models.DateField()
    # When somebody has last been in touch with her about a place.
    in_touch_on = models.DateField(null=True)
    rests_until = models.DateField(null=True)
    # Her certificate was revoked while she had a place: since when a lead is to decide about it.
    # Until then the place is hers.
    decide_since = models.DateField(null=True)

    table: ClassVar[StateTable] = states.SUPPORTER
    personal = Personal(
        none="state number extent municipalities waits_since in_touch_on rests_until decide_since",
        pseudonym="person certificate",
        organisation="elsewhere",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], condition=~models.Q(state="left"),
                name="peer_supporter_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "number"], name="peer_supporter_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(extent__isnull=True) | models.Q(extent__gte=1, extent__lte=100),
                name="peer_supporter_extent_in_percent",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="peer_supporter_state")]

    def is_certified(self, day: date) -> bool:
        """Whether she has a certificate that counts that day, from here or from elsewhere."""
        if self.certificate is None:
            return bool(self.elsewhere)
        return is_valid(self.certificate, day)


class PlaceWish(StatefulModel, TenantModel):
    """A workplace wishes for one or two peer supporters, to so many percent each, from a day on."""

    number = models.PositiveIntegerField()
    workplace = models.ForeignKey(
        "peersupport.Workplace", on_delete=models.PROTECT, related_name="wishes"
    )
    peers = models.PositiveSmallIntegerField(default=2)
    one_reason = models.CharField(max_length=300, blank=True)
    extent = models.PositiveSmallIntegerField(default=50)
    starts_on = models.DateField()
    # Until when there is money for it: None until somebody knows. `lasting`: without a last day.
    funded_until = models.DateField(null=True)
    lasting = models.BooleanField(default=False)
    employer = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="wishes")
    words = models.TextField(blank=True)
    asked_by = models.UUIDField(null=True)
    # Nobody was there yet: when it is to be looked at again.
    look_again_on = models.DateField(null=True)

    table: ClassVar[StateTable] = states.WISH
    personal = Personal(
        none="state number peers extent starts_on funded_until lasting "
        "look_again_on",
        organisation="workplace employer words one_reason", pseudonym="asked_by",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="place_wish_number_once"),
            models.CheckConstraint(
                condition=models.Q(peers__in=[1, 2]), name="place_wish_one_or_two"
            ),
            models.CheckConstraint(
                condition=models.Q(extent__gte=1, extent__lte=100),
                name="place_wish_extent_in_percent",
            ),
            models.CheckConstraint(
                condition=models.Q(funded_until__isnull=True)
                | models.Q(funded_until__gte=models.F("starts_on")),
                name="place_wish_funded_from_start",
            ),
            models.CheckConstraint(
                condition=models.Q(funded_until__isnull=True) | models.Q(lasting=False),
                name="place_wish_lasting_or_until",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state"], name="place_wish_state")]


class PlaceOffer(StatefulModel, TenantModel):
    """A place offered to one in the pool, and then to the workplace. Agreed: a placement begins.

    `without`: why somebody begins although the workplace isn't ready, or the parties haven't agreed
    who does what; `lacked`: which of the two it was written about (`policies.LACKS`).
    """

    class Fell(models.TextChoices):
        PERSON = "person", _("the one who was offered it said no")
        WORKPLACE = "workplace", _("the workplace said no")
        TAKEN_BACK = "taken_back", _("the offer was taken back")
        WITHDRAWN = "withdrawn", _("the workplace withdrew its wish")
        STOPPED = "stopped", _("the workplace doesn’t go on now")
        GONE = "gone", _("the one who was offered it is not in the pool any more")

    supporter = models.ForeignKey(PeerSupporter, on_delete=models.PROTECT, related_name="offers")
    wish = models.ForeignKey(PlaceWish, on_delete=models.PROTECT, related_name="offers")
    answer_by = models.DateField()
    workplace_answer_by = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    said_yes_on = models.DateField(null=True)
    agreed_on = models.DateField(null=True)
    fell_on = models.DateField(null=True)
    fell = models.CharField(max_length=10, choices=Fell.choices, blank=True)
    # She had the place before the programme was written here: nobody has offered it.
    already = models.BooleanField(default=False)
    # Agreed, and she has the place no more.
    ended_on = models.DateField(null=True)
    without = models.CharField(max_length=500, blank=True)
    lacked = models.CharField(max_length=16, blank=True)
    # No message reaches her, or those at the workplace: they are phoned.
    by_phone = models.BooleanField(default=False)
    workplace_by_phone = models.BooleanField(default=False)

    table: ClassVar[StateTable] = states.OFFER
    personal = Personal(
        none="state answer_by workplace_answer_by reminded_at said_yes_on agreed_on fell_on fell "
        "already ended_on lacked by_phone workplace_by_phone",
        pseudonym="supporter", organisation="wish without",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supporter"], condition=models.Q(state__in=states.LIVE),
                name="place_offer_one_live",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | models.Q(agreed_on__isnull=False),
                name="place_offer_agreed_on_a_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="fell") | ~models.Q(fell=""),
                name="place_offer_fell_for_something",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["programme", "state"], name="place_offer_state")]
