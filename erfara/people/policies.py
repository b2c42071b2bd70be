"""What a person's state and consents allow, whoever asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.organisations.models import Programme
from erfara.people.models import Contributor, Person, Purpose
from erfara.people.models.presentations import HERE

# So long after its end a message to the library can be read.
MESSAGE_KEPT = timedelta(days=90)


def check_open(programme: Programme, at: datetime) -> None:
    """Raises Refused while nobody is taken in."""
    if not programme.recruits_on(clock.local_day(at)):
        raise Refused(_("{library:sg.def.cap} takes nobody in right now."))


def check_still_here(person: Person) -> None:
    """Raises Refused when a person's details are erased: the promise was to keep nothing."""
    if person.erased_at is not None:
        raise Refused(_("The details are erased. Nothing more can be written about this person."))


WHY_NOT: dict[str, str | Promise] = {
    "paused": _("pauses"),
    "resting": _("rests, since nothing has been heard"),
    "not_here": _("is not in the register now"),
    "no_consent": _("has not agreed to be in the register"),
    "away": _("is away, as planned"),
    "spared": _("rests from new questions, having been asked much"),
}


def left_out(
    contributor: Contributor, consents: Collection[str], on: date | None = None
) -> str | None:
    """The name in `WHY_NOT` of what keeps this person from being asked now; None when she may be.

    `consents`: her live purposes. `on`: the day of asking; without it nobody is away or spared.
    """
    if contributor.state in {"paused", "resting"}:
        return contributor.state
    if contributor.state != "active":
        return "not_here"
    if Purpose.REGISTER not in consents:
        return "no_consent"
    if on is None:
        return None
    if is_spared(contributor, on):
        return "spared"
    return "away" if is_away(contributor, on) else None


def why_not_asked(
    contributor: Contributor, consents: Collection[str], on: date | None = None
) -> str | Promise | None:
    """The same in words."""
    why = left_out(contributor, consents, on)
    return WHY_NOT[why] if why else None


def is_spared(contributor: Contributor, on: date) -> bool:
    """Whether a coordinator lets her rest from new questions that day."""
    return contributor.spared_until is not None and contributor.spared_until > on


def is_away(contributor: Contributor, on: date) -> bool:
    """Whether she has said that she is away that day. One end may be open."""
    begins, ends = contributor.away_from, contributor.away_until
    if begins is None and ends is None:
        return False
    return (begins is None or begins <= on) and (ends is None or on <= ends)


def may_get_mail(consents: Collection[str]) -> bool:
    """Whether questions may go by e-mail; otherwise a coordinator phones."""
    return Purpose.REGISTER in consents and Purpose.EMAIL in consents


def may_get_texts(consents: Collection[str]) -> bool:
    """Whether questions may go by text message."""
    return Purpose.REGISTER in consents and Purpose.TEXT_MESSAGE in consents


def check_presentable(contributor: Contributor, protected: Collection[UUID]) -> None:
    """Raises Refused unless something about this person may be prepared for everybody to read.

    `protected`: those whose details are protected. Nothing public is ever made about them.
    """
    check_still_here(contributor.person)
    if contributor.person_id in protected:
        raise Refused(_("With protected details there is no presentation. Nothing is shown."))
    if contributor.state not in HERE:
        raise Refused(_("Only somebody who is in the register can have a presentation."))
