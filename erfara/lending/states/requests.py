"""The life of a request, from the day it comes in to its end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, SYSTEM

BEFORE_THE_END = "received pre_meeting unclear waiting specified asking"

REQUEST = StateTable(
    "loan_request",
    initial="received",
    states=[
        State("received", _("has come in"), COORDINATOR),
        State("pre_meeting", _("a first meeting is booked"), COORDINATOR),
        State("unclear", _("waits for a clearer assignment"), BORROWER),
        State("waiting", _("waits for something else"), COORDINATOR),
        State("specified", _("is being prepared"), COORDINATOR),
        State("asking", _("people are being asked"), COORDINATOR),
        State("ended", _("ended"), final=True),
    ],
    transitions=[
        moves("book_meeting", "received unclear pre_meeting", "pre_meeting",
              _("Book a first meeting"), _("A first meeting was booked"),
              COORDINATOR, BORROWER),
        moves("meeting_off", "pre_meeting", "received", _("Call the meeting off"),
              _("The first meeting was called off"), COORDINATOR, BORROWER, SYSTEM),
        moves("specify", "received pre_meeting", "specified", _("The meeting is held"),
              _("The first meeting was held and the terms accepted"), COORDINATOR),
        moves("ask_to_clarify", "received pre_meeting specified", "unclear",
              _("Ask for a clearer assignment"), _("A clearer assignment was asked for"),
              COORDINATOR, notices=["clearer_wanted"], needs_reason=True),
        moves("clarify", "unclear", "received", _("Send the clearer assignment"),
              _("The assignment was made clearer"), BORROWER, COORDINATOR),
        moves("park", "received pre_meeting specified", "waiting", _("Wait for something else"),
              _("Was put to wait"), COORDINATOR, notices=["request_waits"], needs_reason=True),
        moves("take_up", "waiting", "received", _("Take up again"), _("Was taken up again"),
              COORDINATOR),
        moves("start_asking", "specified", "asking", _("Send the question"),
              _("The question went out"), COORDINATOR),
        moves("become_loan", "asking", "ended", _("The team is complete"),
              _("Became a loan"), COORDINATOR),
        moves("end", BEFORE_THE_END, "ended", _("End the request"), _("Was ended"),
              COORDINATOR, notices=["request_ended"], needs_reason=True),
        moves("lapse", "received unclear", "ended", _("No answer came"),
              _("Was ended: no answer came"), SYSTEM, notices=["request_ended"]),
        moves("pass_on", BEFORE_THE_END, "ended", _("Pass it on"),
              _("Was passed on to another {library:sg}"), BORROWER, COORDINATOR),
        moves("withdraw", BEFORE_THE_END, "ended", _("Take the request back"),
              _("Was taken back by {borrower:sg.def}"), BORROWER, needs_reason=True),
    ],
)  # fmt: skip
