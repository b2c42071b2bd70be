"""The lives of an agreement's versions and of each side's answer to one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

AGREEMENT = StateTable(
    "agreement",
    initial="draft",
    states=[
        State("draft", _("is being written"), COORDINATOR),
        State("asked", _("waits for everybody's yes"), SYSTEM),
        State("late", _("somebody has not said yes in time"), COORDINATOR),
        State("agreed", _("everybody has said yes")),
        State("without", _("holds without everybody's yes")),
        State("replaced", _("a new version has taken its place"), final=True),
        State("ended", _("the loan was cancelled"), final=True),
    ],
    transitions=[
        moves("send", "draft", "asked", _("Send the agreement"),
              _("Was sent to both sides"), COORDINATOR, notices=["agreement"]),
        moves("complete", "asked late without", "agreed", _("Everybody has said yes"),
              _("Everybody had said yes"), PERSON, BORROWER, COORDINATOR, SYSTEM),
        moves("reopen", "agreed late without", "asked", _("Ask again"),
              _("Waited for a yes again"), PERSON, BORROWER, COORDINATOR, SYSTEM),
        moves("pass_deadline", "asked", "late", _("The last day has passed"),
              _("The last day to say yes passed"), SYSTEM),
        moves("go_without", "draft asked late", "without", _("Go on without every yes"),
              _("Goes on without everybody's yes"), COORDINATOR, needs_reason=True),
        moves("replace", "draft asked late agreed without", "replaced", _("Write a new version"),
              _("Was replaced by a new version"), COORDINATOR, SYSTEM),
        moves("end", "draft asked late agreed without", "ended", _("End it"),
              _("Ended with the loan"), COORDINATOR, BORROWER, SYSTEM),
    ],
)  # fmt: skip

ACCEPTANCE = StateTable(
    "acceptance",
    initial="asked",
    states=[
        State("asked", _("has not answered yet"), PERSON),
        State("wants_change", _("wants something changed"), COORDINATOR),
        State("declared", _("has said yes, and declared something"), COORDINATOR),
        State("accepted", _("has said yes")),
        State("unsuitable", _("something declared stood in the way"), final=True),
        State("gone", _("does not take part"), final=True),
        State("over", _("was about a version that no longer counts"), final=True),
    ],
    transitions=[
        moves("accept", "asked wants_change", "accepted", _("Yes, I agree to this"),
              _("Said yes to the agreement"), PERSON, BORROWER, COORDINATOR),
        moves("declare", "asked wants_change", "declared",
              _("Yes, and I have something to declare"),
              _("Said yes to the agreement, and declared something"), PERSON, COORDINATOR),
        moves("assess", "declared", "accepted", _("No obstacle"),
              _("What was declared was found to be no obstacle"), COORDINATOR),
        moves("find_unsuitable", "declared", "unsuitable", _("Not suitable for this assignment"),
              _("What was declared stood in the way of this assignment"), COORDINATOR),
        moves("want_change", "asked accepted declared", "wants_change",
              _("I want something changed"), _("Wanted something changed in the agreement"),
              PERSON, BORROWER, COORDINATOR),
        moves("answer", "wants_change", "asked", _("Send the answer"),
              _("Got an answer about the agreement"), COORDINATOR,
              notices=["agreement_answer"]),
        moves("ask_again", "accepted declared", "asked", _("Ask again"),
              _("What it says about the payment changed"), COORDINATOR, SYSTEM,
              notices=["agreement_again"]),
        moves("leave", "asked wants_change declared accepted", "gone", _("Does not take part"),
              _("No longer took part"), PERSON, BORROWER, COORDINATOR, SYSTEM),
        moves("pass_over", "asked wants_change declared accepted", "over",
              _("Another version counts"), _("Another version counts now"), COORDINATOR, BORROWER,
              SYSTEM),
    ],
)  # fmt: skip
