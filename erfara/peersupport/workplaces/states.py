"""The lives of a workplace and of a round of getting ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

LEAD, THERE, SYSTEM, PUBLIC = Role.COORDINATOR, Role.WORKPLACE, Role.SYSTEM, Role.PUBLIC

WORKPLACE = StateTable(
    "workplace",
    initial="offered",
    states=[
        State("offered", _("has been offered to take part"), THERE),
        State("unanswered", _("has not answered the offer"), LEAD),
        State("interested", _("has raised its hand"), LEAD),
        State("preparing", _("is getting ready"), THERE),
        State("ready", _("is ready")),
        State("rechecking", _("looks through what is in place again"), THERE),
        State("wants_out", _("does not want to go on"), LEAD),
        State("resting", _("rests for a while")),
        State("ended", _("takes no part any more"), final=True),
    ],
    transitions=[
        moves("raise_hand", "offered unanswered", "interested", _("We are interested"),
              _("Raised its hand"), PUBLIC, THERE, LEAD),
        moves("pass_offer", "offered", "unanswered", _("The last day has passed"),
              _("Did not answer the offer in time"), SYSTEM),
        moves("offer_again", "unanswered resting", "offered", _("Offer it again"),
              _("Was offered to take part again"), LEAD, notices=["workplace_offered"]),
        moves("begin", "offered unanswered interested resting", "preparing",
              _("Begin getting ready"), _("Began getting ready"), LEAD, notices=["readiness"]),
        moves("become_ready", "preparing rechecking", "ready", _("It is ready"),
              _("Was found ready"), LEAD, notices=["workplace_ready"]),
        moves("recheck", "ready", "rechecking", _("Look through it again"),
              _("What is in place is looked through again"), SYSTEM, THERE, LEAD,
              notices=["readiness_recheck"]),
        moves("want_out", "preparing ready rechecking", "wants_out", _("We don’t want to go on"),
              _("Did not want to go on"), THERE, LEAD),
        moves("stay", "wants_out", "preparing", _("It goes on after all"),
              _("Goes on after all"), LEAD, notices=["readiness"]),
        moves("rest", "offered unanswered interested preparing ready rechecking wants_out",
              "resting", _("Let it rest"), _("Rests for a while"), LEAD, THERE),
        moves("look_again", "resting", "interested", _("Take it up again"),
              _("Was taken up again"), SYSTEM, LEAD, THERE),
        moves("end", "offered unanswered interested preparing ready rechecking wants_out resting",
              "ended", _("End it"), _("Takes no part any more"), LEAD, needs_reason=True),
    ],
)  # fmt: skip

READINESS = StateTable(
    "readiness",
    initial="open",
    states=[
        State("open", _("has things left to do"), THERE),
        State("late", _("was not done in time"), LEAD),
        State("filled", _("is done, and waits to be looked at"), LEAD),
        State("approved", _("was found to be in place"), final=True),
        State("stopped", _("was stopped"), final=True),
    ],
    transitions=[
        moves("fill", "open late", "filled", _("All is done"), _("Everything was in place"),
              THERE, LEAD, SYSTEM),
        moves("reopen", "filled", "open", _("Something is left"), _("Something was left to do"),
              LEAD, THERE, SYSTEM),
        moves("pass_deadline", "open", "late", _("The last day has passed"),
              _("Was not done in time"), SYSTEM),
        moves("give_time", "late", "open", _("Give it more time"), _("Got more time"),
              LEAD, THERE, SYSTEM),
        moves("approve", "filled", "approved", _("All is in place"),
              _("Was looked at, and found to be in place"), LEAD),
        moves("stop", "open late filled", "stopped", _("Stop it"), _("Was stopped"),
              LEAD, THERE, SYSTEM),
    ],
)  # fmt: skip
