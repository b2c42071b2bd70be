"""The life of a programme: built, run, handed over or closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

ADMIN = Role.ADMINISTRATOR

PROGRAMME = StateTable(
    "programme",
    initial="building",
    states=[
        State("building", _("being built"), ADMIN),
        State("running", _("running")),
        State("paused", _("paused"), ADMIN),
        State("handing_over", _("being handed over"), ADMIN),
        State("closing", _("closing"), ADMIN),
        State("closed", _("closed"), final=True),
    ],
    transitions=[
        moves("open", "building", "running", _("Open {library:sg.def}"),
              _("{library:sg.def.cap} opened"), ADMIN),
        moves("pause", "running", "paused", _("Pause {library:sg.def}"),
              _("{library:sg.def.cap} paused"), ADMIN, needs_reason=True),
        moves("resume", "paused", "running", _("Open again"),
              _("{library:sg.def.cap} opened again"), ADMIN),
        moves("hand_over", "running paused", "handing_over", _("Begin to hand over"),
              _("The handing over began"), ADMIN, needs_reason=True),
        moves("begin_closing", "running paused handing_over", "closing",
              _("Begin to close"), _("The closing began"), ADMIN, needs_reason=True),
        moves("close", "closing handing_over", "closed", _("Close for good"),
              _("{library:sg.def.cap} closed"), ADMIN, needs_reason=True),
    ],
)  # fmt: skip
