"""What compensation puts into somebody's own copy: her payments."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Claim
from erfara.compensation.queries import claims_of_person, payments_of
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
            Field("kind", _("For what"), row.get_kind_display(), row.kind),
            Field("basis", _("How it is counted"), row.get_basis_display(), row.basis),
            Field("payer", _("Who pays"), say(row.get_payer_display()), row.payer),
            Field("state", _("How it stands"), say(row.state_label), row.state),
            Field("paid_on", _("Paid on"), row.paid_on),
        ]
        for row in payments_of(copy.contributor)
    ]


def costs(copy: Copy) -> list[Entry]:
    """The costs she has noted."""
    if copy.contributor is None:
        return []
    rows = list(claims_of_person(copy.contributor))
    words = copy.open(Claim.BLOB, [str(row.pk) for row in rows]) if rows else {}
    return [
        [
            Field("for", _("For"), row.participation.loan.request.assignment.title),
            Field("kind", _("What it was"), row.get_kind_display(), row.kind),
            Field("day", _("Day"), row.day),
            Field("quantity", _("Hours or kilometres"), row.quantity),
            Field("amount", _("Kronor"), row.payment.amount if row.payment else row.amount),
            Field("words", _("What you wrote"), words.get(str(row.pk))),
            Field("state", _("How it stands"), say(row.state_label), row.state),
        ]
        for row in rows
    ]


def register() -> None:
    """Add it."""
    register_part("payments", _("Your payments"), payments, ["compensation.compensation"])
    register_part("costs", _("Costs you have had"), costs, ["compensation.claim"])
