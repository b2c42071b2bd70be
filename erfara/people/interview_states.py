"""The life of a talk with somebody who wants to join, or who has been here for a while."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM

INTERVIEW = StateTable(
    "interview",
    initial="booked",
    states=[
        State("booked", _("booked"), COORDINATOR),
        State("under_way", _("has begun"), COORDINATOR),
        State("thinking", _("the person thinks about it"), COORDINATOR),
        State("done", _("held"), final=True),
        State("cancelled", _("called off"), final=True),
        State("ended", _("came to nothing"), final=True),
    ],
    transitions=[
        moves("begin", "booked", "under_way", _("Begin the talk"), _("The talk began"),
              COORDINATOR),
        moves("think", "under_way", "thinking", _("Let the person think about it"),
              _("Wanted to think about it"), COORDINATOR),
        moves("take_up", "thinking", "under_way", _("Go on with the talk"),
              _("The talk went on"), COORDINATOR),
        moves("finish", "booked under_way thinking", "done", _("Finish the talk"),
              _("The talk was finished"), COORDINATOR),
        moves("call_off", "booked", "cancelled", _("Call it off"), _("The talk was called off"),
              COORDINATOR, PERSON, notices=["talk_called_off"]),
        moves("miss", "booked", "ended", _("It never took place"), _("The talk never took place"),
              COORDINATOR, SYSTEM),
        moves("let_go", "under_way thinking", "ended", _("End it without a decision"),
              _("The talk ended without a decision"), COORDINATOR, SYSTEM),
        moves("stop", "booked under_way thinking", "ended", _("Stop"),
              _("The talk was no longer needed"), COORDINATOR, PERSON, SYSTEM),
    ],
)  # fmt: skip
