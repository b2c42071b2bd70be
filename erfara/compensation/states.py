"""The life of a payment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

PAYMENT = StateTable(
    "compensation",
    initial="agreed",
    states=[
        State("agreed", _("agreed, not paid yet"), Role.COORDINATOR),
        State("paid", _("paid"), final=True),
        State("declined", _("the person did not want it"), final=True),
        State("cancelled", _("not to be paid"), final=True),
    ],
    transitions=[
        moves("pay", "agreed", "paid", _("It is paid"), _("Was paid"), Role.COORDINATOR,
              Role.BORROWER),
        moves("decline", "agreed", "declined", _("I don't want to be paid"),
              _("The person did not want to be paid"), Role.COORDINATOR, Role.PERSON),
        moves("cancel", "agreed", "cancelled", _("Not to be paid"), _("The payment was taken away"),
              Role.COORDINATOR, Role.SYSTEM, needs_reason=True),
    ],
)  # fmt: skip
