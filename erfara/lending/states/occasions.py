"""The lives of a time at which a loan is held, and of somebody's coming to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import COORDINATOR, PERSON, SYSTEM

OCCASION = StateTable(
    "occasion",
    initial="planned",
    states=[
        State("planned", _("planned"), COORDINATOR),
        State("held", _("held"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("change", "planned", "planned", _("Change it"), _("Was changed"), COORDINATOR,
              notices=["occasion_changed"]),
        moves("hold", "planned", "held", _("It was held"), _("Was held"), COORDINATOR),
        moves("cancel", "planned", "cancelled", _("Cancel this time"), _("Was cancelled"),
              COORDINATOR, notices=["occasion_cancelled"], needs_reason=True),
        # With the whole loan, of which everybody hears in one message.
        moves("fall", "planned", "cancelled", _("Cancel this time"),
              _("Was cancelled with the loan"), COORDINATOR),
        moves("not_held", "planned", "cancelled", _("It was not held"), _("Was not held"),
              COORDINATOR, needs_reason=True),
    ],
)  # fmt: skip

ATTENDANCE = StateTable(
    "attendance",
    initial="expected",
    states=[
        State("expected", _("is expected")),
        State("coming", _("is coming")),
        State("not_coming", _("can't come"), COORDINATOR),
        State("excused", _("can't come, and it is settled")),
        State("came", _("came"), final=True),
        State("absent", _("did not come"), final=True),
        State("off", _("is not expected any more")),
    ],
    transitions=[
        moves("say_coming", "expected not_coming excused", "coming", _("I'm coming"),
              _("Said yes to coming"), PERSON, COORDINATOR),
        moves("say_not_coming", "expected coming", "not_coming", _("I can't come"),
              _("Said that they can't come"), PERSON, COORDINATOR, SYSTEM),
        moves("excuse", "not_coming", "excused", _("It is settled"),
              _("Was settled without"), COORDINATOR),
        moves("ask_again", "coming", "expected", _("Ask again"), _("The time was changed"),
              COORDINATOR),
        moves("come", "expected coming not_coming excused", "came", _("Came"), _("Came"),
              COORDINATOR),
        moves("stay_away", "expected coming not_coming excused", "absent", _("Did not come"),
              _("Did not come"), COORDINATOR),
        moves("call_off", "expected coming not_coming excused", "off", _("Take away"),
              _("Was not expected any more"), COORDINATOR, PERSON, SYSTEM),
        moves("expect", "off", "expected", _("Expect again"), _("Is expected again"),
              COORDINATOR),
    ],
)  # fmt: skip
