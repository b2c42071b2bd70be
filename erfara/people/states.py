"""The life of a person in a library."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation import drafts
from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM

CONTRIBUTOR = StateTable(
    "contributor",
    initial="interested",
    states=[
        State("interested", _("wants to join"), COORDINATOR),
        State("active", _("can be asked")),
        State("paused", _("pauses")),
        State("resting", _("rests, nothing has been heard")),
        State("leaving", _("is leaving"), SYSTEM),
        State("left", _("has left"), final=True),
        State("asked", _("is asked whether we may keep the details"), PERSON),
        State("to_phone", _("is to be asked by phone whether we may keep the details"),
              COORDINATOR),
        State("declined", _("has been answered no"), SYSTEM),
        State("forgotten", _("has been answered no, details erased"), final=True),
        State("merged", _("was written down twice"), final=True),
    ],
    transitions=[
        moves("welcome", "interested", "active", _("Take in"), _("Joined"), COORDINATOR),
        # People from a file without a clear written consent: asked first, lent only after a yes.
        moves("ask_by_letter", "interested", "asked", _("Ask whether we may keep the details"),
              _("Came with a file, and was asked whether we may keep the details"), COORDINATOR,
              notices=["imported"]),
        moves("ask_by_phone", "interested", "to_phone", _("Ask by phone"),
              _("Came with a file, and is to be asked by phone whether we may keep the details"),
              COORDINATOR),
        moves("agree", "asked to_phone", "active", _("Yes, stay in {library:sg.def}"),
              _("Said yes to being in the register"), PERSON, COORDINATOR),
        moves("lapse", "asked to_phone", "leaving", _("Erase"),
              _("No answer came in time; the details are erased"), SYSTEM),
        moves("ask_again", "declined leaving", "interested", _("Sign up again"),
              _("Signed up again"), PERSON, notices=["interest_received"]),
        moves("decline", "interested", "declined", _("Say no, kindly"),
              _("Was answered no"), COORDINATOR,
              notices=["interest_declined"], needs_reason=True),
        moves("pause", "active", "paused", _("Pause"), _("Paused"), PERSON, COORDINATOR),
        moves("resume", "paused", "active", _("Be asked again"), _("Can be asked again"),
              PERSON, COORDINATOR, SYSTEM),
        moves("rest", "active", "resting", _("Let rest"),
              _("Nothing was heard for long; rests and is not asked"), SYSTEM),
        moves("wake", "resting", "active", _("Be asked again"),
              _("Was heard of again, and can be asked"), PERSON, COORDINATOR, SYSTEM),
        moves("merge", "interested active paused resting asked to_phone", "merged",
              _("They are the same"), _("Was written down twice; everything was put together"),
              COORDINATOR),
        moves("leave", "interested active paused resting asked to_phone", "leaving",
              _("Leave {library:sg.def}"),
              _("Asked to leave; the details are erased after 48 hours"),
              PERSON, COORDINATOR, SYSTEM, notices=["leaving"]),
        moves("stay", "leaving", "active", _("Stay after all"), _("Changed their mind and stayed"),
              PERSON, COORDINATOR),
        moves("erase", "leaving", "left", _("Erase"), _("The details were erased"), SYSTEM),
        moves("forget", "declined", "forgotten", _("Erase"), _("The details were erased"), SYSTEM),
    ],
)  # fmt: skip
# Who has left the register, or is about to: nothing more is asked of her.
GONE = ("leaving", "left", "merged")

SIGN_UP = drafts.table("sign_up", PERSON)

LOG_QUESTION = StateTable(
    "log_question",
    initial="asked",
    states=[
        State("asked", _("waits for an answer"), COORDINATOR),
        State("answered", _("answered"), final=True),
        State("forgotten", _("the details are erased"), final=True),
    ],
    transitions=[
        moves("answer", "asked", "answered", _("Send the answer"), _("Got an answer"),
              COORDINATOR, notices=["log_answer"]),
        moves("forget", "asked", "forgotten", _("Erase"), _("The details were erased"), SYSTEM),
    ],
)  # fmt: skip

ERRAND = StateTable(
    "errand",
    initial="waiting",
    states=[
        State("waiting", _("to be done"), COORDINATOR),
        State("done", _("done"), final=True),
    ],
    transitions=[
        moves("finish", "waiting", "done", _("It is done"), _("Was done"), COORDINATOR),
    ],
)  # fmt: skip

PUBLIC_MESSAGE = StateTable(
    "public_message",
    initial="received",
    states=[
        State("received", _("waits for an answer"), COORDINATOR),
        State("answered", _("has been answered")),
        State("noted", _("has been seen to")),
        State("forgotten", _("is erased"), final=True),
    ],
    transitions=[
        moves("answer", "received", "answered", _("Answer"), _("Was answered"), COORDINATOR,
              notices=["message_answered"]),
        moves("note", "received", "noted", _("It is seen to"), _("Was seen to"), COORDINATOR),
        moves("forget", "answered noted", "forgotten", _("Erase"), _("Was erased"), SYSTEM),
    ],
)  # fmt: skip

PRINT_LIST = StateTable(
    "print_list",
    initial="asked",
    states=[
        State("asked", _("waits for another's yes"), COORDINATOR),
        State("open", _("may be printed")),
        State("refused", _("was refused"), final=True),
        State("over", _("is over"), final=True),
    ],
    transitions=[
        moves("agree", "asked", "open", _("Agree to it"), _("Was agreed to"),
              COORDINATOR, Role.ADMINISTRATOR),
        moves("few", "asked", "open", _("Open the list"), _("Held so few that one was enough"),
              COORDINATOR),
        moves("refuse", "asked", "refused", _("Say no"), _("Was refused"),
              COORDINATOR, Role.ADMINISTRATOR, needs_reason=True),
        moves("end", "asked open", "over", _("It isn't needed any more"), _("Ended"),
              COORDINATOR, SYSTEM),
    ],
)  # fmt: skip
