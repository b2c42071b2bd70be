"""What may be done with the pool, wishes and offers now, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.prepared import Prepared
from erfara.peersupport.duties.policies import check_agreed
from erfara.peersupport.pool.models import PeerSupporter, PlaceOffer, PlaceWish
from erfara.peersupport.pool.states import LIVE
from erfara.peersupport.setup.kinds import municipality_of
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.policies import check_ready

# So long somebody waits in the pool before the lead is to be in touch with her, and again.
IN_TOUCH = timedelta(days=60)
# So long a workplace has to say yes or no when somebody wants to come.
WORKPLACE_ANSWERS = timedelta(days=14)
# What is asked of a place at the most: full time.
EXTENTS = (25, 50, 75, 100)
# An offer that has become a place which somebody has still.
HELD = Q(state="agreed", ended_on__isnull=True)


@dataclass(frozen=True, slots=True)
class Fit:
    """How somebody in the pool fits a wish: where, how much, and since when she has waited.

    Nothing else is weighed, and nothing about her health is known here.
    """

    there: bool
    extent: int | None
    apart: int
    since: date
    no: int


def works_there(municipalities: Collection[str], wish: PlaceWish) -> bool:
    """Whether somebody who has said these can work there. A place in a municipality that isn't
    known fits whoever can work anywhere."""
    where = municipality_of(wish.workplace.municipality)
    return not municipalities or any(municipality_of(one) == where for one in municipalities)


_TAKEN = Prepared(lambda wish: PlaceOffer.objects.filter(wish_id=wish, state__in=[*LIVE, "agreed"]))


def places_left(wish: PlaceWish) -> int:
    """How many places nobody has been offered, or has got."""
    taken = _TAKEN.count(wish=wish.pk)
    return max(wish.peers - taken, 0)


# What a workplace may lack before somebody can come there: getting ready, and that the parties have
# agreed who does what.
LACKS: dict[str, Callable[..., bool]] = {"ready": check_ready, "agreed": check_agreed}


def lacks(workplace: Workplace) -> dict[str, Refused]:
    """What is missing before somebody can come there, by `LACKS`, in the words of a refusal."""
    found = {}
    for key, check in LACKS.items():
        try:
            check(workplace)
        except Refused as refusal:
            found[key] = refusal
    return found


def lacks_without(offer: PlaceOffer) -> list[Refused]:
    """What is missing there now, and no reason is written for with the offer."""
    found, said = [], offer.lacked.split()
    for key, check in LACKS.items():
        try:
            check(offer.wish.workplace, reason=offer.without if key in said else "")
        except Refused as refusal:
            found.append(refusal)
    return found


def check_agree(offer: PlaceOffer, by: Actor) -> None:
    """Raises Refused when something is missing at the workplace and nobody has written why
    somebody begins there all the same: weeks may have passed since the offer."""
    for refusal in lacks_without(offer):
        if by.role == Role.WORKPLACE:
            raise Refused(
                _("Something that has to be in place before somebody begins is not there now. "
                  "Talk with {coordinator:pl.def}: then you can say yes.")
            )  # fmt: skip
        raise refusal


def check_offer(wish: PlaceWish, supporter: PeerSupporter, without: str, day: date) -> None:
    """Raises Refused when this place can't be offered to her today."""
    if wish.state not in {"open", "answered"}:
        raise Refused(_("This wish is over. Look at the page as it is now."))
    if supporter.state != "available":
        raise Refused(_("She doesn’t wait for a place now. Choose somebody else."))
    if not supporter.is_certified(day):
        raise Refused(_("Her certificate doesn’t count any more. It has to be renewed first."))
    if not places_left(wish):
        raise Refused(_("All places of this wish have been offered to somebody."))
    check_ready(wish.workplace, reason=without)
    check_agreed(wish.workplace, reason=without)


def is_paid_for(wish: PlaceWish) -> bool:
    """Whether there is a place to pay for: the wish goes on, or somebody has a place from it."""
    return not wish.is_over or wish.offers.filter(HELD).exists()


def check_money(starts_on: date, until: date | None, lasting: bool) -> None:
    """Raises Refused when what is said of the money for a place doesn't hold together."""
    if until is not None and until < starts_on:
        raise Refused(_("The money ends before the work begins. Write a later day."))
    if until is not None and lasting:
        raise Refused(_("Write a last day, or that there is none: not both."))


def check_last_day(last: date, day: date) -> None:
    """Raises Refused unless there is time to answer."""
    if last <= day:
        raise Refused(_("Give at least until tomorrow to answer."))
