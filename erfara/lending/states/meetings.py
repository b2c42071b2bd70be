"""The life of a first meeting with a borrower."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, SYSTEM

MEETING = StateTable(
    "meeting",
    initial="offered",
    states=[
        State("offered", _("times are offered"), BORROWER),
        State("declined", _("no time suits"), COORDINATOR),
        State("booked", _("booked"), COORDINATOR),
        State("held", _("held"), final=True),
        State("called_off", _("called off"), final=True),
    ],
    transitions=[
        moves("offer", "offered declined booked", "offered", _("Offer other times"),
              _("Times for the first meeting were offered"),
              COORDINATOR, notices=["meeting_offered"]),
        moves("book", "offered declined booked", "booked", _("Book this time"),
              _("A time for the first meeting was booked"),
              COORDINATOR, notices=["meeting_booked"]),
        moves("choose", "offered declined", "booked", _("We take this time"),
              _("A time for the first meeting was chosen"),
              BORROWER, COORDINATOR, notices=["meeting_booked"]),
        moves("decline", "offered booked", "declined", _("No time suits us"),
              _("No time for the first meeting suited"),
              BORROWER, COORDINATOR, notices=["meeting_called_off"]),
        moves("hold", "offered declined booked", "held", _("The meeting is held"),
              _("The first meeting was held"), COORDINATOR),
        moves("call_off", "offered declined booked", "called_off", _("Call the meeting off"),
              _("The first meeting was called off"),
              COORDINATOR, BORROWER, SYSTEM, notices=["meeting_called_off"]),
    ],
)  # fmt: skip
