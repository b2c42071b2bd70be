"""How a colleague comes to be part of a request, and leaves it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, SYSTEM

COLLEAGUE = StateTable(
    "colleague",
    initial="with_us",
    states=[
        State("with_us", _("is part of it")),
        State("left", _("has left"), final=True),
        State("taken_away", _("is no longer part of it"), final=True),
        State("took_over", _("is the contact"), final=True),
    ],
    transitions=[
        moves("leave", "with_us", "left", _("Leave"), _("A colleague left"), BORROWER, SYSTEM),
        moves("take_away", "with_us", "taken_away", _("Take away"),
              _("A colleague was taken away"), BORROWER, COORDINATOR, SYSTEM),
        moves("take_over", "with_us", "took_over", _("Take over"),
              _("A colleague took over as contact"), COORDINATOR),
    ],
)  # fmt: skip
