"""The life of a person in a library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM

CONTRIBUTOR = StateTable(
    "contributor",
    initial="interested",
    states=[
        State("interested", _("wants to join"), COORDINATOR),
        State("active", _("can be asked")),
        State("paused", _("pauses")),
        State("leaving", _("is leaving"), SYSTEM),
        State("left", _("has left"), final=True),
        State("declined", _("has been answered no"), SYSTEM),
        State("forgotten", _("has been answered no, details erased"), final=True),
    ],
    transitions=[
        moves("welcome", "interested", "active", _("Take in"), _("Joined"), COORDINATOR),
        moves("decline", "interested", "declined", _("Say no, kindly"),
              _("Was answered no"), COORDINATOR,
              notices=["interest_declined"], needs_reason=True),
        moves("pause", "active", "paused", _("Pause"), _("Paused"), PERSON, COORDINATOR),
        moves("resume", "paused", "active", _("Be asked again"), _("Can be asked again"),
              PERSON, COORDINATOR, SYSTEM),
        moves("leave", "interested active paused", "leaving", _("Leave {library:sg.def}"),
              _("Asked to leave; the details are erased after 48 hours"),
              PERSON, COORDINATOR, notices=["leaving"]),
        moves("stay", "leaving", "active", _("Stay after all"), _("Changed their mind and stayed"),
              PERSON, COORDINATOR),
        moves("erase", "leaving", "left", _("Erase"), _("The details were erased"), SYSTEM),
        moves("forget", "declined", "forgotten", _("Erase"), _("The details were erased"), SYSTEM),
    ],
)  # fmt: skip
