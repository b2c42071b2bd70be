"""The life of a cost scenario: kept where it is found, or put away. It is never thrown away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

_WHO = (Role.COORDINATOR, Role.ADMINISTRATOR)

SCENARIO = StateTable(
    "scenario",
    initial="kept",
    states=[
        State("kept", _("in use")),
        State("put_away", _("put away")),
    ],
    transitions=[
        moves("put_away", "kept", "put_away", _("Put away"),
              _("The cost scenario was put away"), *_WHO),
        moves("take_out", "put_away", "kept", _("Take out again"),
              _("The cost scenario was taken out again"), *_WHO),
    ],
)  # fmt: skip
