"""The lives of a payment, of a cost that somebody has had, and of a list for the one who pays."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.foundation.states import State, StateTable, moves

COORDINATOR, PERSON, SYSTEM = Role.COORDINATOR, Role.PERSON, Role.SYSTEM

PAYMENT = StateTable(
    "compensation",
    initial="agreed",
    states=[
        State("agreed", _("agreed, not paid yet"), COORDINATOR),
        State("listed", _("to be paid")),
        State("sent", _("sent to be paid out")),
        State("said_paid", _("said to be paid")),
        State("missing", _("has not come"), COORDINATOR),
        State("paid", _("paid"), final=True),
        State("declined", _("the person did not want it"), final=True),
        State("cancelled", _("not to be paid"), final=True),
    ],
    transitions=[
        moves("list", "agreed missing", "listed", _("Put it on a list"),
              _("Was put on a payment list"), COORDINATOR),
        moves("unlist", "listed", "agreed", _("Take it off the list"),
              _("Was taken off the payment list"), COORDINATOR, SYSTEM, Role.ADMINISTRATOR),
        moves("send", "listed", "sent", _("It is sent"), _("Was sent to be paid out"), COORDINATOR),
        moves("pay", "agreed sent missing", "paid", _("It is paid"), _("Was paid"), COORDINATOR),
        moves("say_paid", "agreed missing", "said_paid", _("We have paid"),
              _("{borrower:sg.def.cap} has said that it is paid"), Role.BORROWER),
        moves("settle", "said_paid", "paid", _("I have got it"), _("Was paid"), PERSON,
              COORDINATOR, SYSTEM),
        moves("not_come", "said_paid sent", "missing", _("I haven't got it"),
              _("The person has not got it"), PERSON, COORDINATOR),
        moves("decline", "agreed listed missing", "declined", _("I don't want to be paid"),
              _("The person did not want to be paid"), COORDINATOR, PERSON),
        moves("stop", "sent", "declined", _("It was stopped: not wanted"),
              _("Was stopped, since the person did not want to be paid"), COORDINATOR),
        moves("cancel", "agreed listed missing", "cancelled", _("Not to be paid"),
              _("The payment was taken away"), COORDINATOR, SYSTEM, needs_reason=True),
    ],
)  # fmt: skip
# To be paid, and on no list.
UNPAID = ("agreed", "missing")
# Still to come: a loan isn't closed before these are settled.
UNSETTLED = tuple(PAYMENT.open_states)

CLAIM = StateTable(
    "claim",
    initial="claimed",
    states=[
        State("claimed", _("waits for an answer"), COORDINATOR),
        State("approved", _("is paid with the rest"), final=True),
        State("refused", _("is not paid"), final=True),
        State("withdrawn", _("taken back"), final=True),
    ],
    transitions=[
        moves("approve", "claimed", "approved", _("Approve it"), _("A cost was approved"),
              COORDINATOR),
        moves("refuse", "claimed", "refused", _("Say no"), _("A cost was not approved"),
              COORDINATOR, needs_reason=True),
        moves("withdraw", "claimed", "withdrawn", _("Take it back"), _("A cost was taken back"),
              PERSON, COORDINATOR, SYSTEM),
    ],
)  # fmt: skip

PAYMENT_LIST = StateTable(
    "payment_list",
    initial="asked",
    states=[
        State("asked", _("waits for another's yes"), COORDINATOR),
        State("open", _("to be sent to whoever pays out"), COORDINATOR),
        State("sent", _("sent, waits to be noted as paid"), COORDINATOR),
        State("paid", _("all paid"), final=True),
        State("refused", _("was refused"), final=True),
        State("over", _("is over"), final=True),
    ],
    transitions=[
        moves("agree", "asked", "open", _("Agree to it"), _("Was agreed to"), COORDINATOR,
              Role.ADMINISTRATOR),
        moves("few", "asked", "open", _("Open the list"), _("Held so few that one was enough"),
              COORDINATOR),
        moves("refuse", "asked", "refused", _("Say no"), _("Was refused"), COORDINATOR,
              Role.ADMINISTRATOR, needs_reason=True),
        moves("send", "open", "sent", _("It is sent"), _("Was sent to whoever pays out"),
              COORDINATOR),
        moves("pay", "sent", "paid", _("All are paid"), _("All on it were paid"), COORDINATOR),
        moves("end", "asked open", "over", _("It isn't needed any more"), _("Ended"), COORDINATOR,
              SYSTEM),
    ],
)  # fmt: skip
