"""The life of asking somebody how she is, after a time at which she was part of a loan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import COORDINATOR, PERSON, SYSTEM

AFTERCARE = StateTable(
    "aftercare",
    initial="waiting",
    states=[
        State("waiting", _("is asked later"), SYSTEM),
        State("asked", _("has been asked how it is"), PERSON),
        State("fine", _("feels fine after it")),
        State("needs_care", _("wants somebody to get in touch"), COORDINATOR),
        State("looked_after", _("somebody has been in touch"), final=True),
        State("silent", _("did not answer how it is"), COORDINATOR),
        State("unanswered", _("did not answer; that is fine")),
        State("replaced", _("was asked anew after a later time"), final=True),
        State("stopped", _("is not asked any more"), final=True),
    ],
    transitions=[
        moves("ask", "waiting", "asked", _("Ask how it is"), _("Was asked how it is"),
              SYSTEM, COORDINATOR, notices=["aftercare"]),
        moves("say_fine", "asked silent unanswered", "fine", _("I am fine"),
              _("Answered: fine"), PERSON, COORDINATOR),
        moves("say_not_fine", "asked silent unanswered fine", "needs_care",
              _("I am a bit shaken"), _("Wants somebody to get in touch"), PERSON, COORDINATOR),
        moves("look_after", "needs_care", "looked_after", _("I have been in touch"),
              _("Somebody has been in touch"), COORDINATOR),
        moves("fall_silent", "asked", "silent", _("No answer"),
              _("A week passed without an answer"), SYSTEM, COORDINATOR),
        moves("leave_be", "silent", "unanswered", _("I have seen it"),
              _("Was left in peace"), COORDINATOR, SYSTEM),
        moves("replace", "asked silent unanswered", "replaced", _("Ask anew"),
              _("Is asked after a later time instead"), SYSTEM),
        moves("stop", "waiting asked silent unanswered fine needs_care", "stopped",
              _("Stop asking"), _("Is not asked any more"), SYSTEM, PERSON, COORDINATOR),
    ],
)  # fmt: skip
