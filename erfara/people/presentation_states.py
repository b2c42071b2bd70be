"""The life of a presentation. A change is a new version: the old one stays until she approves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM

PRESENTATION = StateTable(
    "presentation",
    initial="draft",
    states=[
        State("draft", _("is being written"), COORDINATOR),
        State("sent", _("waits for a yes"), PERSON),
        State("wished", _("is to be changed"), COORDINATOR),
        State("rewritten", _("was written anew"), final=True),
        State("withdrawn", _("was never shown"), final=True),
        State("public", _("is public")),
        State("replaced", _("was replaced by a newer one"), final=True),
        State("taken_down", _("was taken down"), final=True),
    ],
    transitions=[
        moves("send", "draft", "sent", _("Let it be read"), _("The text was given to be read"),
              COORDINATOR, notices=["presentation"]),
        moves("wish", "sent", "wished", _("Please change this"), _("A change was wished for"),
              PERSON),
        moves("rewrite", "sent wished", "rewritten", _("Write anew"), _("The text is written anew"),
              COORDINATOR),
        moves("approve", "sent", "public", _("Yes, show it"), _("Approved, and public"), PERSON),
        moves("approve_on_paper", "sent", "public", _("Note that it is signed"),
              _("Approved on paper, and public"), COORDINATOR),
        moves("say_no", "sent", "withdrawn", _("No, don't show it"),
              _("Was not approved, and is not shown"), PERSON),
        moves("discard", "draft sent wished", "withdrawn", _("Throw the text away"),
              _("The text was thrown away, and was never shown"), PERSON, COORDINATOR, SYSTEM),
        moves("end", "draft sent wished", "withdrawn", _("End"),
              _("Nothing more was heard, and the text was never shown"), SYSTEM),
        moves("replace", "public", "replaced", _("Replace"), _("A newer text took its place"),
              PERSON, COORDINATOR),
        moves("take_down", "public", "taken_down", _("Take it down"), _("Was taken down"),
              PERSON, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip
