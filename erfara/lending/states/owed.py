"""The lives of what a loan owes after it was held."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

FOLLOW_UP = StateTable(
    "follow_up",
    initial="due",
    states=[
        State("due", _("to be done"), COORDINATOR),
        State("done", _("done"), final=True),
        State("written_off", _("will not be done"), final=True),
    ],
    transitions=[
        moves("answer", "due", "done", _("Save the answers"), _("Told how it went"),
              COORDINATOR, BORROWER, PERSON),
        moves("write_off", "due", "written_off", _("Will not be done"),
              _("Was written off"), COORDINATOR, SYSTEM, needs_reason=True),
    ],
)  # fmt: skip

FEEDBACK = StateTable(
    "feedback",
    initial="owed",
    states=[
        State("owed", _("owed"), COORDINATOR),
        State("on_its_way", _("on its way to everybody"), COORDINATOR),
        State("given", _("given"), final=True),
        State("written_off", _("will not be given"), final=True),
    ],
    transitions=[
        moves("send", "owed", "on_its_way", _("Send to everybody who took part"),
              _("Was sent to everybody who took part"), COORDINATOR, BORROWER),
        moves("arrive", "on_its_way", "given", _("Everybody has got it"),
              _("Had reached everybody who took part"), COORDINATOR, BORROWER, SYSTEM),
        moves("write_off", "owed on_its_way", "written_off", _("Will not be given"),
              _("Was written off"), COORDINATOR, needs_reason=True),
    ],
)  # fmt: skip
