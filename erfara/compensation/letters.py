"""Messages about payments: that one has been made, or is late. Neutral like all others."""

from __future__ import annotations

from datetime import datetime

from erfara.compensation.models import Compensation
from erfara.foundation import outbox
from erfara.lending import letters

PAID, REMINDER, ESCALATED = "paid", "payment_reminder", "payment_escalated"


def tell_paid(payment: Compensation, at: datetime) -> None:
    """Tell one who is reached by messages that she has been paid. What is paid at one moment is
    one message; one who was to have nothing hears nothing."""
    inquiry = payment.participation.inquiry
    if inquiry is not None and payment.amount:
        letters.tell_person(inquiry, PAID, at, occasion=at.isoformat())


def register() -> None:
    """Tell the outbox: they are read and stopped like everything about a question or request."""
    for kind in (PAID, REMINDER, ESCALATED):
        outbox.register_kind(kind, letters.render)
