"""The life of a place in a team that somebody has left."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import COORDINATOR, PERSON, SYSTEM

VACANCY = StateTable(
    "vacancy",
    initial="open",
    states=[
        State("open", _("somebody else is to be found"), COORDINATOR),
        State("filled", _("somebody else has been found"), final=True),
        State("let_be", _("it is enough as it is"), final=True),
        State("over", _("nobody is looked for any more"), final=True),
    ],
    transitions=[
        moves("fill", "open", "filled", _("Confirm"), _("Somebody else was found"),
              COORDINATOR, SYSTEM),
        moves("let_be", "open", "let_be", _("It is enough as it is"),
              _("It was enough as it is"), COORDINATOR, needs_reason=True),
        moves("stop", "open", "over", _("Stop looking"),
              _("The loan was held or cancelled; nobody is looked for any more"),
              COORDINATOR, PERSON, SYSTEM),
    ],
)  # fmt: skip
