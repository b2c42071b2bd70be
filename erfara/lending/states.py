"""The lives of what is lent: a request, an inquiry to one person, a loan, and what it owes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, BORROWER, PERSON, SYSTEM = (
    Role.COORDINATOR, Role.BORROWER, Role.PERSON, Role.SYSTEM,
)  # fmt: skip

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
              COORDINATOR, notices=["meeting_booked"]),
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
        moves("withdraw", BEFORE_THE_END, "ended", _("Take the request back"),
              _("Was taken back by {borrower:sg.def}"), BORROWER, needs_reason=True),
    ],
)  # fmt: skip

INQUIRY = StateTable(
    "inquiry",
    initial="chosen",
    states=[
        State("chosen", _("chosen, not asked yet"), COORDINATOR),
        State("dropped", _("was not asked"), final=True),
        State("sent", _("has been asked"), PERSON),
        State("asked_more", _("wants to know more"), COORDINATOR),
        State("yes", _("yes"), COORDINATOR),
        State("no", _("no")),
        State("not_now", _("not now")),
        State("silent", _("no answer")),
        State("confirmed", _("takes part"), final=True),
        State("told", _("has been told how it ended"), final=True),
        State("stopped", _("can no longer be asked"), final=True),
    ],
    transitions=[
        moves("send", "chosen", "sent", _("Send"), _("Was asked"), COORDINATOR,
              notices=["inquiry"]),
        moves("drop", "chosen", "dropped", _("Take away"), _("Was taken off the list"),
              COORDINATOR, SYSTEM),
        moves("say_yes", "sent asked_more no not_now silent", "yes", _("Yes, gladly"),
              _("Answered yes"), PERSON, COORDINATOR),
        moves("ask_more", "sent no not_now silent", "asked_more", _("Tell me more first"),
              _("Wanted to know more"), PERSON, COORDINATOR),
        moves("say_not_now", "sent asked_more yes no silent", "not_now", _("Not now"),
              _("Answered not now"), PERSON, COORDINATOR),
        moves("say_no", "sent asked_more yes not_now silent", "no", _("No, thank you"),
              _("Answered no"), PERSON, COORDINATOR),
        moves("tell_more", "asked_more", "sent", _("Send the answer"), _("Was told more"),
              COORDINATOR, notices=["inquiry_reply"]),
        moves("pass_deadline", "sent", "silent", _("Close"), _("The last day to answer passed"),
              SYSTEM, COORDINATOR),
        moves("confirm", "yes", "confirmed", _("Confirm"), _("Was confirmed"), COORDINATOR,
              notices=["confirmed"]),
        moves("tell", "sent asked_more yes no not_now silent", "told", _("Tell how it ended"),
              _("Was thanked and told how it ended"), COORDINATOR, SYSTEM, BORROWER,
              notices=["inquiry_ended"]),
        moves("stop", "chosen sent asked_more yes no not_now silent", "stopped",
              _("Stop asking"), _("A consent was withdrawn or a pause began; the question is gone"),
              PERSON, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip

LOAN = StateTable(
    "loan",
    initial="confirmed",
    states=[
        State("confirmed", _("agreed"), COORDINATOR),
        State("carried_out", _("carried out"), COORDINATOR),
        State("followed_up", _("followed up"), COORDINATOR),
        State("fed_back", _("everybody knows what came of it"), COORDINATOR),
        State("closed", _("closed"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("carry_out", "confirmed", "carried_out", _("It has been carried out"),
              _("Was carried out"), COORDINATOR),
        moves("cancel", "confirmed", "cancelled", _("Cancel"), _("Was cancelled"), COORDINATOR,
              notices=["loan_cancelled"], needs_reason=True),
        moves("finish_follow_up", "carried_out", "followed_up", _("The follow-up is done"),
              _("Was followed up"), COORDINATOR, BORROWER, PERSON, SYSTEM),
        moves("finish_feedback", "followed_up", "fed_back", _("Everybody has been told"),
              _("Everybody had been told what came of it"), COORDINATOR, BORROWER, SYSTEM),
        moves("close", "fed_back", "closed", _("Close the loan"), _("Was closed"), COORDINATOR),
    ],
)  # fmt: skip

PARTICIPATION = StateTable(
    "participation",
    initial="confirmed",
    states=[
        State("confirmed", _("takes part")),
        State("took_part", _("took part"), final=True),
        State("absent", _("did not come"), final=True),
        State("withdrew", _("could not take part after all"), final=True),
        State("cancelled", _("the loan was cancelled"), final=True),
    ],
    transitions=[
        moves("take_part", "confirmed", "took_part", _("Took part"), _("Took part"), COORDINATOR),
        moves("stay_away", "confirmed", "absent", _("Did not come"), _("Did not come"),
              COORDINATOR),
        moves("withdraw", "confirmed", "withdrew", _("Can't take part after all"),
              _("Withdrew"), PERSON, COORDINATOR, SYSTEM),
        moves("cancel", "confirmed", "cancelled", _("Cancel"), _("The loan was cancelled"),
              COORDINATOR),
    ],
)  # fmt: skip

OCCASION = StateTable(
    "occasion",
    initial="planned",
    states=[
        State("planned", _("planned"), COORDINATOR),
        State("held", _("held"), final=True),
        State("cancelled", _("cancelled"), final=True),
    ],
    transitions=[
        moves("hold", "planned", "held", _("It was held"), _("Was held"), COORDINATOR),
        moves("cancel", "planned", "cancelled", _("Cancel the occasion"), _("Was cancelled"),
              COORDINATOR, notices=["occasion_cancelled"], needs_reason=True),
    ],
)  # fmt: skip

FOLLOW_UP = StateTable(
    "follow_up",
    initial="due",
    states=[
        State("due", _("to be done"), COORDINATOR),
        State("done", _("done"), final=True),
        State("written_off", _("will not be done"), final=True),
    ],
    transitions=[
        moves("answer", "due", "done", _("Save the answers"), _("Told how it went"),
              COORDINATOR, BORROWER, PERSON),
        moves("write_off", "due", "written_off", _("Will not be done"),
              _("Was written off"), COORDINATOR, SYSTEM, needs_reason=True),
    ],
)  # fmt: skip

FEEDBACK = StateTable(
    "feedback",
    initial="owed",
    states=[
        State("owed", _("owed"), COORDINATOR),
        State("on_its_way", _("on its way to everybody"), COORDINATOR),
        State("given", _("given"), final=True),
        State("written_off", _("will not be given"), final=True),
    ],
    transitions=[
        moves("send", "owed", "on_its_way", _("Send to everybody who took part"),
              _("Was sent to everybody who took part"), COORDINATOR, BORROWER),
        moves("arrive", "on_its_way", "given", _("Everybody has got it"),
              _("Had reached everybody who took part"), COORDINATOR, BORROWER, SYSTEM),
        moves("write_off", "owed on_its_way", "written_off", _("Will not be given"),
              _("Was written off"), COORDINATOR, needs_reason=True),
    ],
)  # fmt: skip

STORY = StateTable(
    "story",
    initial="draft",
    states=[
        State("draft", _("is being written"), COORDINATOR),
        State("asked", _("waits for everybody's yes"), SYSTEM),
        State("public", _("can be read by everybody")),
        State("down", _("has been taken down"), final=True),
        State("stopped", _("will not be told"), final=True),
    ],
    transitions=[
        moves("ask", "draft", "asked", _("Ask everybody who was part of it"),
              _("Everybody who was part of it was asked"), COORDINATOR, notices=["story_asked"]),
        moves("publish", "asked", "public", _("Publish"), _("Everybody had said yes"), SYSTEM),
        moves("stop", "draft asked", "stopped", _("Don't tell it"), _("Will not be told"),
              COORDINATOR, PERSON, BORROWER, SYSTEM),
        moves("take_down", "public", "down", _("Take it down"), _("Was taken down"),
              COORDINATOR, PERSON, BORROWER, SYSTEM),
    ],
)  # fmt: skip
