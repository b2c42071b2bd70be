"""The life of asking, months later, what a loan has changed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

EFFECT_ASK = StateTable(
    "effect_ask",
    initial="asked",
    states=[
        State("asked", _("has been asked what it led to"), BORROWER),
        State("silent", _("did not say what it led to")),
        State("told", _("has said what it led to"), COORDINATOR),
        State("on_its_way", _("goes to those who took part"), COORDINATOR),
        State("sent", _("those who took part know"), final=True),
        State("noted", _("was read, and not sent on"), final=True),
        State("nothing", _("nothing has come of it"), final=True),
        State("stopped", _("nobody is asked any more"), final=True),
    ],
    transitions=[
        moves("tell", "asked silent", "told", _("Tell what has changed"),
              _("Told what it led to"), BORROWER, PERSON, COORDINATOR),
        moves("tell_nothing", "asked silent", "nothing", _("Nothing yet"),
              _("Said that nothing has come of it"), BORROWER, PERSON, COORDINATOR),
        moves("send", "told", "on_its_way", _("Send to those who took part"),
              _("Was sent to those who took part"), COORDINATOR, notices=["effects"]),
        moves("arrive", "on_its_way", "sent", _("Everybody knows"),
              _("Had reached those who took part"), COORDINATOR, SYSTEM),
        moves("note", "told", "noted", _("I have read it"), _("Was read, and not sent on"),
              COORDINATOR, needs_reason=True),
        moves("fall_silent", "asked", "silent", _("No answer"),
              _("Two months passed without an answer"), SYSTEM),
        moves("stop", "asked silent told", "stopped", _("Stop asking"),
              _("There is nobody to ask any more"), SYSTEM, COORDINATOR, PERSON,
              needs_reason=True),
    ],
)  # fmt: skip
