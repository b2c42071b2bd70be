"""The life of an information day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

LEAD = Role.COORDINATOR

INFORMATION_DAY = StateTable(
    "information_day",
    initial="planned",
    states=[
        State("planned", _("is planned"), LEAD),
        State("held", _("was held"), final=True),
        State("called_off", _("was called off"), final=True),
    ],
    transitions=[
        moves("hold", "planned", "held", _("Write how many came"),
              _("The information day was held"), LEAD),
        moves("call_off", "planned", "called_off", _("Call the day off"),
              _("The information day was called off"), LEAD, needs_reason=True),
    ],
)  # fmt: skip
