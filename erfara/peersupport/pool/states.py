"""The lives of somebody in the pool, of a workplace's wish, and of an offer between the two."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM
WORKPLACE = Role.WORKPLACE

SUPPORTER = StateTable(
    "peer_supporter",
    initial="available",
    states=[
        State("available", _("waits for a place")),
        State("offered", _("has been offered a place")),
        State("placed", _("has a place")),
        State("resting", _("rests")),
        State("left", _("has left the pool"), final=True),
    ],
    transitions=[
        moves("offer", "available", "offered", _("Offer a place"), _("Was offered a place"),
              COORDINATOR),
        moves("back", "offered", "available", _("Back to the pool"),
              _("The offer came to nothing: back in the pool"), SYSTEM),
        moves("place", "offered", "placed", _("Has a place"), _("Got a place"), SYSTEM),
        moves("already", "available", "placed", _("Has a place already"),
              _("Had a place already"), COORDINATOR),
        moves("come_back", "placed", "available", _("Back to the pool"),
              _("Came back to the pool"), COORDINATOR, SYSTEM),
        moves("rest", "available", "resting", _("Rest from the pool"), _("Rests from the pool"),
              PERSON, COORDINATOR, SYSTEM),
        moves("wake", "resting", "available", _("Wait for a place again"),
              _("Waits for a place again"), PERSON, COORDINATOR, SYSTEM),
        moves("leave", "available resting placed", "left", _("Leave the pool"),
              _("Left the pool"), PERSON, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip

WISH = StateTable(
    "place_wish",
    initial="open",
    states=[
        State("open", _("waits for an answer"), COORDINATOR),
        State("answered", _("has been answered")),
        State("filled", _("filled"), final=True),
        State("withdrawn", _("withdrawn"), final=True),
    ],
    transitions=[
        moves("answer", "open", "answered", _("Offer somebody"),
              _("Somebody was offered the place"), COORDINATOR),
        moves("nobody_yet", "open", "answered", _("Tell that nobody is here yet"),
              _("The workplace was told that nobody is here yet"), COORDINATOR,
              notices=["wish_nobody_yet"]),
        moves("reopen", "answered", "open", _("Look again"), _("Is to be looked at again"),
              COORDINATOR, SYSTEM),
        moves("fill", "answered", "filled", _("Filled"), _("All places were filled"), SYSTEM),
        moves("already", "open", "filled", _("Somebody is there already"),
              _("Somebody was there already"), COORDINATOR),
        moves("withdraw", "open answered", "withdrawn", _("Withdraw the wish"),
              _("The wish was withdrawn"), WORKPLACE, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip

OFFER = StateTable(
    "place_offer",
    initial="asked",
    states=[
        State("asked", _("waits for the one who was offered it"), PERSON),
        State("late", _("has had no answer in time"), COORDINATOR),
        State("put_forward", _("waits for the workplace"), WORKPLACE),
        State("workplace_late", _("the workplace has not answered in time"), COORDINATOR),
        State("agreed", _("agreed"), final=True),
        State("fell", _("came to nothing"), final=True),
    ],
    transitions=[
        moves("pass_deadline", "asked", "late", _("The last day has passed"),
              _("Nobody answered in time"), SYSTEM),
        moves("give_time", "late", "asked", _("Give more time"), _("Got more time to answer"),
              COORDINATOR),
        moves("say_yes", "asked late", "put_forward", _("Yes, I want to"),
              _("Said yes to the place"), PERSON, COORDINATOR, notices=["offer_candidate"]),
        moves("say_no", "asked late put_forward workplace_late", "fell", _("No thanks"),
              _("Said no to the place"), PERSON, COORDINATOR),
        moves("workplace_silent", "put_forward", "workplace_late", _("The last day has passed"),
              _("The workplace did not answer in time"), SYSTEM),
        moves("give_workplace_time", "workplace_late", "put_forward", _("Give more time"),
              _("The workplace got more time"), COORDINATOR),
        moves("agree", "put_forward workplace_late", "agreed", _("Yes, we agree"),
              _("The workplace said yes"), WORKPLACE, COORDINATOR, notices=["offer_agreed"]),
        moves("already", "asked", "agreed", _("Is there already"), _("Was there already"),
              COORDINATOR),
        moves("decline", "put_forward workplace_late", "fell", _("No, not this time"),
              _("The workplace said no"), WORKPLACE, COORDINATOR, notices=["offer_fell"]),
        moves("take_back", "asked late put_forward workplace_late", "fell",
              _("Take the offer back"), _("The offer was taken back"), COORDINATOR, WORKPLACE,
              SYSTEM, notices=["offer_fell"]),
    ],
)  # fmt: skip
LIVE = tuple(OFFER.open_states)
# Those whom the workplace knows of.
KNOWN = ("put_forward", "workplace_late", "agreed")
