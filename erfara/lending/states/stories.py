"""The life of a story about a loan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.states import State, StateTable, moves
from erfara.lending.states.roles import BORROWER, COORDINATOR, PERSON, SYSTEM

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
