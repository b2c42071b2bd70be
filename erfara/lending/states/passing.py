"""The life of a request between two libraries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, SYSTEM

PASSED_ON = StateTable(
    "passed_on",
    initial="asked",
    states=[
        State("asked", _("{borrower:sg.def} is asked whether it may be passed on"), BORROWER),
        State("over", _("has been passed on"), final=True),
        State("helping", _("the other {library:sg} looks for people")),
        State("helped", _("people come from the other {library:sg}")),
        State("changed", _("something has changed at the other {library:sg}"), COORDINATOR),
        State("back", _("is back with you"), COORDINATOR),
        State("done", _("is over"), final=True),
    ],
    transitions=[
        moves("agree", "asked", "over", _("Yes, pass it on"), _("Was passed on"),
              BORROWER, COORDINATOR),
        moves("refuse", "asked", "back", _("No, keep it here"),
              _("{borrower:sg.def.cap} wanted to keep it here"), BORROWER, COORDINATOR),
        moves("lapse", "asked", "back", _("No answer came"), _("No answer came"), SYSTEM),
        moves("ask_help", "asked", "helping", _("Ask for people"),
              _("Another {library:sg} was asked for people"), COORDINATOR),
        moves("come", "helping helped changed", "helped", _("People come"),
              _("People come from the other {library:sg}"), SYSTEM),
        moves("change", "helping helped", "changed", _("Something has changed"),
              _("Something changed at the other {library:sg}"), SYSTEM),
        moves("lose", "helping helped changed", "back", _("Nobody comes"),
              _("Nobody comes from the other {library:sg}"), SYSTEM),
        moves("see", "changed", "helped", _("I have seen it"), _("Was seen"), COORDINATOR),
        moves("note", "back", "done", _("I have seen it"), _("Was seen"), COORDINATOR, SYSTEM),
        moves("stop", "asked helping helped changed back", "done", _("Take it back"),
              _("Is over"), COORDINATOR, BORROWER, SYSTEM),
    ],
)  # fmt: skip
