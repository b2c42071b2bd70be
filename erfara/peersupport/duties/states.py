"""The lives of a version of who does what, and of each party's answer to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

LEAD, THERE, SYSTEM = Role.COORDINATOR, Role.WORKPLACE, Role.SYSTEM

DUTY_MATRIX = StateTable(
    "duty_matrix",
    initial="draft",
    states=[
        State("draft", _("is being written"), LEAD),
        State("asked", _("waits for everybody’s yes"), SYSTEM),
        State("late", _("somebody has not said yes in time"), LEAD),
        State("agreed", _("everybody has said yes")),
        State("without", _("holds without everybody’s yes")),
        State("replaced", _("a new version has taken its place"), final=True),
        State("ended", _("the workplace takes no part any more"), final=True),
    ],
    transitions=[
        moves("send", "draft", "asked", _("Send it to all parties"), _("Was sent to all parties"),
              LEAD, notices=["duties"]),
        moves("complete", "asked late without", "agreed", _("Everybody has said yes"),
              _("Everybody had said yes"), THERE, LEAD, SYSTEM),
        moves("reopen", "agreed late without", "asked", _("Ask again"), _("Waited for a yes again"),
              THERE, LEAD, SYSTEM),
        moves("pass_deadline", "asked", "late", _("The last day has passed"),
              _("The last day to say yes passed"), SYSTEM),
        moves("go_without", "asked late", "without", _("Go on without every yes"),
              _("Goes on without everybody’s yes"), LEAD, needs_reason=True),
        moves("replace", "asked late agreed without", "replaced", _("A new version counts"),
              _("Was replaced by a new version"), LEAD),
        moves("end", "draft asked late agreed without", "ended", _("End it"),
              _("Ended with the workplace"), LEAD, SYSTEM),
    ],
)  # fmt: skip

DUTY_ANSWER = StateTable(
    "duty_answer",
    initial="asked",
    states=[
        State("asked", _("has not answered yet"), THERE),
        State("wants_change", _("wants something changed"), LEAD),
        State("accepted", _("has said yes")),
        State("over", _("was about a version that no longer counts"), final=True),
    ],
    transitions=[
        moves("accept", "asked wants_change", "accepted", _("Yes, we agree to this"),
              _("Said yes to who does what"), THERE, LEAD),
        moves("want_change", "asked accepted", "wants_change", _("We want something changed"),
              _("Wanted something changed in who does what"), THERE, LEAD),
        moves("answer", "wants_change", "asked", _("Send the answer"), _("Got an answer"), LEAD,
              notices=["duties_answer"]),
        moves("ask_again", "accepted wants_change", "asked", _("Ask again"), _("Was asked again"),
              THERE, LEAD, SYSTEM, notices=["duties_again"]),
        moves("pass_over", "asked wants_change accepted", "over", _("Another version counts"),
              _("Another version counts now"), LEAD, SYSTEM),
    ],
)  # fmt: skip
