"""Pausing, leaving and changing one's mind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import move
from erfara.people.actions.consents import give_consent
from erfara.people.models import Consent, Contributor, Experience, Presentation, Purpose
from erfara.people.models.consents import How

ERASED_AFTER = timedelta(hours=48)


@action
def pause(*, contributor: Contributor, until: date | None, by: Actor, at: datetime) -> Contributor:
    """Not be asked for a while: until a day, or until further notice."""
    contributor.paused_until = until
    contributor.save(update_fields=["paused_until"])
    return move(contributor, "pause", by=by, at=at)


@action
def resume(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Be asked again."""
    contributor.paused_until = None
    contributor.save(update_fields=["paused_until"])
    return move(contributor, "resume", by=by, at=at)


@action
def leave(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Leave the library. The details are erased after 48 hours, unless she changes her mind."""
    return move(contributor, "leave", by=by, at=at, fields={"erase_after": at + ERASED_AFTER})


@action
def stay(*, contributor: Contributor, how: str, by: Actor, at: datetime) -> Contributor:
    """Stay after all: the consent to be in the register is given anew."""
    if contributor.joined_on is None:
        raise Refused(_("You were never taken in. Sign up again when you want to."))
    if contributor.erase_after is not None and contributor.erase_after <= at:
        raise Refused(_("The time to change one's mind has passed. The details are being erased."))
    give_consent(person=contributor.person, purpose=Purpose.REGISTER, how=how, by=by, at=at)
    return move(contributor, "stay", by=by, at=at, fields={"erase_after": None})


@action
def mark_erased(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Note that a person's details are gone. The vault has been emptied before this."""
    person = contributor.person
    person.erased_at = at
    person.save(update_fields=["erased_at"])
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_how=How.OWN_PAGE
    )
    Experience.objects.filter(contributor=contributor).delete()
    Presentation.objects.filter(contributor=contributor).delete()
    contributor.forms = []
    contributor.save(update_fields=["forms"])
    return move(contributor, "erase" if contributor.state == "leaving" else "forget", by=by, at=at)
