"""The life of a file with a register: looked at, understood, confirmed, written, erased."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, SYSTEM = Role.COORDINATOR, Role.SYSTEM

REGISTER_IMPORT = StateTable(
    "register_import",
    initial="described",
    states=[
        State("described", _("waits for you to say what the columns are"), COORDINATOR),
        State("reading", _("is being read"), SYSTEM),
        State("review", _("waits for you to look through the rows"), COORDINATOR),
        State("writing", _("is being written into the register"), SYSTEM),
        State("stuck", _("has stopped on the way"), COORDINATOR),
        State("done", _("is written into the register"), COORDINATOR),
        State("erased", _("is done, the file is erased"), final=True),
        State("dropped", _("was stopped, the file is erased"), final=True),
    ],
    transitions=[
        moves("read", "described review", "reading", _("Read the rows"),
              _("The rows were to be read"), COORDINATOR),
        moves("show", "reading", "review", _("Show"), _("The rows were read"), SYSTEM),
        moves("describe", "review", "described", _("Change the columns"),
              _("The columns were to be described anew"), COORDINATOR),
        moves("write", "review", "writing", _("Write into the register"),
              _("Was confirmed"), COORDINATOR),
        moves("stop", "reading writing", "stuck", _("Stop"),
              _("Something went wrong, and it stopped"), SYSTEM),
        moves("go_on", "stuck", "writing", _("Go on"), _("Was to go on"), COORDINATOR),
        moves("read_again", "stuck", "reading", _("Read the rows again"),
              _("The rows were to be read again"), COORDINATOR),
        moves("finish", "writing", "done", _("Finish"), _("Everything was written"), SYSTEM),
        moves("erase", "done", "erased", _("Erase the file now"), _("The file was erased"),
              COORDINATOR, SYSTEM),
        moves("drop", "described reading review stuck", "dropped", _("Stop and erase the file"),
              _("Was stopped, and the file erased"), COORDINATOR, SYSTEM),
    ],
)  # fmt: skip
