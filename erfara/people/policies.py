"""What a person's state and consents allow, whoever asks."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.people.models import Contributor, Person, Purpose


def check_still_here(person: Person) -> None:
    """Raises Refused when a person's details are erased: the promise was to keep nothing."""
    if person.erased_at is not None:
        raise Refused(_("The details are erased. Nothing more can be written about this person."))


def why_not_asked(contributor: Contributor, consents: Collection[str]) -> str | Promise | None:
    """Why this person can't be asked now; None when she can. `consents`: her live purposes."""
    if contributor.state == "paused":
        return _("pauses")
    if contributor.state != "active":
        return _("is not in the register now")
    if Purpose.REGISTER not in consents:
        return _("has not agreed to be in the register")
    return None


def may_get_mail(consents: Collection[str]) -> bool:
    """Whether questions may go by e-mail; otherwise a coordinator phones."""
    return Purpose.REGISTER in consents and Purpose.EMAIL in consents
