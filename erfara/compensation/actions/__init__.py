"""All writes about payments."""

from erfara.compensation.actions.payments import (
    agree,
    cancel,
    decline,
    escalate_to_borrower,
    not_come,
    pay,
    pay_by_library,
    pay_several,
    remind_borrower,
    say_paid,
    settle,
    stop,
)

__all__ = [
    "agree",
    "cancel",
    "decline",
    "escalate_to_borrower",
    "not_come",
    "pay",
    "pay_by_library",
    "pay_several",
    "remind_borrower",
    "say_paid",
    "settle",
    "stop",
]
