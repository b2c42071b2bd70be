"""The life of a question to one person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

INQUIRY = StateTable(
    "inquiry",
    initial="chosen",
    states=[
        State("chosen", _("chosen, not asked yet"), COORDINATOR),
        State("dropped", _("was not asked")),
        State("sent", _("has been asked"), PERSON),
        State("asked_more", _("wants to know more"), COORDINATOR),
        State("yes", _("yes"), COORDINATOR),
        State("no", _("no")),
        State("not_now", _("not now")),
        State("silent", _("no answer")),
        State("confirmed", _("takes part"), final=True),
        State("waiting", _("on the waiting list")),
        State("late", _("said yes when the team was complete"), COORDINATOR),
        State("told", _("has been told how it ended")),
        State("stopped", _("can no longer be asked"), final=True),
    ],
    transitions=[
        moves("send", "chosen", "sent", _("Send"), _("Was asked"), COORDINATOR,
              notices=["inquiry"]),
        moves("drop", "chosen", "dropped", _("Take away"), _("Was taken off the list"),
              COORDINATOR, SYSTEM),
        moves("choose_again", "dropped", "chosen", _("Choose again"), _("Was chosen again"),
              COORDINATOR),
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
        moves("wait", "yes late", "waiting", _("Put on the waiting list"),
              _("Was put on the waiting list"), COORDINATOR, SYSTEM, notices=["waiting_list"]),
        moves("leave_list", "waiting late", "told", _("Leave the waiting list"),
              _("Left the waiting list"), PERSON, COORDINATOR),
        moves("say_yes_late", "sent asked_more no not_now silent told", "late",
              _("I could still come"), _("Said yes when the team was complete"),
              PERSON, COORDINATOR),
        moves("ask_again", "yes no not_now silent waiting late told", "sent",
              _("Ask if they can come instead"), _("Was asked to come in somebody's place"),
              COORDINATOR, notices=["inquiry_instead"]),
        moves("let_list_end", "waiting late", "yes", _("The waiting list ends"),
              _("The waiting list ended"), COORDINATOR, SYSTEM),
        moves("confirm", "yes waiting late", "confirmed", _("Confirm"),
              _("Was confirmed"), COORDINATOR, notices=["confirmed"]),
        moves("tell", "sent asked_more yes no not_now silent waiting late", "told",
              _("Tell how it ended"), _("Was thanked and told how it ended"),
              COORDINATOR, SYSTEM, BORROWER, notices=["inquiry_ended"]),
        moves("stop", "chosen sent asked_more yes no not_now silent waiting late", "stopped",
              _("Stop asking"), _("A consent was withdrawn or a pause began; the question is gone"),
              PERSON, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip
