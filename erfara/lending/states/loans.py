"""The lives of a loan and of a part in it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

LOAN = StateTable(
    "loan",
    initial="confirmed",
    states=[
        State("confirmed", _("agreed"), COORDINATOR),
        State("carried_out", _("carried out"), COORDINATOR),
        State("followed_up", _("followed up"), COORDINATOR),
        State("fed_back", _("nothing is left to tell"), COORDINATOR),
        State("closed", _("closed"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("carry_out", "confirmed", "carried_out", _("It has been carried out"),
              _("Was carried out"), COORDINATOR),
        moves("cancel", "confirmed", "cancelled", _("Cancel"), _("Was cancelled"), COORDINATOR,
              notices=["loan_cancelled"], needs_reason=True),
        moves("finish_follow_up", "carried_out", "followed_up", _("The follow-up is done"),
              _("Was followed up"), COORDINATOR, BORROWER, PERSON, SYSTEM),
        moves("finish_feedback", "followed_up", "fed_back", _("Nothing is left to tell"),
              _("Nothing was left to tell"), COORDINATOR, BORROWER, SYSTEM),
        moves("close", "fed_back", "closed", _("Close the loan"), _("Was closed"), COORDINATOR),
    ],
)  # fmt: skip

PARTICIPATION = StateTable(
    "participation",
    initial="confirmed",
    states=[
        State("confirmed", _("takes part")),
        State("took_part", _("took part"), final=True),
        State("absent", _("did not come"), final=True),
        State("withdrew", _("could not take part after all"), final=True),
        State("left", _("was there, but can't take part any more")),
        State("cancelled", _("the loan was cancelled"), final=True),
    ],
    transitions=[
        moves("take_part", "confirmed left", "took_part", _("Took part"), _("Took part"),
              COORDINATOR),
        moves("stay_away", "confirmed", "absent", _("Did not come"), _("Did not come"),
              COORDINATOR),
        moves("withdraw", "confirmed", "withdrew", _("Can't take part after all"),
              _("Withdrew"), PERSON, COORDINATOR, SYSTEM),
        # Of several times she was at some, and is one who took part when the loan has been held.
        moves("leave", "confirmed", "left", _("Can't take part any more"),
              _("Could not take part any more"), PERSON, COORDINATOR, SYSTEM),
        moves("was_away", "left", "withdrew", _("Was never there"), _("Was never there"),
              COORDINATOR),
        moves("cancel", "confirmed", "cancelled", _("Cancel"), _("The loan was cancelled"),
              COORDINATOR),
    ],
)  # fmt: skip
# Those who take part, or took part.
GOING = ("confirmed", "took_part")
# Those who have been part of it so far: also whoever was at some of its times and has left.
PART = ("confirmed", "left")
# Both: whoever is paid for it.
TEAM = (*GOING, "left")
