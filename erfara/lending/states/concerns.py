"""The life of something that felt wrong: an answer is owed by a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

ADMINISTRATOR = Role.ADMINISTRATOR

CONCERN = StateTable(
    "concern",
    initial="raised",
    states=[
        State("raised", _("waits for an answer"), COORDINATOR),
        State("answered", _("has an answer")),
        State("reopened", _("the answer was not enough"), COORDINATOR),
        State("settled", _("answered"), final=True),
        State("ended", _("ended with a reason"), final=True),
        State("stopped", _("whose it was is not here any more"), final=True),
    ],
    transitions=[
        moves("answer", "raised", "answered", _("Send the answer"), _("Was answered"),
              COORDINATOR, ADMINISTRATOR, notices=["concern_answer"]),
        moves("not_enough", "answered", "reopened", _("It is not enough"),
              _("Wanted a fuller answer"), PERSON, BORROWER),
        moves("answer_again", "reopened", "settled", _("Send the answer"),
              _("Was answered once more"), COORDINATOR, ADMINISTRATOR,
              notices=["concern_answer"]),
        moves("settle", "answered", "settled", _("That is enough"), _("Is settled"),
              PERSON, BORROWER, SYSTEM),
        moves("end", "raised reopened", "ended", _("End it with a reason"),
              _("Was ended with a reason"), COORDINATOR, ADMINISTRATOR,
              notices=["concern_answer"]),
        moves("stop", "raised answered reopened", "stopped", _("End it"),
              _("Whose it was is not here any more"), SYSTEM, PERSON, COORDINATOR, BORROWER),
    ],
)  # fmt: skip
