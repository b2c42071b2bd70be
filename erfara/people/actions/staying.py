"""Pausing, leaving and changing one's mind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.states import lock, move
from erfara.people import erasing
from erfara.people.actions.consents import give_consent
from erfara.people.actions.interviews import close_for
from erfara.people.actions.parts import turn
from erfara.people.actions.signs import end_silence
from erfara.people.models import AddressChange, Consent, Contributor, Experience, Purpose
from erfara.people.models.consents import How
from erfara.people.policies import check_still_here
from erfara.vocabulary.choices import AskOften, MessagesBy

ERASED_AFTER = timedelta(hours=48)
SPARED_AT_MOST = timedelta(days=366)


@action
def pause(*, contributor: Contributor, until: date | None, by: Actor, at: datetime) -> Contributor:
    """Not be asked for a while: until a day, or until further notice."""
    end_silence(contributor, clock.local_day(at))
    if contributor.state == "resting":
        move(contributor, "wake", by=by, at=at)
    return move(contributor, "pause", by=by, at=at, fields={"paused_until": until})


@action
def resume(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Be asked again."""
    return move(contributor, "resume", by=by, at=at, fields={"paused_until": None})


@action
def spare(*, contributor: Contributor, until: date, by: Actor, at: datetime) -> Contributor:
    """Let somebody who has been asked much rest from new questions. She may end it herself.

    What she has been asked already stays as it is.
    """
    lock(contributor)
    today = clock.local_day(at)
    if contributor.state != "active":
        raise Refused(_("Only somebody who can be asked can be let rest."))
    if not today < until <= today + SPARED_AT_MOST:
        raise Refused(_("Choose a day within a year from now."))
    if contributor.spared_until == until:
        unchanged()
        return contributor
    contributor.spared_until = until
    contributor.save(update_fields=["spared_until"])
    audit.record("contributor.spared", about=contributor, by=by, at=at)
    return contributor


@action
def end_sparing(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """New questions may come again."""
    lock(contributor)
    if contributor.spared_until is None:
        unchanged()
        return contributor
    contributor.spared_until = None
    contributor.save(update_fields=["spared_until"])
    audit.record("contributor.asked_on", about=contributor, by=by, at=at)
    return contributor


@action
def leave(*, contributor: Contributor, by: Actor, at: datetime) -> Contributor:
    """Leave the library. The details are erased after 48 hours, unless she changes her mind."""
    close_for(contributor, "stop", by, at)
    end_silence(contributor, clock.local_day(at))
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
def mark_erased(
    *, contributor: Contributor, keeps_contact: bool = False, by: Actor, at: datetime
) -> Contributor:
    """Note that a person's details are gone. The vault has been emptied before this.

    `keeps_contact`: she still has requests on their way as a borrower, so that her name and
    address stay until the last of them is over.
    """
    person = contributor.person
    if keeps_contact:
        person.leaves_when_done = True
        person.save(update_fields=["leaves_when_done"])
    else:
        person.erased_at = at
        person.save(update_fields=["erased_at"])
    Consent.objects.filter(person=person, withdrawn_at__isnull=True).update(
        withdrawn_at=at, withdrawn_how=How.OWN_PAGE
    )
    Experience.objects.filter(contributor=contributor).delete()
    AddressChange.objects.filter(person=person).delete()
    cleared: dict[str, object] = {
        "forms": [], "paused_until": None, "spared_until": None, "ask_often": AskOften.ANY_TIME,
        "messages_by": MessagesBy.MAIL, "away_from": None, "away_until": None, "last_seen_on": None,
    }  # fmt: skip
    for name, value in cleared.items():
        setattr(contributor, name, value)
    contributor.save(update_fields=list(cleared))
    erasing.clear_all(contributor, at)
    return move(contributor, "erase" if contributor.state == "leaving" else "forget", by=by, at=at)


@action
def set_rhythm(
    *,
    contributor: Contributor,
    ask_often: str,
    messages_by: str | None = None,
    away_from: date | None,
    away_until: date | None,
    by: Actor,
    at: datetime,
) -> Contributor:
    """How often she wants to be asked, by what she wants messages, and when she is away."""
    check_still_here(contributor.person)
    if ask_often not in AskOften.values:
        raise Refused(_("Choose how often."))
    messages_by = messages_by or contributor.messages_by
    if messages_by not in MessagesBy.values:
        raise Refused(_("Choose by what you want our messages."))
    if (away_from is None) != (away_until is None):
        raise Refused(_("Write both the first and the last day away, or neither."))
    if away_from and away_until and away_until < away_from:
        raise Refused(_("The last day away is before the first. Change one of them."))
    new = {
        "ask_often": ask_often, "messages_by": messages_by, "away_from": away_from,
        "away_until": away_until,
    }  # fmt: skip
    if all(getattr(contributor, name) == value for name, value in new.items()):
        unchanged()
        return contributor
    for name, value in new.items():
        setattr(contributor, name, value)
    contributor.save(update_fields=list(new))
    for part in ("reach", "availability"):  # where coordinators see the same
        turn(contributor, part, None, by, at)
    audit.record("contributor.rhythm", about=contributor, by=by, at=at)
    return contributor
