"""What compensation puts into somebody's own copy: her payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.compensation.queries import payments_of
from erfara.organisations.words import say
from erfara.people.own_copy import Copy, Entry, Field, register_part


def payments(copy: Copy) -> list[Entry]:
    """What was promised and paid."""
    if copy.contributor is None:
        return []
    return [
        [
            Field("for", _("For"), row.participation.loan.request.assignment.title),
            Field("amount", _("Kronor"), row.amount),
            Field("basis", _("How it is counted"), row.get_basis_display(), row.basis),
            Field("payer", _("Who pays"), say(row.get_payer_display()), row.payer),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("paid_on", _("Paid on"), row.paid_on),
        ]
        for row in payments_of(copy.contributor)
    ]


def register() -> None:
    """Add it."""
    register_part("payments", _("Your payments"), payments, ["compensation.compensation"])
